import { Composer } from './composer.js'
import { Connection, type BotMessage, type Look } from './connection.js'
import { button, element, pagePart } from './element.js'
import type { Sent } from './entry.js'
import { Following } from './following.js'
import { Frame } from './frame.js'
import { Notices } from './notices.js'
import { Sayings } from './sayings.js'
import { renewSession, SessionWatch, type Standing } from './session.js'
import { Tools } from './tools.js'
import type { PageConfig } from './wire.js'

const config = JSON.parse(pagePart('chat-config').textContent) as PageConfig
const sayings = new Sayings(config)
const notices = new Notices(pagePart('status'), pagePart('alert'))
const panel = pagePart('panel')
const transcript = pagePart('transcript')

const composer = new Composer(
  pagePart('composer') as HTMLFormElement,
  sayings,
  config.countries,
  (sent) => send(sent),
  (sentence) => notices.announce(sentence),
)
const tools = new Tools(pagePart('tools'), sayings, (text) => send({ text }))
const following = new Following(transcript)
const frame = new Frame(sayings, config.brand)
const connection = new Connection(config, transcript, {
  message: hear,
  sending() {
    following.resume()
    notices.calm()
    composer.close()
    tools.close()
  },
  notSent() {
    composer.open()
    tools.open()
    notices.warn(sayings.say('notSent'))
    // Perhaps because the session is over.
    void session.look()
  },
  connected() {
    if (lost) notices.announce(sayings.say('again'))
    else notices.show('')
    lost = false
    void session.look()
  },
  lost() {
    if (leaving || over) return
    lost = true
    notices.show(sayings.say('lost'))
  },
  ended: () => session.end(),
})
const session = new SessionWatch(config.warning, () => connection.token, tell)

let answering: string | undefined
let lost = false
let warned = false
let leaving = false
let over = false
let renewal = 0

window.addEventListener('pagehide', () => (leaving = true))
window.addEventListener('pageshow', () => (leaving = false))
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => connection.show(look()))
frame.onLanguage((text) => {
  if (tools.closed) return false
  send({ text })
  return true
})
notices.show(sayings.say('connecting'))
void connection.open(look())

function look(): Look {
  const said = sayings.say('said', { brand: config.brand })
  return { locale: sayings.locale, hideSendBox: composer.takesWords, placeholder: sayings.say('type'), said }
}

function send(sent: Sent): void {
  connection.send(sent)
}

function hear({ locale, data }: BotMessage): void {
  if (sayings.speak(locale)) translate()
  tools.open()
  if (data.signal === 'verified') renew()
  if (data.signal === 'signedOut') location.assign('/')
  const { ask } = data
  if (ask === undefined) return
  const another = ask.id !== answering
  answering = ask.id
  if (another) tools.hideTopics()
  composer.show(ask)
  connection.show(look())
  if (mayFocus(another)) composer.focus()
}

/** The focus goes to a new question's form, and back to it when it was lost; never away from something that is being typed. */
function mayFocus(another: boolean): boolean {
  const focused = document.activeElement
  if (focused === null || focused === document.body) return true
  return another && panel.contains(focused)
}

function translate(): void {
  panel.setAttribute('aria-label', sayings.say('answer'))
  transcript.setAttribute('aria-label', sayings.say('transcript'))
  frame.translate()
  tools.draw()
  composer.redraw()
  connection.show(look())
}

/** A socket can't change a cookie: the session's is changed by a request, once for all that the history tells of. */
function renew(): void {
  window.clearTimeout(renewal)
  renewal = window.setTimeout(() => {
    void renewSession().then((next) => {
      // Another chat waits for its code; `?chat` leads past it.
      if (next !== undefined && !new URLSearchParams(location.search).has('chat')) location.assign(next)
      else void session.look()
    })
  }, 0)
}

function tell(standing: Standing): void {
  if (standing.ends === 'now') end()
  else if (standing.ends === 'soon') warn(standing.secondsLeft)
  else if (warned) notices.calm()
  warned = standing.ends === 'soon'
}

function warn(secondsLeft: number): void {
  const stay = button(sayings.say('stay'), 'second', () => {
    void session.extend().then(() => {
      if (!over) notices.announce(sayings.say('stayed'))
      composer.focus()
    })
  })
  notices.warn(sayings.say('soon', { time: sayings.time(secondsLeft) }), stay)
}

/** Nothing of the conversation stays on a screen that the resident may have left. */
function end(): void {
  over = true
  connection.close()
  transcript.remove()
  panel.remove()
  const signIn = element('a', { href: '/', class: 'button' }, sayings.say('signIn'))
  notices.show('')
  notices.warn(sayings.say('ended'), signIn)
  signIn.focus()
}

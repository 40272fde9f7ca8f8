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
import { questionIn } from './question.js'
import type { PageConfig, Slip } from './wire.js'

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
    unsent = false
    notices.calm()
    composer.close()
    tools.close()
  },
  notSent() {
    unsent = true
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
    if (unsent && !warned) notices.calm()
    unsent = false
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
let unsent = false
/** Why the answer before was not taken, until its question comes again. */
let slip: Slip | undefined
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
  const { brand } = config
  const strings = {
    TEXT_INPUT_PLACEHOLDER: sayings.say('type'),
    ACTIVITY_BOT_SAID_ALT: sayings.say('said', { brand }),
    ACTIVITY_BOT_ATTACHED_ALT: sayings.say('attached', { brand }),
    ACTIVITY_STATUS_SEND_STATUS_ALT_SENT_AT: sayings.say('sentAt', { time: '$1' }),
    ACTIVITY_INTERACTIVE_REASON_SEND_FAILED_ALT: sayings.say('sendFailed'),
  }
  return { locale: sayings.locale, hideSendBox: composer.takesWords, strings }
}

function send(sent: Sent): void {
  connection.send(sent)
}

function hear({ locale, text, data }: BotMessage): void {
  if (sayings.speak(locale)) translate()
  tools.open()
  if (data.signal === 'verified') renew()
  if (data.signal === 'signedOut') location.assign('/')
  const [{ ask }, before] = [data, slip]
  slip = data.slip
  if (ask === undefined) return
  if (ask.id !== answering) tools.hideTopics()
  answering = ask.id
  const wanted = composer.show(ask, questionIn(text), before)
  const typing = transcript.contains(document.activeElement)
  connection.show(look())
  if (mayFocus(wanted, typing)) composer.focus()
}

/**
 * The focus goes to the form of a new question, to a field whose entry was not taken, and to the form when it was lost. It
 * stays everywhere else, as a move of it cuts off what is being read out; never away from something that is being typed,
 * unless the box for that is gone.
 */
function mayFocus(wanted: boolean, typing: boolean): boolean {
  const focused = document.activeElement
  if (focused === null || focused === document.body) return true
  return wanted && (panel.contains(focused) || (typing && composer.takesWords))
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
  notices.warn(sayings.say('soon', { time: sayings.clock(secondsLeft) }), stay)
}

/** Nothing of the conversation stays on a screen that the resident may have left. */
function end(): void {
  over = true
  connection.close()
  transcript.remove()
  panel.remove()
  frame.end()
  const signIn = element('a', { href: '/', class: 'button' }, sayings.say('signIn'))
  notices.show('')
  notices.warn(sayings.say('ended'), signIn)
  signIn.focus()
}

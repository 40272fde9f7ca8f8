import { randomBytes } from 'node:crypto'
import { html, raw } from 'hono/html'
import { getCountryCallingCode } from 'libphonenumber-js/max'
import type { Standing } from '../../accounts/account.js'
import type { Config } from '../../config.js'
import type { Policy } from '../../factors/policy.js'
import type { Answer, Incoming } from '../../http/route.js'
import type { PageConfig, PageWords } from '../../web/client/wire.js'
import { page, type Site } from '../../web/layout.js'
import { withPhone } from '../../web/phoneLink.js'
import { LOCALES, wordsFor, type Words } from '../../words/words.js'
import { socketBase } from './socketBase.js'

/** The sentences that the page says by itself, from `chat` of the locale files. */
const SENTENCES = [
  'title',
  'transcript',
  'answer',
  'type',
  'said',
  'attached',
  'sentAt',
  'sendFailed',
  'continue',
  'verify',
  'code',
  'codeHint',
  'codeDigits',
  'country',
  'number',
  'numberHint',
  'chooseSome',
  'enterCode',
  'enterNumber',
  'newCodeIn',
  'newCodeReady',
  'openApp',
  'notSent',
  'tools',
  'help',
  'back',
  'startOver',
  'connecting',
  'lost',
  'again',
  'soon',
  'stay',
  'stayed',
  'ended',
  'signIn',
] as const

/** Of the frame around the chat, which changes with the language as the page stays, and what help can be had on. */
const SHARED = {
  skip: 'web.skip',
  signOut: 'web.signOut',
  need: 'option.need',
  agency: 'option.agency',
  messages: 'option.messages',
  about: 'option.about',
  feedback: 'option.feedback',
  person: 'option.person',
}

/** Values that the page fills in itself. */
const LEFT_OPEN = { count: '{{count}}', time: '{{time}}', brand: '{{brand}}' }

/** What the page is made of. */
export interface ChatPageParts extends Site {
  countries: Config['countries']
  policy: Pick<Policy, 'sessionWarning'>
}

/** The chat, for a browser that is signed in. */
export function chatPage(parts: ChatPageParts): (incoming: Incoming, standing: Standing) => Promise<Answer> {
  const sentences = Object.fromEntries(LOCALES.map((locale) => [locale, sentencesOf(wordsFor(locale))]))
  const codes = [...new Set([...parts.countries.sms, ...parts.countries.voice])]
  const countries = codes.map((code) => ({ code, calling: getCountryCallingCode(code) }))
  return (incoming, standing) => {
    const nonce = randomBytes(16).toString('base64url')
    const words = wordsFor(standing.locale)
    const config: PageConfig = {
      locale: words.locale,
      words: sentences,
      countries,
      warning: parts.policy.sessionWarning,
      nonce,
      brand: parts.brand.name,
      phone: parts.brand.supportPhone,
    }
    return page(parts, {
      words,
      title: words.say('chat.title'),
      body: body(config, words, parts.brand),
      path: '/',
      signedIn: true,
      head: html`<link rel="stylesheet" href="/static/chat.css" />`,
      full: true,
      csp: policyFor(nonce, socketSource(incoming, parts.publicUrl)),
    })
  }
}

function body(config: PageConfig, words: Words, brand: Config['brand']) {
  const say = (key: string) => words.say(`chat.${key}`)
  return html`<main id="main" class="chat">
      <h1 class="unseen">${say('title')}</h1>
      <p id="status" class="unseen" role="status"></p>
      <div id="alert" class="notice urgent" role="alert" hidden></div>
      <noscript><p class="notice urgent">${withPhone(words, 'chat.noScript', brand)}</p></noscript>
      <section id="transcript" aria-label="${say('transcript')}"></section>
      <section id="panel" aria-label="${say('answer')}">
        <form id="composer" autocomplete="off" novalidate hidden></form>
        <div id="tools" role="group" aria-label="${say('tools')}"></div>
      </section>
    </main>
    <script type="application/json" id="chat-config" nonce="${config.nonce}">
      ${raw(inert(config))}
    </script>
    <script src="/static/webchat.js" nonce="${config.nonce}" defer></script>
    <script src="/static/chat.js" nonce="${config.nonce}" type="module"></script>`
}

/** JSON that can stand in a script element: nothing in it ends the element or begins a comment. */
function inert(config: PageConfig): string {
  return JSON.stringify(config).replaceAll('<', '\\u003c')
}

function sentencesOf(words: Words): PageWords {
  const own = SENTENCES.map((key) => [key, words.say(`chat.${key}`, LEFT_OPEN)])
  const shared = Object.entries(SHARED).map(([name, key]) => [name, words.say(key)])
  return Object.fromEntries([...own, ...shared]) as PageWords
}

/** The hash of an empty style element: Web Chat makes one without the nonce, and fills it by script. */
const EMPTY_STYLE = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"

/** What the chat needs beyond the other pages: Web Chat shows pictures as blobs and styles itself under the nonce. */
function policyFor(nonce: string, sockets: string): Record<string, string> {
  return {
    'script-src': `'nonce-${nonce}'`,
    'style-src': `'self' 'nonce-${nonce}' ${EMPTY_STYLE}`,
    'img-src': "'self' data: blob:",
    'connect-src': `'self' ${sockets}`,
  }
}

/** Older browsers don't count the page's own WebSockets to `'self'`. */
function socketSource(incoming: Incoming, publicUrl: string): string {
  return new URL(socketBase(incoming, publicUrl)).origin
}

import { randomBytes } from 'node:crypto'
import { html, raw } from 'hono/html'
import { getCountryCallingCode } from 'libphonenumber-js/max'
import type { Standing } from '../../accounts/account.js'
import type { Config } from '../../config.js'
import type { Answer, Incoming } from '../../http/route.js'
import type { PageConfig, PageWords } from '../../web/client/wire.js'
import { LOCALES, wordsFor, type Words } from '../../words/words.js'

/** The sentences that the page says by itself, from `chat` of the locale files. */
const SENTENCES = [
  'title',
  'transcript',
  'answer',
  'type',
  'continue',
  'verify',
  'code',
  'codeHint',
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
  'signOut',
  'connecting',
  'lost',
  'again',
  'soon',
  'stay',
  'stayed',
  'ended',
  'signIn',
] as const

/** Values that the page fills in itself. */
const LEFT_OPEN = { brand: '{{brand}}', count: '{{count}}', time: '{{time}}' }

/** What the page is made of. */
export type ChatPageParts = Pick<Config, 'brand' | 'countries' | 'policy' | 'publicUrl'>

/** The chat, for a browser that is signed in. */
export function chatPage(parts: ChatPageParts): (incoming: Incoming, standing: Standing) => Promise<Answer> {
  const words = Object.fromEntries(LOCALES.map((locale) => [locale, wordsOf(wordsFor(locale))]))
  const codes = [...new Set([...parts.countries.sms, ...parts.countries.voice])]
  const countries = codes.map((code) => ({ code, calling: getCountryCallingCode(code) }))
  return async (incoming, standing) => {
    const nonce = randomBytes(16).toString('base64url')
    const { locale } = wordsFor(standing.locale)
    const config: PageConfig = {
      locale,
      words,
      countries,
      warning: parts.policy.sessionWarning,
      nonce,
      brand: parts.brand.name,
    }
    const body = await document(config, wordsFor(locale), parts.brand)
    return {
      status: 200,
      headers: { 'content-security-policy': policyFor(nonce, socketSources(incoming, parts.publicUrl)) },
      html: String(body),
    }
  }
}
function document(config: PageConfig, words: Words, brand: Config['brand']) {
  const title = words.say('chat.title', { brand: brand.name })
  return html`<!doctype html>
    <html lang="${words.locale}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="stylesheet" href="/static/chat.css" />
      </head>
      <body>
        ${main(config, words, brand)}
      </body>
    </html>`
}

function main(config: PageConfig, words: Words, brand: Config['brand']) {
  const say = (key: string) => words.say(`chat.${key}`)
  return html`<main class="chat">
      <h1 class="unseen">${words.say('chat.title', { brand: brand.name })}</h1>
      <p id="status" class="unseen" role="status"></p>
      <div id="alert" class="notice urgent" role="alert" hidden></div>
      <noscript><p class="notice urgent">${words.say('chat.noScript', { phone: brand.supportPhone })}</p></noscript>
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

function wordsOf(words: Words): PageWords {
  return Object.fromEntries(SENTENCES.map((key) => [key, words.say(`chat.${key}`, LEFT_OPEN)]))
}

/** The hash of an empty style element: Web Chat makes one without the nonce, and fills it by script. */
const EMPTY_STYLE = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"

/** Web Chat shows pictures as blobs and styles itself under the nonce. */
function policyFor(nonce: string, sockets: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}' ${EMPTY_STYLE}`,
    "img-src 'self' data: blob:",
    `connect-src 'self' ${sockets}`,
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/** Older browsers don't count the page's own WebSockets to `'self'`. */
function socketSources(incoming: Incoming, publicUrl: string): string {
  const base = incoming.loopback ? `http://${incoming.headers.host ?? ''}` : publicUrl
  return new URL(base).origin.replace(/^http/, 'ws')
}

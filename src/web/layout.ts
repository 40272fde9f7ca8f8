import { html } from 'hono/html'
import type { Brand, Config } from '../config.js'
import type { Answer } from '../http/route.js'
import { LOCALES, type Words } from '../words/words.js'
import { phoneLink } from './phoneLink.js'

/** A piece of a page, escaped. */
export type Html = ReturnType<typeof html>

/** Whose pages they are. */
export type Site = Pick<Config, 'publicUrl' | 'development'> & { brand: Brand }

/** One page: what stands between the header and the footer that all have. */
export interface Page {
  words: Words
  /** Without the brand, which is added. */
  title: string
  body: Html
  /** Where the language links lead: the path of a page that a GET answers. */
  path: string
  /** A session is open: the header offers to sign out. */
  signedIn?: boolean
  /** More for `<head>`. */
  head?: Html
  /** The body fills the window and brings its own frame: no footer. */
  full?: boolean
  /** Laid over the Content-Security-Policy, directive by directive. */
  csp?: Record<string, string>
  status?: number
  headers?: Record<string, string | string[]>
}

/** A page as it is answered, with the headers that keep it safe. */
export async function page(site: Site, content: Page): Promise<Answer> {
  return {
    status: content.status ?? 200,
    headers: { ...safeHeaders(site, content.csp), ...content.headers },
    html: String(await document(site, content)),
  }
}

/**
 * Nothing but our own files, no frame around us, no script in the page. A form's POST carries its `Origin` only under a
 * referrer policy that sends one to ourselves (Fetch §3.1).
 */
function safeHeaders(site: Site, csp: Record<string, string> = {}): Record<string, string> {
  const directives = {
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': "'self'",
    'img-src': "'self'",
    'connect-src': "'self'",
    'base-uri': "'none'",
    'form-action': "'self'",
    'frame-ancestors': "'none'",
    ...csp,
  }
  return {
    'content-security-policy': Object.entries(directives)
      .map((entry) => entry.join(' '))
      .join('; '),
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    ...(site.publicUrl.startsWith('https:') ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  }
}

function document(site: Site, { words, title, body, path, signedIn = false, head, full = false }: Page) {
  return html`<!doctype html>
    <html lang="${words.locale}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} – ${site.brand.name}</title>
        <link rel="icon" href="/static/logo.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/static/site.css" />
        ${head ?? ''}
      </head>
      <body class="${full ? 'full' : ''}">
        <a class="skip" href="#main">${words.say('web.skip')}</a>
        ${header(site, words, path, signedIn)} ${full ? body : html`<main id="main" class="sheet">${body}</main>`}
        ${full ? '' : footer(site, words)}
      </body>
    </html>`
}

function header(site: Site, words: Words, path: string, signedIn: boolean) {
  return html`<header class="masthead">
    <a class="brand" href="/"><img src="/static/logo.svg" alt="" width="36" height="36" />${site.brand.name}</a>
    <nav class="languages" aria-label="${words.say('web.language')}">
      ${LOCALES.map((locale) => languageLink(locale, words, path))}
    </nav>
    ${
      signedIn
        ? html`<form method="post" action="/sign-out"><button class="quiet">${words.say('web.signOut')}</button></form>`
        : ''
    }
  </header>`
}

function languageLink(locale: string, words: Words, path: string) {
  const name = new Intl.DisplayNames([locale], { type: 'language' }).of(locale) ?? locale
  const title = name.charAt(0).toLocaleUpperCase(locale) + name.slice(1)
  const current = locale === words.locale ? html`aria-current="true"` : ''
  return html`<a href="${path}?lang=${locale}" lang="${locale}" hreflang="${locale}" ${current}>${title}</a>`
}

function footer({ brand }: Pick<Site, 'brand'>, words: Words) {
  return html`<footer class="colophon">
    <p>${words.say('web.helpBy')} ${phoneLink(brand)}</p>
    <nav aria-label="${words.say('web.more')}">
      <a href="${brand.supportUrl}">${words.say('web.contact')}</a>
      <a href="${brand.messagesUrl}">${words.say('web.messages')}</a>
      <a href="${brand.aboutUrl}">${words.say('web.about')}</a>
      <a href="${brand.termsUrl}">${words.say('web.terms')}</a>
      <a href="${brand.privacyUrl}">${words.say('web.privacy')}</a>
    </nav>
  </footer>`
}

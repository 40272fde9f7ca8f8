import { html } from 'hono/html'
import type { Words } from '../../words/words.js'
import type { Html, Site } from '../layout.js'

/** A relying party's link was opened: it is used up only when the resident goes on. */
export function enterPage({ brand }: Site, words: Words, token: string): Html {
  return html`<h1>${words.say('web.enter.title', { brand: brand.name })}</h1>
    <p class="lead">${words.say('web.enter.lead')}</p>
    <form method="post" action="/enter/${token}">
      <button>${words.say('web.enter.button', { brand: brand.name })}</button>
    </form>`
}

/** A page that says one thing, and leads back to the start. */
export function messagePage(words: Words, key: string, values: Record<string, string | number> = {}): Html {
  return html`<h1>${words.say(`${key}.title`, values)}</h1>
    <p class="lead">${words.say(`${key}.lead`, values)}</p>
    <p><a class="button second" href="/">${words.say('web.toStart')}</a></p>`
}

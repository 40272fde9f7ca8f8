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

/** What has one thing to say: each has a title and a sentence under `web.<message>`. */
export type Message = 'enterUsed' | 'pairUsed' | 'pairDeclined' | 'notFound'

/** A page that says one thing, and leads back to the start. */
export function messagePage(words: Words, message: Message): Html {
  return html`<h1>${words.say(`web.${message}.title`)}</h1>
    <p class="lead">${words.say(`web.${message}.lead`)}</p>
    <p><a class="button second" href="/">${words.say('web.toStart')}</a></p>`
}

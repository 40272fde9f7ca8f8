import { html } from 'hono/html'
import type { Words } from '../../words/words.js'
import type { Html, Site } from '../layout.js'

/** The pages that only tell something; each has a title and paragraphs (`web.<name>Page`). */
export const PLAIN = ['terms', 'privacy', 'about'] as const
export type PlainPage = (typeof PLAIN)[number]

/** A page of paragraphs, each with a heading. */
export function plainPage({ brand }: Site, words: Words, name: PlainPage): Html {
  const values = { brand: brand.name, phone: brand.supportPhone }
  const headings = words.list(`web.${name}Page.headings`)
  return html`<article class="prose">
    <h1>${words.say(`web.${name}Page.title`, values)}</h1>
    ${headings.map(
      (heading, index) =>
        html`<h2>${heading}</h2>
          <p>${words.say(`web.${name}Page.text${index + 1}`, values)}</p>`,
    )}
  </article>`
}

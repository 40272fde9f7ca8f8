import { html } from 'hono/html'
import type { Words } from '../../words/words.js'
import type { Html, Site } from '../layout.js'
import { withPhone } from '../phoneLink.js'

/** The pages that only tell something; each has a title and paragraphs (`web.<name>Page`). */
export const PLAIN = ['terms', 'privacy', 'about'] as const
export type PlainPage = (typeof PLAIN)[number]

/** What other pages lead to, by the number of the heading on its page. */
const ANCHORS: Partial<Record<PlainPage, Record<number, string>>> = { about: { 2: 'messages', 3: 'agency' } }

/** A page of paragraphs, each with a heading. */
export function plainPage({ brand }: Site, words: Words, name: PlainPage): Html {
  const values = { brand: brand.name }
  const headings = words.list(`web.${name}Page.headings`)
  return html`<article class="prose">
    <h1>${words.say(`web.${name}Page.title`, values)}</h1>
    ${headings.map(
      (heading, index) =>
        html`<h2 id="${ANCHORS[name]?.[index] ?? `${name}-${index + 1}`}">${heading}</h2>
          <p>${withPhone(words, `web.${name}Page.text${index + 1}`, brand, values)}</p>`,
    )}
  </article>`
}

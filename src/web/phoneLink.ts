import { html } from 'hono/html'
import type { Brand } from '../config.js'
import type { Words } from '../words/words.js'
import type { Html } from './layout.js'

/** The agency's number, to be called by a click. */
export function phoneLink({ supportPhone }: Brand): Html {
  return html`<a class="phone" href="tel:${supportPhone.replace(/[^+\d]/g, '')}">${supportPhone}</a>`
}

/** Stands where the number will, and in no sentence. */
const GAP = '\u0001'

/** A sentence in which the agency's number (`{{phone}}`) is a link. */
export function withPhone(words: Words, key: string, brand: Brand, values: Record<string, string> = {}): Html {
  const [first = '', ...others] = words.say(key, { ...values, phone: GAP }).split(GAP)
  return html`${first}${others.map((after) => html`${phoneLink(brand)}${after}`)}`
}

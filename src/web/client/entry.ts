import type { PageAsk, PageValue } from './wire.js'

/** What a form sends: the text that is shown for it, and what it says. */
export interface Sent {
  text: string
  value?: PageValue
}

/** What is shown for a code or a number. */
const MASK = '••••'
/** A number as it is written: digits of any script, `+` and separators, an extension. Anything else is words. */
const NUMBER = /^[\p{Nd}\s+().,/\-‐–—#*xX]+$/u

/**
 * What was typed into the field of a code or a phone number: the field's value, or words to be understood as a whole.
 * @param country ISO 3166, where one was selected beside the field.
 */
export function typed(ask: Pick<PageAsk, 'id' | 'name'>, entry: string, country?: string): Sent {
  const text = entry.trim()
  if (!NUMBER.test(text)) return { text: MASK, value: { ask: ask.id, values: {}, said: text } }
  const values = { [ask.name]: text, ...(country === undefined ? {} : { country }) }
  return { text: MASK, value: { ask: ask.id, values } }
}

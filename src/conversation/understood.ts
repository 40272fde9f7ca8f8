import type { Answer, Field, Heard } from './ask.js'

/** What a reply means for one field: an answer, or why it can't be one (`unclear.<why>`). */
export type Understood<A extends Answer = Answer> =
  { answer: A } | { why: string; with?: Record<string, string | number> }

/** Not understood: `unclear.<why>` says so, and what to do next. */
export function unclear(why: string, values?: Record<string, string | number>): Heard {
  return values === undefined ? { is: 'unclear', why } : { is: 'unclear', why, with: values }
}

/** A reply without any digits, where digits are asked for. */
export function noDigits(field: Field): Understood<never> {
  return field.length === undefined ? { why: 'no_digits' } : { why: 'no_digits', with: { length: field.length } }
}

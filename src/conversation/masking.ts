import { LOCALES, wordsFor } from '../words/words.js'
import { listen } from './fold.js'
import { numberRuns } from './numbers.js'

/** What stands for a value that is not kept. */
export const MASK = '••••'

/** Four digits and more, whatever stands between them but letters. */
const LONG_NUMBER = /\p{Nd}(?:[^\p{L}\p{Nd}]{0,3}\p{Nd}){3,}/gu
/** So many digits, in words too, may be a code or part of a phone number. */
const MANY = 4
const LONGEST = 1_000

/**
 * Words as they may be kept: without long numbers, which may be a phone's or a code, and of a bounded length. Where a number
 * is told in words of any language of ours, or in pieces, nothing of the reply is kept.
 */
export function withoutLongNumbers(text: string): string {
  const kept = text.slice(0, LONGEST).replace(LONG_NUMBER, MASK)
  return LOCALES.some((locale) => digitsIn(kept, locale) >= MANY) ? MASK : kept
}

function digitsIn(text: string, locale: string): number {
  const words = wordsFor(locale)
  return numberRuns(listen(text, words), words).reduce((sum, { digits }) => sum + digits.length, 0)
}

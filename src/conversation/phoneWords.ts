import { type CountryCode, getCountryCallingCode, isSupportedCountry } from 'libphonenumber-js/max'
import type { Words } from '../words/words.js'
import type { PhoneEntry } from './ask.js'
import { countryIn } from './countries.js'
import type { Said } from './fold.js'
import { phrases } from './lexicon.js'
import { numberRuns, type Run } from './numbers.js'
import { once } from './once.js'
import { Phrasebook } from './phrasebook.js'
import type { Understood } from './understood.js'

/** Fewer digits are no telephone number. How many a country's numbers have is for the factor service to say. */
const FEWEST = 4
/** From here on, two numbers in one reply are two telephone numbers. */
const WHOLE = 7

/**
 * A telephone number in a reply, typed or spoken, with its country where one is named: "Mexico 55 1234 5678".
 * @param country where the number is from if it doesn't say so (ISO 3166).
 * @returns undefined when the reply has no number.
 */
export function hearPhone(said: Said, country: string | undefined, words: Words): Understood<PhoneEntry> | undefined {
  const runs = numberRuns(said, words)
  const numbers = runs.filter(({ digits }) => digits.length >= FEWEST)
  const [longest] = numbers.toSorted((a, b) => b.digits.length - a.digits.length)
  const named = countryIn(said, words)
  const entry = (number: string): { answer: PhoneEntry } => ({
    answer: named === undefined ? { number } : { number, country: named },
  })
  const lettered = vanity(said)
  if (lettered !== undefined) return entry(lettered)
  if (longest === undefined) return undefined
  if (new Set(numbers.map(({ digits }) => digits).filter(({ length }) => length >= WHOLE)).size > 1)
    return { why: 'two_numbers' }
  return entry(international(longest, named ?? country) + extension(longest, runs, said, words))
}

/** `+` for "plus", for 00 (no national number begins so), and for 011 where that is how one dials abroad (NANP). */
function international({ digits, plus }: Run, country: string | undefined): string {
  if (plus) return `+${digits}`
  if (/^00[1-9]/.test(digits)) return `+${digits.slice(2)}`
  return /^011[1-9]/.test(digits) && callingCode(country) === '1' ? `+${digits.slice(3)}` : digits
}

function callingCode(country: string | undefined): string | undefined {
  return country !== undefined && isSupportedCountry(country) ? getCountryCallingCode(country) : undefined
}

/** `x12`, so that the number can be refused for its extension rather than for its length. */
function extension(number: Run, runs: Run[], said: Said, words: Words): string {
  const book = once(words, 'extension', () => new Phrasebook<true>().add(phrases(words, 'hear.number.extension'), true))
  const word = book.at(said, number.to)
  const after = runs.find(({ from }) => from === word?.to)
  return after === undefined ? '' : `x${after.digits}`
}

/** 1-800-FLOWERS: capitals that complete a number of the NANP, whose keypads have letters. Kept as it is. */
function vanity({ raw }: Said): string | undefined {
  const match = /(?<![\d\p{L}])(?:\+?1[-. ]?)?\(?\d{3}\)?[-. ](?=[\d-]{0,8}[A-Z])[A-Z\d-]{7,9}(?![\d\p{L}])/u.exec(raw)
  const number = match?.[0].replace(/[^+\dA-Z]/g, '')
  return number !== undefined && /^\+?1?[\dA-Z]{10}$/.test(number) ? number : undefined
}

/** An ISO 3166 code that telephone numbers can have. */
export function isCountry(code: unknown): code is CountryCode {
  return typeof code === 'string' && isSupportedCountry(code)
}

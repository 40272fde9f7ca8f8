import { wordsFor } from '../words/words.js'
import { SEGMENT, septets, toGsm7, upTo } from './gsm7.js'

/** A code by text: what it says beside the words. */
export interface CodeText {
  locale: string
  brand: string
  /** Six digits. */
  code: string
  /** Whole minutes until the code expires. */
  minutes: number
  /** Host name of the site where the code is entered. */
  host: string
}

/**
 * The body of a text with a code: one GSM-7 segment in every language. Its last line binds the code to the site, so that
 * phones offer to fill it in there and nowhere else (WICG, Origin-bound one-time codes). The brand is shortened when all of
 * it doesn't fit; a host name that leaves no room for a brand is left out.
 */
export function codeText({ locale, brand, code, minutes, host }: CodeText): string {
  const say = (name: string) =>
    toGsm7(wordsFor(locale, 'sms').say('telephony.text.code', { brand: name, code, minutes }))
  const origin = `\n\n@${host} #${code}`
  const room = (tail: string) => SEGMENT - (septets(say('')) ?? SEGMENT) - (septets(tail) ?? SEGMENT)
  const tail = room(origin) >= SHORTEST_BRAND ? origin : ''
  return say(upTo(toGsm7(brand), room(tail))) + tail
}

/** Fewer characters of a brand than this say nothing. */
const SHORTEST_BRAND = 8

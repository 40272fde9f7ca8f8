import type { Brand } from '../config.js'
import { wordsFor, type Words } from '../words/words.js'
import { spokenNumber, type Line } from './speech.js'

/** What is said as it stands in the words, whatever the code and the keys. */
export type Phrase =
  'unheard' | 'menu' | 'revoked' | 'stop' | 'stopped' | 'kept' | 'voicemail' | 'over' | 'sorry' | 'goodbye'

/** What a call with a code says: short sentences, and time to find the keys and to write. */
export interface CodeSpeech {
  phrase(name: Phrase): Line
  /** Who is calling and why, and which two keys to press. */
  hello(press: string): Line[]
  /** Those keys did not come: now two others. */
  askAgain(press: string): Line[]
  /** The code, twice. `first` on its first reading in the call. */
  code(code: string, minutes: number, first: boolean): Line[]
}

/** The speech of a locale. */
export function codeSpeech(locale: string, brand: Pick<Brand, 'name' | 'supportPhone'>): CodeSpeech {
  const words = wordsFor(locale, 'voice')
  const us = { brand: brand.name, phone: spokenNumber(brand.supportPhone) }
  const line = (key: string) => words.say(key, us)
  const ask = ([first = '', second = '']: string) => words.say('telephony.call.ask', { first, second })
  return {
    phrase: (name) => line(`telephony.call.${name}`),
    // A moment for the phone to reach the ear.
    hello: (press) => [
      { pause: 1 },
      line('telephony.call.hello'),
      line('telephony.call.why'),
      { pause: 1 },
      ask(press),
      { pause: 2 },
      ask(press),
    ],
    askAgain: (press) => [
      line('telephony.call.askAgain'),
      ask(press),
      { pause: 2 },
      ask(press),
      line('telephony.call.notYou'),
    ],
    code: (code, minutes, first) => [
      ...(first ? [line('telephony.call.ready'), { pause: 3 }] : []),
      line('telephony.call.code'),
      ...reading(words, code, minutes),
      line('telephony.call.again'),
      ...reading(words, code, minutes),
      ...(first ? [line('telephony.call.keep')] : []),
    ],
  }
}

/** A digit every two seconds, about as fast as people write, and a rest after the third. */
function reading(words: Words, code: string, minutes: number): Line[] {
  const digits = Array.from(code).flatMap((digit, at): Line[] => [digit, { pause: at === 2 ? 2 : 1 }])
  return [{ pause: 1 }, ...digits, words.say('telephony.call.minutes', { count: minutes }), { pause: 1 }]
}

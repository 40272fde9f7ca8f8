import type { Words } from '../words/words.js'
import { listen } from './fold.js'
import { once } from './once.js'
import type { Mention, Phrase } from './phrasebook.js'

/** A list of a locale as phrases. An entry may hold several: `both|both of them`. */
export function phrases(words: Words, key: string): Phrase[] {
  return once(words, key, () => words.list(key).flatMap((entry) => alternatives(entry, words)))
}

/** A list whose entries begin with what they mean: `42 forty two|four two`. */
export function valued(words: Words, key: string): { value: string; phrases: Phrase[] }[] {
  return once(words, `${key} valued`, () =>
    words.list(key).map((entry) => {
      const [value = ''] = entry.split(' ', 1)
      return { value, phrases: alternatives(entry.slice(value.length), words) }
    }),
  )
}

/** One text as the words that a reply would have. */
export function phrase(text: string, words: Words): Phrase {
  return listen(text, words).words
}

/** Whether mentions are all that a reply says, but for fillers: words that say nothing by themselves ("please", "I would like"). */
export function isWhole(said: readonly string[], mentions: readonly Mention<unknown>[], words: Words): boolean {
  const fillers = once(words, 'fillers', () => new Set(phrases(words, 'hear.filler').flat()))
  return said.every((word, index) => fillers.has(word) || mentions.some(({ from, to }) => from <= index && index < to))
}

function alternatives(entry: string, words: Words): Phrase[] {
  return entry.split('|').map((text) => phrase(text, words))
}

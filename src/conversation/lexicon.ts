import type { Words } from '../words/words.js'
import { listen } from './fold.js'
import { once } from './once.js'
import type { Mention, Phrase } from './phrasebook.js'

/*
 * What is understood in a language stands in the `hear` section of its file in `locales/`:
 *   <option id>, hint.<option id>   what names an option; what only points to it
 *   command.<command>.alone/.within what a command is called as the whole reply; what also counts within a sentence
 *   articles, filler                words that are skipped; words that add nothing
 *   refuse, choose                  "not", "but", "all but"; "both", "option 2", "the second one"
 *   number                          number words (`42 forty two`), "double", "plus", "extension"
 *   countries, notCountries         nicknames by ISO 3166 code (names come from Intl); names of other things
 *   thisLanguage, wait              how the language is asked for in any language; "one moment"
 * Accents, case and apostrophes don't matter, and `|` stands between phrases.
 */

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

/**
 * Whether mentions are all that a reply says, but for fillers: words that say nothing by themselves ("please", "I
 * would like").
 */
export function isWhole(said: readonly string[], mentions: readonly Mention<unknown>[], words: Words): boolean {
  const fillers = once(words, 'fillers', () => new Set(phrases(words, 'hear.filler').flat()))
  const mentioned = new Set<number>()
  for (const { from, to } of mentions) for (let index = from; index < to; index += 1) mentioned.add(index)
  return said.every((word, index) => mentioned.has(index) || fillers.has(word))
}

/** An alternative of skipped words alone ("un") can't be heard, and is none. */
function alternatives(entry: string, words: Words): Phrase[] {
  return entry
    .split('|')
    .map((text) => phrase(text, words))
    .filter((heard) => heard.length > 0)
}

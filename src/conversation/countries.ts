import { getCountries } from 'libphonenumber-js/max'
import { LOCALES, type Words, wordsFor } from '../words/words.js'
import type { Said } from './fold.js'
import { phrase, phrases, valued } from './lexicon.js'
import { once } from './once.js'
import { Phrasebook } from './phrasebook.js'

/**
 * The country that a reply names: by its name in any of our locales, by a nickname or as "Canadian", or by its ISO
 * 3166 code.
 * Undefined when it names none, or several.
 */
export function countryIn(said: Said, words: Words): string | undefined {
  const mentioned = new Set(
    book(words)
      .in(said)
      .flatMap(({ means }) => means),
  )
  const [named, ...others] = [...mentioned].filter((code) => code !== undefined)
  return others.length > 0 ? undefined : (named ?? code(said))
}

/** A code counts in capitals and with nothing but the number beside it: "us", "in", "it", "me" and "at" are words. */
function code({ raw }: Said): string | undefined {
  const letters = raw.match(/\p{L}+/gu) ?? []
  const [only = ''] = letters
  return letters.length === 1 ? getCountries().find((country) => country === only) : undefined
}

/** Undefined is what sounds like a country and isn't: New Mexico, Jamaica Plain, Jordan who answers the phone. */
function book(words: Words): Phrasebook<string | undefined> {
  return once(words, 'countries', () => {
    const made = new Phrasebook<string | undefined>()
    const notCountries = new Set(phrases(words, 'hear.notCountries').map((name) => name.join(' ')))
    for (const locale of LOCALES) {
      const names = new Intl.DisplayNames(locale, { type: 'region' })
      for (const country of getCountries()) {
        const name = phrase(names.of(country) ?? country, words)
        if (!notCountries.has(name.join(' '))) made.add([name], country)
      }
      for (const { value, phrases } of valued(wordsFor(locale), 'hear.countries')) made.add(phrases, value)
    }
    return made.add(phrases(words, 'hear.notCountries'), undefined)
  })
}

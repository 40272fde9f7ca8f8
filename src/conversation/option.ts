import { LOCALES, type Words, wordsFor } from '../words/words.js'
import type { Option } from './ask.js'
import { phrase, phrases } from './lexicon.js'
import type { Phrase } from './phrasebook.js'

/** The masked numbers (`••43`) of the factors that options name, by factor id. */
export type Masked = Readonly<Record<string, string>>

/** The last digits of an option's number, if it has one that is known. */
export function lastDigits(option: Option, masked: Masked): string | undefined {
  const shown = option.factorId === undefined ? undefined : masked[option.factorId]
  return shown?.replace(/\D/g, '') || undefined
}

/**
 * An option's title as it is shown and read out: `option.<id>`, with its number `option.<id>_masked`. A language
 * is titled in itself.
 */
export function optionTitle(option: Option, words: Words, masked: Masked = {}): string {
  if (LOCALES.includes(option.id)) return wordsFor(option.id).say(`option.${option.id}`)
  const digits = lastDigits(option, masked)
  const key = `option.${option.id}_masked`
  return digits !== undefined && words.has(key) ? words.say(key, { masked: digits }) : words.say(`option.${option.id}`)
}

/** All that an option answers to: its title, and what its locale lists for it. */
export function optionPhrases(option: Option, words: Words): Phrase[] {
  const title = phrase(optionTitle({ id: option.id }, words), words)
  return [title, ...phrases(words, `hear.${option.id}`)]
}

import type { Words } from '../words/words.js'
import type { Said } from './fold.js'
import { phrase, phrases, valued } from './lexicon.js'
import { once } from './once.js'
import { type Phrase, Phrasebook } from './phrasebook.js'

/** A reply of nothing but option numbers: from 1, in the order in which they were said. */
export type Numbers = number[] | 'beyond' | 'either'

type Sense = { numbers: number[] } | 'last' | 'or' | 'noise'

/** How an option is named by its number within a sentence: "option 2", "the second one". */
export function numberedPhrases(number: number, words: Words): Phrase[] {
  return once(words, `option ${number}`, () => [
    ...spelt('hear.choose.cardinal', cardinals(number, words), words),
    ...spelt('hear.choose.ordinal', ordinals(number, words), words),
  ])
}

/**
 * Numbers that are the whole reply: "2", "number two", "the 2nd", "1 and 3", "the last one".
 * @param count how many options there are; a number above it is `beyond`; "1 or 2" is `either`.
 * @param together several may be chosen: "12" is 1 and 2.
 */
export function optionNumbers(said: Said, count: number, together: boolean, words: Words): Numbers | undefined {
  const mentions = book(words).in(said)
  const covered = mentions.reduce((sum, { from, to }) => sum + to - from, 0)
  if (covered < said.words.length) return unlisted(said, count, together)
  const numbers = mentions.flatMap(({ means }) => {
    const sense = means.find((each) => each !== 'noise')
    if (sense === undefined || sense === 'or') return []
    return sense === 'last' ? [count] : sense.numbers
  })
  if (numbers.length === 0) return undefined
  if (mentions.some(({ means }) => means.includes('or'))) return 'either'
  return numbers.some((number) => number > count) ? 'beyond' : numbers
}

/** Higher numbers than people count options with: keys pressed one after the other, or a number that no option has. */
function unlisted(said: Said, count: number, together: boolean): Numbers | undefined {
  const [word = '', ...more] = said.words
  if (more.length > 0 || !/^\d+$/.test(word)) return undefined
  const numbers = Array.from(word, Number)
  const pressed = together && numbers.length <= count && numbers.every((number) => number >= 1 && number <= count)
  return pressed ? numbers : 'beyond'
}

function book(words: Words): Phrasebook<Sense> {
  return once(words, 'option numbers', () => {
    const made = new Phrasebook<Sense>()
    for (let number = 1; number < 10; number += 1) {
      const means = { numbers: [number] }
      made.add(cardinals(number, words), means).add(numberedPhrases(number, words), means)
    }
    for (const { value, phrases } of valued(words, 'hear.choose.ordinals'))
      made.add(phrases, { numbers: value.split(',').map(Number) })
    return made
      .add(phrases(words, 'hear.choose.last'), 'last')
      .add(phrases(words, 'hear.choose.either'), 'or')
      .add(phrases(words, 'hear.choose.noise'), 'noise')
      .add(phrases(words, 'hear.filler'), 'noise')
      .add([['+']], 'noise')
  })
}

function cardinals(number: number, words: Words): Phrase[] {
  const spoken = valued(words, 'hear.number.words').filter(({ value }) => value === String(number))
  return [[String(number)], ...spoken.flatMap((entry) => entry.phrases)]
}

function ordinals(number: number, words: Words): Phrase[] {
  return valued(words, 'hear.choose.ordinals')
    .filter(({ value }) => value === String(number))
    .flatMap((entry) => entry.phrases)
}

/** Patterns such as `option {}`, with a number in the braces. */
function spelt(key: string, numbers: Phrase[], words: Words): Phrase[] {
  return words.list(key).flatMap((pattern) => {
    const [before = '', after = ''] = pattern.split('{}')
    return numbers.map((number) => [...phrase(before, words), ...number, ...phrase(after, words)])
  })
}

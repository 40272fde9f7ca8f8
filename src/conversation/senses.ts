import type { Words } from '../words/words.js'
import type { Option } from './ask.js'
import { type CommandHeard, commandPhrases } from './commands.js'
import type { Said } from './fold.js'
import { phrases, valued } from './lexicon.js'
import { numberRuns } from './numbers.js'
import { numberedPhrases } from './numbered.js'
import { lastDigits, type Masked, optionPhrases } from './option.js'
import { type Mention, Phrasebook } from './phrasebook.js'

/** What a phrase may mean where options can be named. */
export type Sense =
  | { is: 'option'; id: string }
  /**
   * The last digits of an option's number: they outweigh its title ("the *phone* ending in 43" may be either
   * phone).
   */
  | { is: 'number'; id: string }
  /** Points to an option, if nothing names one ("it never came" → a new code). */
  | { is: 'hint'; id: string }
  | { is: 'command'; heard: CommandHeard }
  /** All options, or this many of them ("both"). */
  | { is: 'all'; count?: number }
  /** "or" leaves open which. */
  | { is: 'either' }
  /** "not" (what follows), "doesn't work" (what came before), "but" (back to yes), "anything but", "all but". */
  | { is: 'not' | 'notBefore' | 'but' | 'anyBut' | 'allBut' }

/** What can be named. */
export interface Among {
  options: Option[]
  /** They are shown with numbers: "option 2" names one. */
  listed: boolean
  /** Hints count, too. */
  hints: boolean
}

/** All that is mentioned in a reply, from left to right. */
export function mentionsIn(
  said: Said,
  { options, listed, hints }: Among,
  words: Words,
  masked: Masked,
): Mention<Sense>[] {
  const book = new Phrasebook<Sense>()
  options.forEach((option, index) => {
    const means: Sense = { is: 'option', id: option.id }
    book.add(optionPhrases(option, words), means)
    if (listed) book.add(numberedPhrases(index + 1, words), means)
    if (hints) book.add(phrases(words, `hear.hint.${option.id}`), { is: 'hint', id: option.id })
  })
  for (const { heard, phrases } of commandPhrases(words)) {
    const id = heard.topic ?? heard.locale ?? heard.command
    book.add(phrases, options.some((option) => option.id === id) ? { is: 'option', id } : { is: 'command', heard })
  }
  for (const { value, phrases } of valued(words, 'hear.choose.all'))
    book.add(phrases, value === '*' ? { is: 'all' } : { is: 'all', count: Number(value) })
  book.add(phrases(words, 'hear.choose.either'), { is: 'either' })
  for (const is of ['not', 'notBefore', 'but', 'anyBut', 'allBut'] as const)
    book.add(phrases(words, `hear.refuse.${is}`), { is })
  const mentions = book.in(said)
  const free = ({ from, to }: { from: number; to: number }) => !mentions.some((one) => one.from < to && from < one.to)
  return [...mentions, ...ending(said, options, words, masked).filter(free)].sort((a, b) => a.from - b.from)
}

/** The last digits of options' numbers, wherever they are said. */
function ending(said: Said, options: Option[], words: Words, masked: Masked): Mention<Sense>[] {
  return numberRuns(said, words).flatMap(({ digits, from, to }) => {
    const meant = options.filter((option) => lastDigits(option, masked) === digits)
    return meant.length === 0 ? [] : [{ from, to, means: meant.map(({ id }) => ({ is: 'number' as const, id })) }]
  })
}

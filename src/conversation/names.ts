import type { Words } from '../words/words.js'
import type { CommandHeard } from './commands.js'
import type { Said } from './fold.js'
import { isWhole } from './lexicon.js'
import type { Masked } from './option.js'
import type { Mention } from './phrasebook.js'
import { type Among, mentionsIn, type Sense } from './senses.js'

/** What a reply names. */
export interface Named {
  options: Set<string>
  /** By the last digits of its number. */
  numbers: Set<string>
  hints: Set<string>
  /** Named, and said no to. */
  refused: Set<string>
  commands: CommandHeard[]
  all?: { count?: number }
  either: boolean
  but?: 'anyBut' | 'allBut'
  /** Nothing else was said, politeness aside. */
  wholly: boolean
}

/**
 * Finds what a reply names: options by title, synonym, "option 2" or last digits, and commands, each with its yes
 * or no.
 */
export function names(said: Said, among: Among, words: Words, masked: Masked): Named {
  const mentions = mentionsIn(said, among, words, masked)
  const named: Named = {
    options: new Set(),
    numbers: new Set(),
    hints: new Set(),
    refused: new Set(),
    commands: [],
    either: false,
    wholly: isWhole(said.words, mentions, words),
  }
  let no = false
  let last: Mention<Sense> | undefined
  for (const mention of mentions) {
    const either = mention.means.some(({ is }) => is === 'either')
    if (!either && startsClause(said, last?.to ?? 0, mention.from)) no = false
    const takesBack = refusesBefore(mention, last, said)
    if (takesBack) refuse(named, last)
    for (const sense of mention.means) {
      if (sense.is === 'not') no = !takesBack
      else if (sense.is === 'but') no = false
      else if (sense.is === 'anyBut' || sense.is === 'allBut') [no, named.but] = [true, sense.is]
    }
    for (const sense of mention.means) take(named, sense, no && !mention.means.some(({ is }) => is === 'not'))
    last = mention
  }
  return named
}

function take(named: Named, sense: Sense, no: boolean): void {
  if (sense.is === 'option') (no ? named.refused : named.options).add(sense.id)
  else if (sense.is === 'number') (no ? named.refused : named.numbers).add(sense.id)
  else if (sense.is === 'either') named.either = true
  else if (no) return
  else if (sense.is === 'hint') named.hints.add(sense.id)
  else if (sense.is === 'command') named.commands.push(sense.heard)
  else if (sense.is === 'all') named.all = sense
}

function refuse(named: Named, mention: Mention<Sense> | undefined): void {
  for (const sense of mention?.means ?? [])
    if (sense.is === 'option' && named.options.delete(sense.id)) named.refused.add(sense.id)
}

/** "The phone doesn't work", "el teléfono no": the "no" comes after what it is about, and ends its clause. */
function refusesBefore(mention: Mention<Sense>, last: Mention<Sense> | undefined, said: Said): boolean {
  if (last === undefined || !last.means.some(({ is }) => is === 'option')) return false
  if (startsClause(said, last.to, mention.from) || mention.means.some(({ is }) => is === 'option')) return false
  const ends = mention.to === said.words.length || said.starts.has(mention.to)
  return mention.means.some(({ is }) => is === 'notBefore' || (is === 'not' && ends && last.to === mention.from))
}

function startsClause(said: Said, after: number, from: number): boolean {
  for (let index = after; index <= from; index += 1) if (index > 0 && said.starts.has(index)) return true
  return false
}

import { LOCALES, type Words, wordsFor } from '../words/words.js'
import type { Command, Heard } from './ask.js'
import type { Said } from './fold.js'
import { isWhole, phrases } from './lexicon.js'
import { once } from './once.js'
import { type Phrase, Phrasebook } from './phrasebook.js'
import { unclear } from './understood.js'

/** A command as `Heard` has it. */
export type CommandHeard = Extract<Heard, { is: 'command' }>

const COMMANDS: readonly Command[] = ['help', 'back', 'startOver', 'repeat', 'language', 'person', 'signOut']

/** The topics of help that may be asked for by name: the help menu's options. */
const TOPICS = ['need', 'agency', 'messages', 'about', 'feedback'] as const

/**
 * Commands that are understood within a sentence, with their phrases. STOP, CANCEL, END, QUIT and the like are the
 * carrier's (CTIA keywords) and never among them.
 */
export function commandPhrases(words: Words): readonly { heard: CommandHeard; phrases: readonly Phrase[] }[] {
  return once(words, 'commands', () => [
    ...TOPICS.map((topic) => ({
      heard: { is: 'command', command: 'help', topic } as const,
      phrases: phrases(words, `hear.${topic}`),
    })),
    ...COMMANDS.map((command) => ({
      heard: { is: 'command', command } as const,
      phrases: phrases(words, `hear.command.${command}.within`),
    })),
    ...LOCALES.map((locale) => ({
      heard: { is: 'command', command: 'language', locale } as const,
      phrases: phrases(wordsFor(locale), 'hear.thisLanguage'),
    })),
  ])
}

/**
 * What a reply means that says nothing else: a command ("back", "help please", "messages"), or that it takes a
 * moment.
 */
export function heardAlone(said: Said, words: Words): Heard | undefined {
  const mentions = aloneBook(words).in(said)
  const [heard, ...others] = new Set(mentions.map(({ means }) => means[0]))
  return others.length === 0 && isWhole(said.words, mentions, words) ? heard : undefined
}

function aloneBook(words: Words): Phrasebook<Heard> {
  return once(words, 'heard alone', () => {
    const book = new Phrasebook<Heard>()
    for (const { heard, phrases } of commandPhrases(words)) book.add(phrases, heard)
    for (const command of COMMANDS)
      book.add(phrases(words, `hear.command.${command}.alone`), { is: 'command', command })
    for (const topic of TOPICS)
      book.add(phrases(words, `hear.hint.${topic}`), { is: 'command', command: 'help', topic })
    return book.add(phrases(words, 'hear.wait'), unclear('wait'))
  })
}

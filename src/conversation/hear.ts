import type { Words } from '../words/words.js'
import type { Answer, Ask, Heard, Reply } from './ask.js'
import { choose, chooseByNumber } from './choose.js'
import { type CommandHeard, heardAlone } from './commands.js'
import { hearFields, optionsOf } from './fields.js'
import { listen, type Said } from './fold.js'
import { fillIn } from './form.js'
import { names } from './names.js'
import type { Masked } from './option.js'
import { unclear } from './understood.js'

/**
 * Understands a reply to an ask. Pure: what is asked, what was said and the locale's words decide.
 * An answer outweighs a command within it ("call me back at …"); a command that is the whole reply is always one.
 * @param masked masked numbers (`••43`) by factor id, so that "the one ending in 43" is understood.
 */
export function hear(ask: Ask, reply: Reply, words: Words, masked: Masked = {}): Heard {
  if (reply.form !== undefined) {
    if (reply.form.ask !== ask.id) return { is: 'stale' }
    const filled = fillIn(ask, reply.form.values, words)
    if (filled !== undefined) return filled
  }
  const said = listen(reply.text, words)
  if (said.words.length === 0) return /[?¿]/.test(said.raw) ? { is: 'command', command: 'help' } : unclear('nothing')
  return hearWords(ask, said, words, masked)
}

function hearWords(ask: Ask, said: Said, words: Words, masked: Masked): Heard {
  const actions = ask.actions ?? []
  const listed = ask.kind === 'choice' || ask.kind === 'confirm'
  const named = names(said, { options: [...optionsOf(ask), ...actions], listed, hints: true }, words, masked)
  const alone = heardAlone(said, words)
  if (alone !== undefined && !(named.wholly && named.options.size + named.hints.size > 0)) return alone
  const numbered = listed ? hearOptionNumbers(ask, said, words) : undefined
  if (numbered?.is === 'answer') return numbered

  const { answers, digits, trouble } = hearFields(ask, said, named, words, masked)
  const answered = Object.keys(answers).length > 0
  const command = digits ? undefined : (named.commands.find(({ topic }) => topic !== undefined) ?? named.commands[0])
  if (command !== undefined && !(answered && yields(command, ask, answers))) return command
  if (answered) return { is: 'answer', answers }
  const action = choose({ name: 'action', kind: 'choice', options: actions }, named)
  if (action !== undefined && 'answer' in action) return { is: 'answer', answers: { action: action.answer } }
  return numbered ?? trouble
}

/**
 * "Yes, start over" says yes; "no, go back" goes back. Beside an option only where to go gives way: "go back and
 * use my phone".
 */
function yields({ command }: CommandHeard, ask: Ask, answers: Record<string, Answer>): boolean {
  return ask.kind === 'confirm' ? answers[ask.name] === true : command === 'back' || command === 'startOver'
}

/** A reply of nothing but numbers. Actions are numbered after the options, as channels without buttons list them. */
function hearOptionNumbers(ask: Ask, said: Said, words: Words): Heard | undefined {
  const options = optionsOf(ask).map(({ id }) => id)
  const understood = chooseByNumber(said, ask, [...options, ...(ask.actions ?? []).map(({ id }) => id)], words)
  if (understood === undefined) return undefined
  if ('why' in understood) return unclear(understood.why, understood.with)
  const { answer } = understood
  const chosen = [answer].flat()
  const action = chosen.find((id) => !options.includes(id))
  if (action !== undefined) return chosen.length > 1 ? unclear('one') : { is: 'answer', answers: { action } }
  return { is: 'answer', answers: { [ask.name]: ask.kind === 'confirm' ? answer === 'yes' : answer } }
}

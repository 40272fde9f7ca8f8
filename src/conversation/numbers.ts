import type { Words } from '../words/words.js'
import type { Said } from './fold.js'
import { phrases, valued } from './lexicon.js'
import { once } from './once.js'
import { Phrasebook } from './phrasebook.js'

/** Digits that were written or said one after the other. */
export interface Run {
  digits: string
  /** As they were grouped: `['512', '555', '0144']`, `['4', '19']`. */
  parts: string[]
  /** A `+` or "plus" stands before them. */
  plus: boolean
  /** Indexes into the reply's words: from (included) to (excluded). */
  from: number
  to: number
}

type Sense = { is: 'number'; value: string } | { is: 'times'; count: number } | { is: 'and' | 'pause' | 'plus' }

function book(words: Words): Phrasebook<Sense> {
  return once(words, 'numbers', () => {
    const made = new Phrasebook<Sense>()
    for (const { value, phrases } of valued(words, 'hear.number.words')) made.add(phrases, { is: 'number', value })
    for (const { value, phrases } of valued(words, 'hear.number.times'))
      made.add(phrases, { is: 'times', count: Number(value) })
    return made
      .add(phrases(words, 'hear.number.and'), { is: 'and' })
      .add(phrases(words, 'hear.number.pause'), { is: 'pause' })
      .add(phrases(words, 'hear.number.plus'), { is: 'plus' })
      .add([['+']], { is: 'plus' })
  })
}

/** Something numeric in a reply: a number in digits (`written`) or in words, or a word that goes with them. */
interface Atom {
  sense: Sense
  written: boolean
  from: number
  to: number
}

/**
 * The runs of digits in a reply, in digits or in words: "oh", "double five", "forty two" (42), "eight hundred"
 * (800).
 */
export function numberRuns(said: Said, words: Words): Run[] {
  const atoms = atomsOf(said, words)
  const runs: Run[] = []
  let run: Run | undefined
  let before: Atom[] = []
  for (let index = 0; index < atoms.length; index += 1) {
    const atom = atoms[index]
    if (atom === undefined) break
    if (run?.to !== atom.from) run = undefined
    if (before.at(-1)?.to !== atom.from) before = []
    if (atom.sense.is === 'number') {
      const { value, taken } = compose(atoms, index, said)
      const part = value.repeat(before.reduce((count, { sense }) => (sense.is === 'times' ? sense.count : count), 1))
      if (run === undefined) {
        const plus = before.some(({ sense }) => sense.is === 'plus')
        run = { digits: '', parts: [], plus, from: before[0]?.from ?? atom.from, to: atom.to }
        runs.push(run)
      }
      run.digits += part
      run.parts.push(part)
      index += taken - 1
      run.to = atoms[index]?.to ?? run.to
      before = []
    } else {
      if (atom.sense.is === 'plus' || atom.sense.is === 'and') run = undefined
      if (run !== undefined) run.to = atom.to
      if (atom.sense.is === 'plus' || atom.sense.is === 'times') before.push(atom)
    }
  }
  return runs
}

function atomsOf(said: Said, words: Words): Atom[] {
  const atoms: Atom[] = []
  for (let from = 0; from < said.words.length;) {
    const word = said.words[from] ?? ''
    if (/^\d/.test(word)) {
      atoms.push({ sense: { is: 'number', value: word }, written: true, from, to: from + 1 })
      from += 1
      continue
    }
    const mention = book(words).at(said, from)
    const [sense] = mention?.means ?? []
    if (mention !== undefined && sense !== undefined) atoms.push({ sense, written: false, from, to: mention.to })
    from = mention?.to ?? from + 1
  }
  return atoms
}

/**
 * The number that begins at an atom, and how many atoms it takes: "forty" "two" is 42, "four hundred" "twelve" is 412.
 * "Eight hundred" "five" is 800 and 5, as telephone numbers are read, unless an "and" binds them.
 */
function compose(atoms: Atom[], index: number, said: Said): { value: string; taken: number } {
  const value = spokenAt(atoms, index)
  if (value === undefined || value < 20 || value % 10 !== 0) return { value: digitsAt(atoms, index), taken: 1 }
  const bound = atoms[index + 1]?.sense.is === 'and'
  const next = index + (bound ? 2 : 1)
  const joined = atoms[next]?.from === atoms[next - 1]?.to && !said.starts.has(atoms[next]?.from ?? 0)
  const rest = joined ? spokenAt(atoms, next) : undefined
  const fits =
    rest !== undefined && rest > 0 && (value < 100 ? rest < 10 : value % 100 === 0 && rest < 100 && (rest > 9 || bound))
  if (!fits) return { value: String(value), taken: 1 }
  const smaller = compose(atoms, next, said)
  return { value: String(value + Number(smaller.value)), taken: next - index + smaller.taken }
}

function digitsAt(atoms: Atom[], index: number): string {
  const sense = atoms[index]?.sense
  return sense?.is === 'number' ? sense.value : ''
}

function spokenAt(atoms: Atom[], index: number): number | undefined {
  const atom = atoms[index]
  return atom?.sense.is === 'number' && !atom.written ? Number(atom.sense.value) : undefined
}

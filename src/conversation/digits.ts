import type { Words } from '../words/words.js'
import type { Said } from './fold.js'
import { numberRuns, type Run } from './numbers.js'
import type { Understood } from './understood.js'

/**
 * The digits of a code, a PIN or an account number in a reply: typed, spoken, or within a pasted message.
 * @param length how many are asked for; undefined takes as many as there are.
 * @returns a string (zeros in front stay); undefined when the reply has no digits.
 */
export function hearDigits(said: Said, length: number | undefined, words: Words): Understood<string> | undefined {
  const runs = numberRuns(said, words)
  const longest = runs.reduce((most, { digits }) => (digits.length > most.length ? digits : most), '')
  if (longest === '') return undefined
  if (length === undefined) return { answer: longest }
  const tagged = distinct([...said.raw.matchAll(/#\s?(\d+)/g)].map(([, digits = '']) => digits))
  const codes = [tagged, whole(runs), lone(runs, said, length)]
    .map((candidates) => candidates.filter((digits) => digits.length === length))
    .find((candidates) => candidates.length > 0)
  if (codes === undefined) return { why: 'digits', with: { length, got: longest.length } }
  const [code] = codes
  return code !== undefined && codes.length === 1 ? { answer: code } : { why: 'two_codes' }
}

function whole(runs: Run[]): string[] {
  return distinct(runs.map(({ digits }) => digits))
}

/**
 * One group of a run ("007419 10 minutes"). In a reply of nothing but digits a digit too many is a slip, not
 * another number.
 */
function lone(runs: Run[], said: Said, length: number): string[] {
  const parts = runs.flatMap((run) => run.parts)
  const even = parts.every((part) => part.length === length)
  return even || /\p{L}/u.test(said.raw) ? distinct(parts) : []
}

function distinct(candidates: string[]): string[] {
  return [...new Set(candidates)]
}

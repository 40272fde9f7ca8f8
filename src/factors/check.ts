import { refuse } from '../outcome.js'
import { parseCode } from './code.js'
import { record } from './events.js'
import type { FactorService, MethodName, Origin, Proof } from './factor.js'
import { takeGuess, type Guess } from './guess.js'
import type { Match } from './methods/method.js'
import { methodOf } from './methods/table.js'
import type { FactorParts } from './parts.js'
import { settle } from './settle.js'

type Checked = Awaited<ReturnType<FactorService['check']>>

/** Checks an entry: a guess is taken, then compared, then settled. A kill in between costs a guess and nothing else. */
export async function check(parts: FactorParts, challengeId: string, entry: string, origin: Origin): Promise<Checked> {
  const code = parseCode(entry)
  if (code === undefined) return refuse('malformed')
  const guess = await takeGuess(parts, challengeId)
  if (guess === undefined) return refuse('not_found')
  if (guess.why !== null) {
    const retryAfter = guess.why === 'account_locked' ? (guess.lockedFor ?? 1) : undefined
    return refuse(guess.why, { left: guess.left, ...(retryAfter === undefined ? {} : { retryAfter }) })
  }
  const codes = guess.codes.map((sent) => ({ ...sent, hash: Buffer.from(sent.hash, 'base64') }))
  const match = await methodOf(guess.method).compare(code, { ...guess, codes }, parts)
  return match.right ? right(parts, guess, match, origin) : wrong(parts, guess, match, origin)
}

async function right(
  parts: FactorParts,
  guess: Guess,
  match: Extract<Match, { right: true }>,
  origin: Origin,
): Promise<Checked> {
  const at = await settle(parts, guess, match, origin)
  if (at === undefined) return refuse('used', { left: guess.left })
  const { accountId, factorId } = guess
  const amr = methodOf(guess.method).amr(match.via)
  const proof: Proof = { accountId, factorId, method: guess.method as MethodName, amr, at }
  return { ok: true, proof }
}

async function wrong(
  { prisma }: FactorParts,
  { accountId, factorId, left }: Guess,
  match: Extract<Match, { right: false }>,
  { channel }: Origin,
): Promise<Checked> {
  await record(prisma, { accountId, type: 'check', factorId, channel, outcome: match.why })
  const refusal = refuse(match.why, { left })
  return match.clockOff === undefined ? refusal : { ...refusal, clockOff: match.clockOff }
}

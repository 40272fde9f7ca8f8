import { refuse } from '../outcome.js'
import { parseCode } from './code.js'
import { record } from './events.js'
import type { CheckRefusal, FactorService, MethodName, Origin } from './factor.js'
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
  const { accountId, factorId } = guess
  const settled = await settle(parts, guess, match, origin)
  if (!settled.ok) {
    await noted(parts, guess, settled.why, origin)
    return { ...settled, left: guess.left }
  }
  const amr = methodOf(guess.method).amr(match.via)
  return { ok: true, proof: { accountId, factorId, method: guess.method as MethodName, amr, at: settled.at } }
}

async function wrong(
  parts: FactorParts,
  guess: Guess,
  { why, clockOff }: Extract<Match, { right: false }>,
  origin: Origin,
): Promise<Checked> {
  await noted(parts, guess, guess.brings ?? why, origin)
  const { brings, left, lockedFor } = guess
  const more = {
    ...(clockOff === undefined ? {} : { clockOff }),
    ...(brings === 'disabled' ? { brings } : {}),
    ...(brings === 'account_locked' ? { brings, retryAfter: lockedFor ?? 1 } : {}),
  }
  return { ...refuse(why, { left }), ...more }
}

function noted(
  { prisma }: FactorParts,
  { accountId, factorId }: Guess,
  outcome: CheckRefusal,
  { channel }: Origin,
): Promise<void> {
  return record(prisma, { accountId, type: 'check', factorId, channel, outcome })
}

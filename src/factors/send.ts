import { refuse } from '../outcome.js'
import { spend } from './budget.js'
import { openChallenge, type Opened } from './challenge.js'
import { dispatch, prepare, type Prepared } from './dispatch.js'
import type { Challenge, Origin, Purpose, Via } from './factor.js'
import { methodOf } from './methods/table.js'
import type { FactorParts } from './parts.js'
import { misfit, obstacle, subjectOf } from './subject.js'

/** One more code of an open challenge. */
export async function sendAgain(parts: FactorParts, challengeId: string, via: Via, channel = 'api'): Promise<Opened> {
  const earlier = await read(parts, challengeId)
  const subject = earlier && (await subjectOf(parts, earlier.factorId))
  if (earlier === undefined || subject === undefined) return refuse('not_found')
  if (!methodOf(subject.method).delivers) return refuse('no_delivery')
  if (subject.lockedFor !== null) return refuse('account_locked', { retryAfter: subject.lockedFor })
  if (!earlier.open) return refuse('challenge_closed')
  const blocked = misfit(subject, earlier.purpose) ?? obstacle(subject, via, parts.countries)
  if (blocked !== undefined) return refuse(blocked)
  const spent = await spend(parts, subject, earlier.source)
  if (!spent.ok) return spent
  const prepared = prepare(parts, { challengeId, ...earlier }, via)
  const challenge = await append(parts, challengeId, prepared, channel)
  if (challenge === undefined) return refuse('challenge_closed')
  const sent = await dispatch(parts, subject, prepared, { id: challengeId, locale: earlier.locale })
  return sent.ok ? { ok: true, challenge: { ...challenge, unsure: sent.unsure } } : sent
}

/** "Get a new code": where the challenge was closed by wrong guesses or has expired, a new one. */
export async function renew(parts: FactorParts, challengeId: string, via: Via, origin: Origin): Promise<Opened> {
  const sent = await sendAgain(parts, challengeId, via, origin.channel)
  if (sent.ok || sent.why !== 'challenge_closed') return sent
  const earlier = await read(parts, challengeId)
  if (earlier === undefined || !(earlier.closedWhy === null || earlier.closedWhy === 'wrong')) return sent
  const { factorId, purpose, locale } = earlier
  return openChallenge(parts, { factorId, purpose, locale, origin, delivery: via })
}

/**
 * A further delivery of a challenge, which lives as long as its newest code; with the record, in one statement.
 * @returns undefined when it was closed or expired meanwhile.
 */
async function append(
  { prisma, policy }: FactorParts,
  id: string,
  { deliveryId, via, hash, sealed }: Prepared,
  channel: string,
): Promise<Challenge | undefined> {
  const rows = await prisma.$queryRaw<Challenge[]>`
    WITH kept AS (
      UPDATE challenge SET expires_at = now() + make_interval(secs => ${policy.codeLifetime})
      WHERE id = ${id}::uuid AND closed_at IS NULL AND expires_at > now() RETURNING *
    ), sent AS (
      INSERT INTO delivery (id, challenge_id, via, code_hash, sealed, press, expires_at)
      SELECT ${deliveryId}::uuid, id, ${via}, ${hash}, ${sealed}, '{}', expires_at FROM kept
    ), recorded AS (
      INSERT INTO event (account_id, type, factor_id, channel, outcome)
      SELECT account_id, 'send', factor_id, ${channel}, ${via} FROM kept
    )
    SELECT id, factor_id AS "factorId", expires_at AS "expiresAt", guesses_left AS "guessesLeft",
      now() + make_interval(secs => ${policy.sendGap}) AS "nextSendAt", ${deliveryId} AS "deliveryId", false AS unsure
    FROM kept`
  return rows[0]
}

/** A challenge, as one more code of it needs it. */
interface Earlier {
  factorId: string
  purpose: Purpose
  locale: string
  source: Uint8Array | null
  open: boolean
  closedWhy: string | null
}

async function read({ prisma }: FactorParts, challengeId: string): Promise<Earlier | undefined> {
  const rows = await prisma.$queryRaw<Earlier[]>`
    SELECT factor_id AS "factorId", purpose, locale, source, closed_why AS "closedWhy",
      closed_at IS NULL AND expires_at > now() AS open
    FROM challenge WHERE id = ${challengeId}::uuid`
  return rows[0]
}

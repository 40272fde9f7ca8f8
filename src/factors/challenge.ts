import { randomUUID } from 'node:crypto'
import { refuse, type Outcome, type Refusal } from '../outcome.js'
import { spend } from './budget.js'
import { dispatch, prepare, type Prepared } from './dispatch.js'
import type { Challenge, FactorService, SendRefusal } from './factor.js'
import { lockAccount } from './lock.js'
import { methodOf } from './methods/table.js'
import type { FactorParts } from './parts.js'
import { misfit, obstacle, statusFor, subjectOf, type Subject } from './subject.js'

/** What asking for a challenge, or for one more code of it, comes to. */
export type Opened = Outcome<{ challenge: Challenge }, SendRefusal>

type Request = Parameters<FactorService['challenge']>[0]

/** Opens a challenge; an earlier one of the factor is closed. A phone's first code is counted, then kept, then sent. */
export async function openChallenge(parts: FactorParts, request: Request): Promise<Opened> {
  const subject = await subjectOf(parts, request.factorId)
  if (subject === undefined) return refuse('not_found')
  const unfit = refusalOf(parts, subject, request)
  if (unfit !== undefined) return unfit
  const { source, ...origin } = request.origin
  const opening = { ...request, ...origin, source: source === undefined ? null : parts.keyring.hash('source', source) }
  const id = randomUUID()
  if (request.delivery === undefined) {
    const challenge = await insert(parts, subject, { id, ...opening })
    return challenge === undefined ? refuse('not_found') : { ok: true, challenge }
  }
  const spent = await spend(parts, subject, opening.source)
  if (!spent.ok) return spent
  const prepared = prepare(parts, { challengeId: id, ...request }, request.delivery)
  const challenge = await insert(parts, subject, { id, ...opening, prepared })
  if (challenge === undefined) return refuse('not_found')
  const sent = await dispatch(parts, subject, prepared, { id, locale: request.locale })
  return sent.ok ? { ok: true, challenge: { ...challenge, unsure: sent.unsure } } : sent
}

function refusalOf(
  { countries }: FactorParts,
  subject: Subject,
  { purpose, delivery }: Request,
): Refusal<SendRefusal> | undefined {
  const unfit = misfit(subject, purpose)
  if (unfit !== undefined) return refuse(unfit)
  if (methodOf(subject.method).delivers !== (delivery !== undefined)) return refuse('no_delivery')
  if (subject.lockedFor !== null) return refuse('account_locked', { retryAfter: subject.lockedFor })
  const blocked = delivery === undefined ? undefined : obstacle(subject, delivery, countries)
  return blocked === undefined ? undefined : refuse(blocked)
}

interface Opening extends Pick<Request, 'purpose' | 'locale'> {
  id: string
  source: Uint8Array | null
  channel: string
  conversationId?: string
  prepared?: Prepared
}

/**
 * The challenge with its delivery, the earlier one closed, and the record, in one statement.
 * @returns undefined when the factor was linked, disabled or removed meanwhile.
 */
async function insert(
  { prisma, policy }: FactorParts,
  { id: factorId, accountId }: Subject,
  { id, purpose, locale, source, channel, conversationId, prepared }: Opening,
): Promise<Challenge | undefined> {
  const [, rows] = await prisma.$transaction([
    lockAccount(prisma, accountId),
    prisma.$queryRaw<Challenge[]>`
      WITH f AS (
        SELECT id, account_id FROM factor WHERE id = ${factorId}::uuid AND status = ${statusFor(purpose)}
      ), earlier AS (
        UPDATE challenge SET closed_at = now(), closed_why = 'superseded' FROM f
        WHERE factor_id = f.id AND closed_at IS NULL RETURNING challenge.id
      ), erased AS (
        UPDATE delivery SET sealed = NULL FROM earlier WHERE challenge_id = earlier.id AND sealed IS NOT NULL
      ), opened AS (
        INSERT INTO challenge (id, account_id, factor_id, purpose, guesses_left, locale, source, conversation_id, expires_at)
        SELECT ${id}::uuid, account_id, id, ${purpose}, ${policy.guessesPerChallenge}, ${locale}, ${source},
          ${conversationId ?? null}, now() + make_interval(secs => ${policy.codeLifetime}) FROM f
        RETURNING *
      ), sent AS (
        INSERT INTO delivery (id, challenge_id, via, code_hash, sealed, press, expires_at)
        SELECT ${prepared?.deliveryId ?? null}::uuid, id, ${prepared?.via ?? null}, ${prepared?.hash ?? null},
          ${prepared?.sealed ?? null}, '{}', expires_at
        FROM opened WHERE ${prepared !== undefined} RETURNING id, via
      ), recorded AS (
        INSERT INTO event (account_id, type, factor_id, channel, outcome)
        SELECT account_id, 'send', factor_id, ${channel}, via FROM opened, sent
      )
      SELECT opened.id, factor_id AS "factorId", expires_at AS "expiresAt", guesses_left AS "guessesLeft",
        CASE WHEN sent.id IS NOT NULL THEN now() + make_interval(secs => ${policy.sendGap}) END AS "nextSendAt",
        sent.id AS "deliveryId", false AS unsure
      FROM opened LEFT JOIN sent ON true`,
  ])
  return rows[0]
}

import { randomUUID } from 'node:crypto'
import { Fault } from '../fault.js'
import { refuse, type Outcome } from '../outcome.js'
import { spend } from './budget.js'
import { dispatch, prepare, type Prepared } from './dispatch.js'
import type { Challenge, FactorService, Origin, Purpose, SendRefusal, Via } from './factor.js'
import { methodOf } from './methods/table.js'
import type { FactorParts } from './parts.js'
import { obstacle, subjectOf, type Subject } from './subject.js'

type Opened = Outcome<{ challenge: Challenge }, SendRefusal>
type Request = Parameters<FactorService['challenge']>[0]

/** What of a challenge's row is answered. */
interface Row {
  id: string
  factorId: string
  expiresAt: Date
  guessesLeft: number
}

/** Opens a challenge; an earlier one of the factor is closed in the same statement, and a phone's first delivery is made in it. */
export async function openChallenge(parts: FactorParts, request: Request): Promise<Opened> {
  const subject = await subjectOf(parts, request.factorId)
  if (subject === undefined) return refuse('not_found')
  const why = unfit(parts, subject, request)
  if (why !== undefined) return why
  const source = sourceOf(parts, request.origin)
  const { delivery } = request
  if (delivery === undefined) return { ok: true, challenge: answer(parts, await insert(parts, request, source)) }
  const spent = await spend(parts, subject, source)
  if (!spent.ok) return spent
  return opened(parts, subject, request, source, delivery)
}

/** One more code of an open challenge. */
export async function sendAgain(parts: FactorParts, challengeId: string, via: Via, channel = 'api'): Promise<Opened> {
  const earlier = await read(parts, challengeId)
  if (earlier === undefined) return refuse('not_found')
  const subject = await subjectOf(parts, earlier.factorId)
  if (subject === undefined) return refuse('not_found')
  if (!methodOf(subject.method).delivers) return refuse('no_delivery')
  if (subject.lockedFor !== null) return refuse('account_locked', { retryAfter: subject.lockedFor })
  if (!earlier.open) return refuse('challenge_closed')
  const blocked = obstacle(subject, via, parts.countries)
  if (blocked !== undefined) return refuse(blocked)
  const spent = await spend(parts, subject, earlier.source)
  if (!spent.ok) return spent
  const prepared = prepare(parts, { challengeId, factorId: subject.id, purpose: earlier.purpose }, via)
  const row = await append(parts, challengeId, prepared, channel)
  if (row === undefined) return refuse('challenge_closed')
  const sent = await dispatch(parts, subject, prepared, earlier)
  return sent.ok ? { ok: true, challenge: { ...answer(parts, row, prepared), unsure: sent.unsure } } : sent
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

function unfit(
  parts: FactorParts,
  subject: Subject,
  { purpose, delivery }: Request,
): Extract<Opened, { ok: false }> | undefined {
  if (purpose === 'link' && subject.status !== 'pending') return refuse('already_linked')
  if (purpose === 'verify' && subject.status !== 'active') return refuse('not_linked')
  if (methodOf(subject.method).delivers !== (delivery !== undefined)) return refuse('no_delivery')
  if (subject.lockedFor !== null) return refuse('account_locked', { retryAfter: subject.lockedFor })
  const blocked = delivery === undefined ? undefined : obstacle(subject, delivery, parts.countries)
  return blocked === undefined ? undefined : refuse(blocked)
}

async function opened(
  parts: FactorParts,
  subject: Subject,
  request: Request,
  source: Uint8Array | null,
  delivery: Via,
): Promise<Opened> {
  const id = randomUUID()
  const prepared = prepare(parts, { challengeId: id, factorId: subject.id, purpose: request.purpose }, delivery)
  const row = await insert(parts, request, source, id, prepared)
  const sent = await dispatch(parts, subject, prepared, { id, locale: request.locale })
  return sent.ok ? { ok: true, challenge: { ...answer(parts, row, prepared), unsure: sent.unsure } } : sent
}

/** The challenge with its delivery, the earlier one closed, and the record, in one statement. */
async function insert(
  { prisma, policy }: FactorParts,
  { factorId, purpose, locale, origin }: Request,
  source: Uint8Array | null,
  id: string = randomUUID(),
  prepared?: Prepared,
): Promise<Row> {
  const rows = await prisma.$queryRaw<Row[]>`
    WITH earlier AS (
      UPDATE challenge SET closed_at = now(), closed_why = 'superseded'
      WHERE factor_id = ${factorId}::uuid AND closed_at IS NULL RETURNING id
    ), opened AS (
      INSERT INTO challenge (id, account_id, factor_id, purpose, guesses_left, locale, source, conversation_id, expires_at)
      SELECT ${id}::uuid, account_id, id, ${purpose}, ${policy.guessesPerChallenge}, ${locale}, ${source},
        ${origin.conversationId ?? null}, now() + make_interval(secs => ${policy.codeLifetime})
      FROM factor WHERE id = ${factorId}::uuid
      RETURNING *
    ), sent AS (
      INSERT INTO delivery (id, challenge_id, via, code_hash, sealed, press, expires_at)
      SELECT ${prepared?.deliveryId ?? null}::uuid, id, ${prepared?.via ?? null}, ${prepared?.hash ?? null},
        ${prepared?.sealed ?? null}, '{}', expires_at
      FROM opened WHERE ${prepared !== undefined} RETURNING via
    ), recorded AS (
      INSERT INTO event (account_id, type, factor_id, channel, outcome)
      SELECT account_id, 'send', factor_id, ${origin.channel}, via FROM opened, sent
    )
    SELECT id, factor_id AS "factorId", expires_at AS "expiresAt", guesses_left AS "guessesLeft" FROM opened`
  const [row] = rows
  if (row === undefined) throw new Fault('factor_gone', 'the factor went while it was challenged')
  return row
}

/** A further delivery of an open challenge, which lives as long as its newest code. */
async function append(
  { prisma, policy }: FactorParts,
  id: string,
  prepared: Prepared,
  channel: string,
): Promise<Row | undefined> {
  const rows = await prisma.$queryRaw<Row[]>`
    WITH kept AS (
      UPDATE challenge SET expires_at = now() + make_interval(secs => ${policy.codeLifetime})
      WHERE id = ${id}::uuid AND closed_at IS NULL AND expires_at > now() RETURNING *
    ), sent AS (
      INSERT INTO delivery (id, challenge_id, via, code_hash, sealed, press, expires_at)
      SELECT ${prepared.deliveryId}::uuid, id, ${prepared.via}, ${prepared.hash}, ${prepared.sealed}, '{}', expires_at
      FROM kept
    ), recorded AS (
      INSERT INTO event (account_id, type, factor_id, channel, outcome)
      SELECT account_id, 'send', factor_id, ${channel}, ${prepared.via} FROM kept
    )
    SELECT id, factor_id AS "factorId", expires_at AS "expiresAt", guesses_left AS "guessesLeft" FROM kept`
  return rows[0]
}

interface Earlier {
  id: string
  factorId: string
  purpose: Purpose
  locale: string
  source: Uint8Array | null
  open: boolean
  closedWhy: string | null
}

async function read({ prisma }: FactorParts, challengeId: string): Promise<Earlier | undefined> {
  const rows = await prisma.$queryRaw<Earlier[]>`
    SELECT id, factor_id AS "factorId", purpose, locale, source, closed_why AS "closedWhy",
      closed_at IS NULL AND expires_at > now() AS open
    FROM challenge WHERE id = ${challengeId}::uuid`
  return rows[0]
}

function answer({ policy }: FactorParts, row: Row, prepared?: Prepared): Challenge {
  const nextSendAt = prepared === undefined ? null : new Date(Date.now() + policy.sendGap * 1000)
  return { ...row, nextSendAt, deliveryId: prepared?.deliveryId ?? null, unsure: false }
}

function sourceOf({ keyring }: FactorParts, { source }: Origin): Uint8Array | null {
  return source === undefined ? null : keyring.hash('source', source)
}

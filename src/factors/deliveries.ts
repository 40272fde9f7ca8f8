import { randomInt } from 'node:crypto'
import { Prisma } from '../generated/prisma/client.js'
import { forgoGap } from './budget.js'
import type { CodeCall, CodeCalls } from './codeCalls.js'
import { codeSeal } from './seals.js'
import type { SendRefusal } from './factor.js'
import { noteRefusal } from './notes.js'
import type { FactorParts } from './parts.js'
import type { DeliveryStatus } from './sender.js'

type Parts = Pick<FactorParts, 'prisma' | 'keyring' | 'policy'>

/** Why a delivery failed: a refusal of the carrier's, or how its call ended. `unheard`: nobody pressed the two digits. */
export type DeliveryFailure = SendRefusal | 'busy' | 'no_answer' | 'unheard'

/** What the carrier reports of a delivery. `error` is its own code. */
export interface DeliveryReport {
  carrierSid: string
  status: DeliveryStatus
  why?: DeliveryFailure
  error?: number
}

/** A delivery's end, for the conversation that asked. */
export interface Settled {
  conversationId: string
  challengeId: string
  deliveryId: string
  status: DeliveryStatus
  why?: DeliveryFailure
}

/** How the newest delivery of a challenge ended, or that its receiver revoked the challenge. */
export interface Became {
  status: 'delivered' | 'failed' | 'revoked'
  why?: DeliveryFailure
}

/** The code of a call, and whole minutes until it expires. */
export interface Readable {
  code: string
  minutes: number
}

/** A delivery that can still give its code: no end was reported, its code has not expired, and its challenge is open. */
const OPEN = Prisma.sql`
  d.sealed IS NOT NULL AND d.status NOT IN ('delivered', 'failed') AND d.expires_at > now() AND c.closed_at IS NULL`

const FINAL: readonly DeliveryStatus[] = ['delivered', 'failed']
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** What becomes of deliveries, in their rows. Each is one statement and may be told twice: webhooks repeat. */
export function createDeliveries(parts: Parts): CodeCalls {
  return {
    openCall: (deliveryId: string, callSid: string) => openCall(parts, deliveryId, callSid),
    askPress: (deliveryId: string, asking: number) => askPress(parts, deliveryId, asking),
    pressed: (deliveryId: string, asking: number, digits: string) => pressed(parts, deliveryId, asking, digits),
    callHeard: (deliveryId: string) => readable(parts, deliveryId),
    callUnheard: (deliveryId: string) => callUnheard(parts, deliveryId),
    stopCalls: (deliveryId: string) => stopCalls(parts, deliveryId),
    deliverySettled: (deliveryId: string, report: DeliveryReport) => deliverySettled(parts, deliveryId, report),
  }
}

/** The first call of a delivery is the only one: its SID is kept, even where the carrier's answer to our request was lost. */
async function openCall({ prisma }: Parts, deliveryId: string, callSid: string): Promise<CodeCall | undefined> {
  if (!UUID.test(deliveryId)) return undefined
  const rows = await prisma.$queryRaw<CodeCall[]>`
     UPDATE delivery d SET carrier_sid = ${callSid} FROM challenge c
     WHERE d.id = ${deliveryId}::uuid AND c.id = d.challenge_id AND d.via = 'call' AND COALESCE(d.carrier_sid, ${callSid}) = ${callSid}
     RETURNING c.id AS "challengeId", c.conversation_id AS "conversationId", c.locale,
       CASE WHEN d.status IN ('delivered', 'failed') THEN 'over' WHEN c.closed_why = 'revoked' THEN 'revoked'
         WHEN NOT (${OPEN}) THEN 'over'
         WHEN d.heard_at IS NOT NULL THEN 'heard' ELSE 'asking' END AS state`
  return rows[0]
}

/** The two digits of the n-th asking, drawn once: 1 to 8, so that 9 keeps its meaning. */
async function askPress({ prisma, policy }: Parts, deliveryId: string, asking: number): Promise<string | undefined> {
  if (asking > policy.callAsks) return undefined
  const drawn = `${randomInt(1, 9)}${randomInt(1, 9)}`
  const rows = await prisma.$queryRaw<{ press: string }[]>`
     UPDATE delivery d SET press = CASE WHEN cardinality(d.press) < ${asking}::int THEN array_append(d.press, ${drawn}) ELSE d.press END
     FROM challenge c WHERE d.id = ${deliveryId}::uuid AND c.id = d.challenge_id AND ${OPEN} AND cardinality(d.press) >= ${asking}::int - 1
     RETURNING d.press[${asking}::int] AS press`
  return rows[0]?.press
}

/** The right digits open the code; the number is one that answers. */
async function pressed(
  parts: Parts,
  deliveryId: string,
  asking: number,
  digits: string,
): Promise<Readable | undefined> {
  const heard = await parts.prisma.$executeRaw`
     WITH heard AS (
       UPDATE delivery d SET heard_at = COALESCE(d.heard_at, now()) FROM challenge c JOIN factor f ON f.id = c.factor_id
       WHERE d.id = ${deliveryId}::uuid AND c.id = d.challenge_id AND ${OPEN}
         AND cardinality(d.press) = ${asking}::int AND d.press[${asking}::int] = ${digits} RETURNING f.number_hash
     ), forgiven AS (
       UPDATE number_note n SET unheard_calls = 0 FROM heard WHERE n.number_hash = heard.number_hash
     ) SELECT FROM heard`
  return heard > 0 ? readable(parts, deliveryId) : undefined
}

/** The code of a call whose digits were pressed; undefined when it is over. */
async function readable({ prisma, keyring }: Parts, deliveryId: string): Promise<Readable | undefined> {
  const rows = await prisma.$queryRaw<{ sealed: string; minutes: number }[]>`
     SELECT d.sealed, greatest(1, floor(EXTRACT(epoch FROM d.expires_at - now()) / 60))::int AS minutes
     FROM delivery d JOIN challenge c ON c.id = d.challenge_id
     WHERE d.id = ${deliveryId}::uuid AND ${OPEN} AND d.heard_at IS NOT NULL`
  const [row] = rows
  return row && { code: keyring.open(row.sealed, codeSeal(deliveryId)), minutes: row.minutes }
}

/** Nobody pressed the digits: no code, and so many such calls in a row stop calls to the number for a while. */
async function callUnheard({ prisma, policy }: Parts, deliveryId: string): Promise<void> {
  await prisma.$executeRaw`
    WITH unheard AS (
     UPDATE delivery d SET sealed = NULL FROM challenge c JOIN factor f ON f.id = c.factor_id
      WHERE d.id = ${deliveryId}::uuid AND c.id = d.challenge_id AND d.sealed IS NOT NULL AND d.heard_at IS NULL
        AND f.number_hash IS NOT NULL
      RETURNING f.number_hash
    )
    INSERT INTO number_note AS n (number_hash, unheard_calls) SELECT number_hash, 1 FROM unheard
    ON CONFLICT (number_hash) DO UPDATE SET unheard_calls = (n.unheard_calls + 1) % ${policy.unheardCalls}::int,
      no_calls_until = CASE WHEN n.unheard_calls + 1 >= ${policy.unheardCalls}::int
        THEN now() + make_interval(secs => ${policy.noCalls}::int) ELSE n.no_calls_until END`
}

/** The owner of the number wants no more calls. */
async function stopCalls({ prisma, policy }: Parts, deliveryId: string): Promise<void> {
  await prisma.$executeRaw`
    INSERT INTO number_note AS n (number_hash, no_calls_until)
    SELECT f.number_hash, now() + make_interval(secs => ${policy.callsStopped}::int)
    FROM delivery d JOIN challenge c ON c.id = d.challenge_id JOIN factor f ON f.id = c.factor_id
    WHERE d.id = ${deliveryId}::uuid AND f.number_hash IS NOT NULL
    ON CONFLICT (number_hash) DO UPDATE SET no_calls_until = EXCLUDED.no_calls_until`
}

interface Changed {
  status: DeliveryStatus
  why: DeliveryFailure | null
  conversationId: string | null
  challengeId: string
  accountId: string
  numberHash: Uint8Array | null
}

/**
 * The carrier's word. It only moves forward: what came late says nothing, and an end stays. A call that ended well without
 * its code heard has delivered nothing.
 */
async function deliverySettled(parts: Parts, deliveryId: string, report: DeliveryReport): Promise<Settled | undefined> {
  if (!UUID.test(deliveryId)) return undefined
  const { status, carrierSid, error, why } = report
  const unheard = Prisma.sql`${status} = 'delivered' AND d.via = 'call' AND d.heard_at IS NULL`
  const rows = await parts.prisma.$queryRaw<Changed[]>`
    UPDATE delivery d SET
      status = CASE WHEN ${unheard} THEN 'failed' ELSE ${status} END,
      why = CASE WHEN ${unheard} THEN 'unheard' ELSE ${why ?? null} END,
      error = COALESCE(${error ?? null}::int, d.error), carrier_sid = ${carrierSid},
      sealed = CASE WHEN ${FINAL.includes(status)} THEN NULL ELSE d.sealed END
    FROM challenge c JOIN factor f ON f.id = c.factor_id
    WHERE d.id = ${deliveryId}::uuid AND c.id = d.challenge_id AND COALESCE(d.carrier_sid, ${carrierSid}) = ${carrierSid}
      AND array_position(ARRAY['queued', 'unknown', 'sent', 'delivered'], ${status === 'failed' ? 'delivered' : status})
        > array_position(ARRAY['queued', 'unknown', 'sent', 'delivered'],
            CASE WHEN d.status = 'failed' THEN 'delivered' ELSE d.status END)
    RETURNING d.status, d.why, c.conversation_id AS "conversationId", c.id AS "challengeId", c.account_id AS "accountId",
      f.number_hash AS "numberHash"`
  const [changed] = rows
  if (changed === undefined) return undefined
  if (changed.status === 'failed') await forgoGap(parts, changed)
  if (changed.why !== null && changed.numberHash !== null) await noteRefusal(parts, changed.numberHash, changed.why)
  if (changed.conversationId === null) return undefined
  const { conversationId, challengeId } = changed
  return { conversationId, challengeId, deliveryId, status: changed.status, ...because(changed.why) }
}

/** What became of the newest code of a challenge; undefined while it is on its way. */
export async function becameOf({ prisma }: Pick<Parts, 'prisma'>, challengeId: string): Promise<Became | undefined> {
  const rows = await prisma.$queryRaw<{ status: Became['status']; why: DeliveryFailure | null }[]>`
    SELECT CASE WHEN c.closed_why = 'revoked' THEN 'revoked' ELSE d.status END AS status, d.why
    FROM challenge c JOIN delivery d ON d.challenge_id = c.id
    WHERE c.id = ${challengeId}::uuid ORDER BY d.created_at DESC LIMIT 1`
  const [row] = rows
  if (row === undefined || !['delivered', 'failed', 'revoked'].includes(row.status)) return undefined
  return { status: row.status, ...because(row.why) }
}

const because = (why: DeliveryFailure | null): { why?: DeliveryFailure } => (why === null ? {} : { why })

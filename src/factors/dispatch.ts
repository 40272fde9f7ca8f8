import { randomUUID } from 'node:crypto'
import { refuse, type Outcome } from '../outcome.js'
import { forgoGap } from './budget.js'
import { codeHash, newCode, type CodeBinding } from './code.js'
import { codeSeal, factorSeal } from './seals.js'
import type { SendRefusal, Via } from './factor.js'
import { noteRefusal } from './notes.js'
import type { FactorParts } from './parts.js'
import type { Subject } from './subject.js'

/** A code as its delivery's row has it, before it is sent. */
export interface Prepared {
  deliveryId: string
  via: Via
  code: string
  hash: Buffer
  sealed: string
}

/** Draws a code for a challenge. */
export function prepare({ keyring }: Pick<FactorParts, 'keyring'>, binding: CodeBinding, via: Via): Prepared {
  const deliveryId = randomUUID()
  const code = newCode()
  return {
    deliveryId,
    via,
    code,
    hash: codeHash(keyring, binding, code),
    sealed: keyring.seal(code, codeSeal(deliveryId)),
  }
}

/**
 * Hands a code to the carrier, once: its row is committed before. The sealed code goes when the carrier has the text, or when
 * nothing was sent; a call still needs it.
 */
export async function dispatch(
  parts: FactorParts,
  subject: Subject,
  prepared: Prepared,
  challenge: { id: string; locale: string },
): Promise<Outcome<{ unsure: boolean }, SendRefusal>> {
  const { prisma, keyring, policy, sender } = parts
  const { deliveryId, via, code } = prepared
  const sent = await sender.send({
    deliveryId,
    challengeId: challenge.id,
    via,
    to: keyring.open(subject.sealed, factorSeal(subject.id)),
    code,
    locale: challenge.locale,
    minutes: Math.floor(policy.codeLifetime / 60),
  })
  const keep = via === 'call' && sent.ok
  // A status that came in the meantime says more than this does.
  await prisma.$executeRaw`
    UPDATE delivery SET
      status = CASE WHEN status = 'queued' THEN ${sent.ok ? sent.status : 'failed'} ELSE status END,
      carrier_sid = COALESCE(carrier_sid, ${sent.ok && sent.status === 'sent' ? sent.carrierSid : null}),
      sealed = CASE WHEN ${keep} THEN sealed END
    WHERE id = ${deliveryId}::uuid`
  if (sent.ok) return { ok: true, unsure: sent.status === 'unknown' }
  await forgoGap(parts, subject)
  if (subject.numberHash !== null) await noteRefusal(parts, subject.numberHash, sent.why)
  return refuse(sent.why, sent.retryAfter === undefined ? {} : { retryAfter: sent.retryAfter })
}

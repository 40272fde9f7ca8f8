import type { Outcome } from '../outcome.js'
import type { FactorParts } from './parts.js'
import { hex, triedKey, type Subject } from './subject.js'
import { throttle, type Hit } from './throttle.js'

/** No limit of its own: a key that is only looked up. */
const UNLIMITED = 1000

/** Counts a send before it is made, towards every limit at once or none. */
export function spend(
  { prisma, policy }: Pick<FactorParts, 'prisma' | 'policy'>,
  subject: Subject,
  source: Uint8Array | null,
): Promise<Outcome<object, 'too_soon' | 'too_many'>> {
  const { accountId } = subject
  const number = numberOf(subject)
  const hits: Hit[] = [
    { key: `send:${accountId}:${number}`, ...policy.sendsPerNumber },
    { key: `sends:${accountId}`, ...policy.sendsPerAccount },
  ]
  if (policy.sendGap > 0) {
    hits.push({ key: gapKey(subject), max: UNLIMITED, seconds: policy.sendGap, gap: policy.sendGap })
  }
  if (subject.status === 'pending') {
    hits.push({ key: `unproved:${number}`, ...policy.sendsPerUnprovedNumber })
    if (source !== null) hits.push({ key: `source:${hex(source)}`, ...policy.setUpSendsPerSource })
    if (!subject.tried && subject.numberHash !== null) {
      const most = subject.firstDay ? policy.unprovedNumbersFirstDay : policy.unprovedNumbers
      hits.push({ key: `numbers:${accountId}`, ...most })
      // Says only that this number was counted.
      hits.push({ key: triedKey(accountId, subject.numberHash), max: UNLIMITED, seconds: most.seconds })
    }
  }
  return throttle(prisma, hits)
}

/** Nothing arrived: the other way may be chosen at once. The send stays counted. */
export async function forgoGap({ prisma }: Pick<FactorParts, 'prisma'>, sentTo: SentTo): Promise<void> {
  await prisma.$executeRaw`DELETE FROM throttle WHERE key = ${gapKey(sentTo)}`
}

type SentTo = Pick<Subject, 'accountId' | 'numberHash'>

const numberOf = ({ numberHash }: SentTo): string => (numberHash === null ? '' : hex(numberHash))

const gapKey = (sentTo: SentTo): string => `gap:${sentTo.accountId}:${numberOf(sentTo)}`

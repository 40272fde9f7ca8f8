import type { Outcome } from '../outcome.js'
import type { FactorParts } from './parts.js'
import { hex, triedKey, type Subject } from './subject.js'
import { throttle, type Hit } from './throttle.js'

const DAY = 86_400

/** Counts a send before it is made, towards every limit at once or none. */
export function spend(
  { prisma, policy }: Pick<FactorParts, 'prisma' | 'policy'>,
  subject: Subject,
  source: Uint8Array | null,
): Promise<Outcome<object, 'too_soon' | 'too_many'>> {
  const number = subject.numberHash === null ? '' : hex(subject.numberHash)
  const { accountId } = subject
  const hits: Hit[] = [
    { key: `send:${accountId}:${number}`, ...policy.sendsPerNumber, gap: policy.sendGap },
    { key: `sends:${accountId}`, ...policy.sendsPerAccount },
  ]
  if (subject.status === 'pending') {
    hits.push({ key: `unproved:${number}`, ...policy.sendsPerUnprovedNumber })
    if (source !== null) hits.push({ key: `source:${hex(source)}`, ...policy.setUpSendsPerSource })
    if (!subject.tried && subject.numberHash !== null) {
      const most = subject.firstDay ? policy.unprovedNumbersFirstDay : policy.unprovedNumbers
      hits.push({ key: `numbers:${accountId}`, ...most })
      // Says only that this number was counted; it limits nothing.
      hits.push({ key: triedKey(accountId, subject.numberHash), max: 1000, seconds: DAY })
    }
  }
  return throttle(prisma, hits)
}

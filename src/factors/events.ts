import type { PrismaClient } from '../store/db.js'

/** What happened, for the account's owner, its agency and the auditor. */
export interface FactorEvent {
  accountId: string
  type: 'enrol' | 'send' | 'check' | 'remove' | 'revoke'
  factorId: string
  channel: string
  outcome: string
}

/** Records an event. */
export async function record(prisma: Pick<PrismaClient, 'event'>, event: FactorEvent): Promise<void> {
  await prisma.event.create({ data: event, select: { id: true } })
}

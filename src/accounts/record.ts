import type { PrismaClient } from '../store/db.js'

/** What happens to an account by itself, beside what happens to its factors. */
export type AccountEvent = 'account_made' | 'signed_in' | 'password_replaced'

/** Writes it down for the account's owner, its agency and the auditor. */
export async function record(
  prisma: PrismaClient,
  accountId: string,
  type: AccountEvent,
  channel: 'web' | 'api',
): Promise<void> {
  await prisma.$executeRaw`
    INSERT INTO event (account_id, type, channel, outcome) VALUES (${accountId}::uuid, ${type}, ${channel}, 'ok')`
}

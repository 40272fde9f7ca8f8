import type { Prisma } from '../generated/prisma/client.js'
import type { PrismaClient } from '../store/db.js'

/**
 * The first statement of a transaction that changes an account's factors or challenges: they come one after another, none in the way
 * of another (a deadlock), and the statement that follows sees all that came before. Rows that refer to the account may be
 * written meanwhile.
 */
export function lockAccount(prisma: PrismaClient, accountId: string): Prisma.PrismaPromise<number> {
  return prisma.$executeRaw`SELECT FROM account WHERE id = ${accountId}::uuid FOR NO KEY UPDATE`
}

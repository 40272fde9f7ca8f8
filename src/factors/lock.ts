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

/** The same, for the account of a challenge. */
export function lockAccountOf(prisma: PrismaClient, challengeId: string): Prisma.PrismaPromise<number> {
  return prisma.$executeRaw`
    SELECT FROM account WHERE id = (SELECT account_id FROM challenge WHERE id = ${challengeId}::uuid) FOR NO KEY UPDATE`
}

import { throttle } from '../factors/throttle.js'
import type { PrismaClient } from '../store/db.js'
import type { Keyring } from '../store/keyring.js'
import type { AccountParts } from './parts.js'

/** What is counted, for whom: nobody's address stands in the table of limits. */
export const limitKey = (keyring: Keyring, what: string, whom: string): string =>
  `${what}:${keyring.hash('source', what, whom).toString('base64url')}`

/** Counts a mail against its address and, where one is known, its source, before it is sent. */
export function countMail({ prisma, keyring, policy }: AccountParts, email: string, source?: string) {
  const hits = [{ key: limitKey(keyring, 'mails-to', email), ...policy.mailsPerAddress }]
  if (source !== undefined) hits.push({ key: limitKey(keyring, 'mails-from', source), ...policy.mailsPerSource })
  return throttle(prisma, hits)
}

/** What wrong mailed codes are counted under: a new mail brings new guesses, but not without end. */
export const guessesKey = (keyring: Keyring, email: string): string => limitKey(keyring, 'mailed-guesses', email)

/** Takes back a hit that was counted ahead and turned out to be none: a guess that was right. */
export async function refund(prisma: PrismaClient, keys: readonly string[]): Promise<void> {
  await prisma.$executeRaw`
    UPDATE throttle SET hits = hits[1:cardinality(hits) - 1] WHERE key = ANY(${keys})`
}

/** Forgets what was counted. */
export async function forget(prisma: PrismaClient, keys: readonly string[]): Promise<void> {
  await prisma.$executeRaw`DELETE FROM throttle WHERE key = ANY(${keys})`
}

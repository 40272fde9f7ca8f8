import { throttle } from '../factors/throttle.js'
import type { Outcome } from '../outcome.js'
import type { PrismaClient } from '../store/db.js'
import type { Keyring } from '../store/keyring.js'
import type { AccountParts } from './parts.js'

/** What is counted, for whom: nobody's address stands in the table of limits. */
export const limitKey = (keyring: Keyring, what: string, whom: string): string =>
  `${what}:${keyring.hash('source', what, whom).toString('base64url')}`

/** Counts a mail to the address of a session's account before it is sent: nobody else's mails are counted with it. */
export function countOwnMail({ prisma, keyring, policy }: AccountParts, email: string) {
  return throttle(prisma, [{ key: limitKey(keyring, 'mails-in', email), ...policy.mailsPerAddress }])
}

/**
 * Counts a mail that anyone may ask for before it is sent. What one source asks for an address leaves room for others.
 * @param known the browser signed in to the address's account before: strangers' mails are not counted against it.
 */
export function countMail(
  { prisma, keyring, policy }: AccountParts,
  { email, source, known }: { email: string; source: string; known: boolean },
) {
  const hits = [
    { key: limitKey(keyring, 'mails-here', `${email} ${source}`), ...policy.mailsPerAddressAndSource },
    { key: limitKey(keyring, 'mails-from', source), ...policy.mailsPerSource },
  ]
  if (!known) hits.push({ key: limitKey(keyring, 'mails-to', email), ...policy.mailsPerAddress })
  return throttle(prisma, hits)
}

/** What wrong first factors of one kind are counted under for an address, whoever enters them, and beyond their limit. */
export const keysOfAll = (keyring: Keyring, what: string, email: string): [inAll: string, beyond: string] => [
  limitKey(keyring, what, email),
  limitKey(keyring, `${what}-slow`, email),
]

/** Wrong mailed codes: a new mail brings new guesses, but not without end. */
export const guessKeys = (keyring: Keyring, email: string) => keysOfAll(keyring, 'mailed-guesses', email)

/**
 * Counts a try at an address against what everyone may try there. Beyond that one try passes in a while, so that strangers
 * who use the limit up keep its owner waiting for no longer than `lockMost`.
 * @returns the key that it was counted under, to be refunded when the try was right.
 */
export async function countOfAll(
  { prisma, policy }: Pick<AccountParts, 'prisma' | 'policy'>,
  [inAll, beyond]: readonly [inAll: string, beyond: string],
): Promise<Outcome<{ key: string }, 'too_soon' | 'too_many'>> {
  const counted = await throttle(prisma, [{ key: inAll, ...policy.signInPerAccount }])
  if (counted.ok) return { ok: true, key: inAll }
  const slow = await throttle(prisma, [{ key: beyond, max: 1, seconds: policy.lockMost }])
  return slow.ok ? { ok: true, key: beyond } : slow
}

/** Takes back a hit that was counted ahead and turned out to be none: a guess that was right. */
export async function refund(prisma: PrismaClient, keys: readonly string[]): Promise<void> {
  await prisma.$executeRaw`
    UPDATE throttle SET hits = hits[1:cardinality(hits) - 1] WHERE key = ANY(${keys})`
}

/** Forgets what was counted. */
export async function forget(prisma: PrismaClient, keys: readonly string[]): Promise<void> {
  await prisma.$executeRaw`DELETE FROM throttle WHERE key = ANY(${keys})`
}

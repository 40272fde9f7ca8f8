import type { PrismaClient } from '../store/db.js'
import type { Keyring } from '../store/keyring.js'

/** By what a browser shows that it signed in to an account before. A new password makes it strange again. */
export function browserMark(keyring: Keyring, accountId: string, passwordHash: string): string {
  return keyring.hash('token', 'known browser', accountId, passwordHash).toString('base64url')
}

/** Whether a browser with these marks signed in to the account of an address before; and whether there is one. */
export async function knownTo(
  { prisma, keyring }: { prisma: PrismaClient; keyring: Keyring },
  email: string,
  marks: readonly string[],
): Promise<{ owned: boolean; known: boolean }> {
  const owner = await prisma.account.findUnique({ where: { email }, select: { id: true, passwordHash: true } })
  if (owner === null) return { owned: false, known: false }
  return { owned: true, known: marks.includes(browserMark(keyring, owner.id, owner.passwordHash ?? '')) }
}

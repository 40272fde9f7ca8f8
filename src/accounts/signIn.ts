import { refuse, type Outcome } from '../outcome.js'
import type { Sessions } from './account.js'
import { readAddress } from './address.js'
import { browserMark } from './browserMark.js'
import type { AccountParts } from './parts.js'
import { passwordMatches } from './password.js'
import { record } from './record.js'
import { countSignIn } from './signInLimits.js'

/** Why an e-mail address and a password do not sign in. `reset_needed`: only a mailed code helps. */
export type SignInRefusal = 'wrong_credentials' | 'too_many' | 'reset_needed'

/** What a browser gets that signed in. */
export interface SignedIn {
  accountId: string
  /** For the session's cookie. */
  token: string
  /** For the cookie by which this browser is known later. */
  mark: string
}

/** Checks the first factor and opens an identified session. A missing account takes the same steps. */
export async function signIn(
  parts: AccountParts,
  sessions: Pick<Sessions, 'open'>,
  entry: { email: string; password: string; source: string; marks: readonly string[] },
): Promise<Outcome<SignedIn, SignInRefusal>> {
  const { prisma, keyring } = parts
  const email = readAddress(entry.email)
  const account =
    email === undefined
      ? null
      : await prisma.account.findUnique({ where: { email }, select: { id: true, passwordHash: true } })
  const hashed = account?.passwordHash ?? undefined
  const mark = browserMark(keyring, account?.id ?? '', hashed ?? '')
  const counted = await countSignIn(parts, {
    email: email ?? '',
    source: entry.source,
    known: entry.marks.includes(mark),
  })
  if (!counted.ok) return counted
  const right = await passwordMatches(hashed, entry.password)
  if (!right || account === null) return refuse('wrong_credentials')
  await counted.right()
  const { token } = await sessions.open(account.id)
  await record(prisma, account.id, 'signed_in', 'web')
  return { ok: true, accountId: account.id, token, mark }
}

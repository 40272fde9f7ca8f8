import { randomUUID } from 'node:crypto'
import { refuse, type Outcome } from '../outcome.js'
import { readAddress } from './address.js'
import { knownTo } from './browserMark.js'
import { countMail } from './limits.js'
import type { AccountParts } from './parts.js'
import { hashPassword, weakness, type WeakPassword } from './password.js'
import { post, type Letter } from './post.js'
import { newToken } from './sessions.js'
import { codeHash, randomCode } from './sixDigitCode.js'
import { seconds, sweep } from './sql.js'

/** What someone enters to make an account, or to replace the password of one whose address is theirs. */
export interface SignUpEntry {
  email: string
  password: string
  locale: string
  /** The client's address. */
  source: string
  /** Those of the browser's earlier sign-ins. */
  marks: readonly string[]
  /** Asked for by the form for a new password: the mail says so. */
  forgot: boolean
}

/** Why a sign-up does not begin. */
export type SignUpRefusal = 'invalid_email' | WeakPassword | 'too_soon' | 'too_many' | 'not_sent'

/** An address on its way to an account. */
export interface PendingSignUp {
  email: string
  locale: string
}

/** Keyed hash of the token in the browser that began a sign-up. */
export const signUpToken = ({ keyring }: Pick<AccountParts, 'keyring'>, token: string): Buffer =>
  keyring.hash('token', 'sign-up', token)

/**
 * Begins a sign-up: mails a code, and makes nothing yet. A known and a new address go the same way and get the same answer;
 * only the mail differs. The row belongs to the browser that holds the token, so that nobody's password ends up on an
 * account that another person confirms.
 */
export async function beginSignUp(
  parts: AccountParts,
  entry: SignUpEntry,
): Promise<Outcome<{ token: string }, SignUpRefusal>> {
  const { prisma, keyring, policy, config } = parts
  const email = readAddress(entry.email)
  if (email === undefined) return refuse('invalid_email')
  const weak = await weakness(entry.password, [email, config.brand.name, email.slice(0, email.indexOf('@'))], policy)
  if (weak !== undefined) return refuse(weak)
  const { owned, known } = await knownTo(parts, email, entry.marks)
  const allowed = await countMail(parts, { email, source: entry.source, known })
  if (!allowed.ok) return allowed

  const id = randomUUID()
  const token = newToken()
  const code = randomCode()
  const passwordHash = await hashPassword(entry.password)
  await prisma.$executeRaw`
    WITH swept AS (${sweep('sign_up')})
    INSERT INTO sign_up (id, email, password_hash, locale, token_hash, code_hash, guesses_left, expires_at)
      VALUES (${id}::uuid, ${email}, ${passwordHash}, ${entry.locale}, ${signUpToken(parts, token)},
        ${codeHash(keyring, 'sign-up', id, code)}, ${policy.mailedCodeTries}, now() + ${seconds(policy.mailedCodeLifetime)})
`
  if (await post(parts, email, entry.locale, letter(owned, entry.forgot), code)) return { ok: true, token }
  await prisma.$executeRaw`DELETE FROM sign_up WHERE id = ${id}::uuid`
  return refuse('not_sent')
}

/** What the mail is about: an address that has an account or none, and the form that it was entered into. */
function letter(owned: boolean, forgot: boolean): Letter {
  if (forgot) return owned ? 'newPassword' : 'noAccount'
  return owned ? 'knownAccount' : 'newAccount'
}

/** The sign-up that this browser began and can still confirm. */
export async function pendingSignUp(parts: AccountParts, token: string): Promise<PendingSignUp | undefined> {
  const rows = await parts.prisma.$queryRaw<PendingSignUp[]>`
    SELECT email, locale FROM sign_up
    WHERE token_hash = ${signUpToken(parts, token)} AND expires_at > now() AND guesses_left > 0`
  return rows[0]
}

/** Mails a new code for the same sign-up: the earlier one stops, and the guesses stay as they are. */
export async function mailSignUpAgain(
  parts: AccountParts,
  token: string,
  { source, marks, forgot }: Pick<SignUpEntry, 'source' | 'marks' | 'forgot'>,
): Promise<Outcome<{ email: string }, 'expired' | 'too_soon' | 'too_many' | 'not_sent'>> {
  const { prisma, keyring, policy } = parts
  const pending = await pendingSignUp(parts, token)
  if (pending === undefined) return refuse('expired')
  const { owned, known } = await knownTo(parts, pending.email, marks)
  const allowed = await countMail(parts, { email: pending.email, source, known })
  if (!allowed.ok) return allowed
  const code = randomCode()
  const [row] = await prisma.$queryRaw<{ id: string }[]>`
    SELECT id FROM sign_up WHERE token_hash = ${signUpToken(parts, token)}`
  if (row === undefined) return refuse('expired')
  await prisma.$executeRaw`
    UPDATE sign_up SET code_hash = ${codeHash(keyring, 'sign-up', row.id, code)},
      expires_at = now() + ${seconds(policy.mailedCodeLifetime)} WHERE id = ${row.id}::uuid`
  const sent = await post(parts, pending.email, pending.locale, letter(owned, forgot), code)
  return sent ? { ok: true, email: pending.email } : refuse('not_sent')
}

import { throttle } from '../factors/throttle.js'
import { Prisma } from '../generated/prisma/client.js'
import { refuse, type Outcome } from '../outcome.js'
import { readAddress } from './address.js'
import { browserMark, knownTo } from './browserMark.js'
import { sixDigits } from './digits.js'
import { countOfAll, forget, guessKeys, limitKey, refund } from './limits.js'
import type { AccountParts } from './parts.js'
import { post } from './post.js'
import { record } from './record.js'
import { newToken } from './sessions.js'
import { signInKeys } from './signInLimits.js'
import { signUpToken } from './signUp.js'
import { codeHash, sameHash } from './sixDigitCode.js'
import { freeNumber, seconds } from './sql.js'

/** Why a mailed code does not confirm a sign-up. `wrong` says how many guesses are left. */
export type ConfirmRefusal = 'wrong' | 'malformed' | 'expired' | 'locked' | 'too_soon' | 'too_many'

/** What a confirmation came to: an account of its own, or a new password for one that was there. */
export interface Confirmed {
  accountId: string
  /** For the browser's cookie: an identified session. */
  token: string
  /** For the cookie by which this browser is known later. */
  mark: string
  made: boolean
}

interface Guessed {
  id: string
  codeHash: Uint8Array
  guessesLeft: number
  locale: string
  passwordHash: string
}

/**
 * Confirms a sign-up by its mailed code. A browser's token names the one sign-up that counts; without one, from a plain
 * client, the code counts only while there is a single live sign-up of the address. `marks` are those of the browser's
 * earlier sign-ins: who is known to the account is not held up by strangers' wrong codes.
 */
export async function confirmSignUp(
  parts: AccountParts,
  entry: { email: string; code: string; token?: string; source: string; marks: readonly string[] },
): Promise<Outcome<Confirmed, ConfirmRefusal>> {
  const { prisma, keyring } = parts
  const code = sixDigits(entry.code)
  if (code === undefined) return refuse('malformed')
  const email = readAddress(entry.email) ?? ''
  const which =
    entry.token === undefined
      ? Prisma.sql`(SELECT count(*) FROM sign_up o WHERE o.email = s.email AND o.expires_at > now()) = 1`
      : Prisma.sql`s.token_hash = ${signUpToken(parts, entry.token)}`
  const mine = Prisma.sql`s.email = ${email} AND s.expires_at > now() AND ${which}`
  const [guess] = await prisma.$queryRaw<Guessed[]>`
    UPDATE sign_up s SET guesses_left = guesses_left - 1 WHERE ${mine} AND s.guesses_left > 0
    RETURNING id, code_hash AS "codeHash", guesses_left AS "guessesLeft", locale, password_hash AS "passwordHash"`
  if (guess === undefined) {
    const locked = await prisma.$queryRaw<object[]>`SELECT s.id FROM sign_up s WHERE ${mine}`
    return refuse(locked.length > 0 ? 'locked' : 'expired')
  }
  const { owned, known } = await knownTo(parts, email, entry.marks)
  const counted = known ? undefined : await countOfAll(parts, guessKeys(keyring, email))
  if (counted?.ok === false) return counted
  if (!sameHash(guess.codeHash, codeHash(keyring, 'sign-up', guess.id, code))) {
    return refuse('wrong', { left: guess.guessesLeft })
  }
  if (counted !== undefined) await refund(prisma, [counted.key])
  const room = owned ? undefined : await roomForOneMore(parts, entry.source)
  if (room?.ok === false) return room
  return (await conclude(parts, guess, email)) ?? refuse('expired')
}

/** New accounts are limited for a source and in all. */
function roomForOneMore({ prisma, keyring, policy }: AccountParts, source: string) {
  return throttle(prisma, [
    { key: limitKey(keyring, 'accounts-from', source), ...policy.accountsPerSource },
    { key: 'accounts', ...policy.accountsInAll },
  ])
}

/**
 * Uses the sign-up up and makes account and session, in one statement; undefined when another request was first. On an
 * account that was there the password is replaced: every session that the old one opened ends, and what was being linked
 * is dropped, since another may have seen its key.
 */
async function conclude(
  parts: AccountParts,
  { id, locale, passwordHash }: Guessed,
  email: string,
): Promise<({ ok: true } & Confirmed) | undefined> {
  const { prisma, keyring, policy } = parts
  const token = newToken()
  const rows = await prisma.$queryRaw<{ accountId: string; made: boolean }[]>`
    WITH used AS (
      DELETE FROM sign_up WHERE id = ${id}::uuid AND password_hash = ${passwordHash} RETURNING email, locale
    ), others AS (
      DELETE FROM sign_up WHERE id IN (
        SELECT s.id FROM sign_up s JOIN used ON s.email = used.email WHERE s.id <> ${id}::uuid
        FOR UPDATE OF s SKIP LOCKED)
    ), owner AS (
      INSERT INTO account (number, email, password_hash, locale, made_by)
      SELECT ${freeNumber()}, email, ${passwordHash}, locale, 'web' FROM used
      ON CONFLICT (email) DO UPDATE SET password_hash = EXCLUDED.password_hash
      RETURNING id, xmax = 0 AS made
    ), ended AS (
      DELETE FROM session USING owner WHERE session.account_id = owner.id
    ), dropped AS (
      DELETE FROM factor USING owner
      WHERE factor.account_id = owner.id AND NOT owner.made AND factor.status = 'pending'
    ), opened AS (
      INSERT INTO session (account_id, token_hash, level, made_account, mailed_at, ends_at)
      SELECT id, ${keyring.hash('token', 'session', token)}, 'identified', made, now(), now() + ${seconds(policy.session)}
      FROM owner
    ) SELECT id AS "accountId", made FROM owner`
  const [owner] = rows
  if (owner === undefined) return undefined
  await record(prisma, owner.accountId, owner.made ? 'account_made' : 'password_replaced', 'web')
  if (!owner.made) {
    await forget(prisma, signInKeys(keyring, email))
    await post(parts, email, locale, 'passwordReplaced')
  }
  return { ok: true, ...owner, token, mark: browserMark(keyring, owner.accountId, passwordHash) }
}

import { randomUUID } from 'node:crypto'
import { refuse } from '../outcome.js'
import type { MailedCodes } from './account.js'
import { sixDigits } from './digits.js'
import { countOfAll, countOwnMail, guessKeys, refund } from './limits.js'
import type { AccountParts } from './parts.js'
import { post } from './post.js'
import { codeHash, randomCode, sameHash } from './sixDigitCode.js'
import { seconds, sweep } from './sql.js'

/** Codes mailed to an account's own address: one is live for a session at a time. */
export function createMailedCodes(parts: AccountParts): MailedCodes {
  const { prisma, keyring, policy } = parts

  return {
    async send(sessionId) {
      const [owner] = await prisma.$queryRaw<{ email: string; locale: string }[]>`
        SELECT a.email, a.locale FROM session s JOIN account a ON a.id = s.account_id
        WHERE s.id = ${sessionId}::uuid AND a.email IS NOT NULL`
      if (owner === undefined) return refuse('not_sent')
      const counted = await countOwnMail(parts, owner.email)
      if (!counted.ok) return { ...counted, why: 'too_many' }
      const id = randomUUID()
      const code = randomCode()
      await prisma.$executeRaw`
        WITH swept AS (${sweep('mailed_code')}), earlier AS (DELETE FROM mailed_code WHERE session_id = ${sessionId}::uuid)
        INSERT INTO mailed_code (id, session_id, code_hash, guesses_left, expires_at)
        VALUES (${id}::uuid, ${sessionId}::uuid, ${codeHash(keyring, 'mailed', id, code)}, ${policy.mailedCodeTries},
          now() + ${seconds(policy.mailedCodeLifetime)})`
      return (await post(parts, owner.email, owner.locale, 'code', code)) ? { ok: true } : refuse('not_sent')
    },

    async check(sessionId, entry) {
      const code = sixDigits(entry)
      if (code === undefined) return refuse('malformed')
      const [guess] = await prisma.$queryRaw<
        { id: string; codeHash: Uint8Array; guessesLeft: number; email: string | null }[]
      >`
        UPDATE mailed_code m SET guesses_left = m.guesses_left - 1
        FROM session s JOIN account a ON a.id = s.account_id
        WHERE m.session_id = ${sessionId}::uuid AND s.id = m.session_id AND m.guesses_left > 0 AND m.expires_at > now()
        RETURNING m.id, m.code_hash AS "codeHash", m.guesses_left AS "guessesLeft", a.email`
      if (guess === undefined) {
        const locked = await prisma.$queryRaw<object[]>`
          SELECT id FROM mailed_code WHERE session_id = ${sessionId}::uuid AND expires_at > now()`
        return refuse(locked.length > 0 ? 'locked' : 'expired')
      }
      const counted = await countOfAll(parts, guessKeys(keyring, guess.email ?? ''))
      if (!counted.ok) return { ...counted, why: 'locked' }
      if (!sameHash(guess.codeHash, codeHash(keyring, 'mailed', guess.id, code))) {
        return refuse('wrong', { left: guess.guessesLeft })
      }
      await refund(prisma, [counted.key])
      const entered = await prisma.$executeRaw`
        WITH used AS (DELETE FROM mailed_code WHERE id = ${guess.id}::uuid RETURNING session_id)
        UPDATE session SET mailed_at = now() FROM used WHERE session.id = used.session_id`
      return entered === 1 ? { ok: true } : refuse('expired')
    },
  }
}

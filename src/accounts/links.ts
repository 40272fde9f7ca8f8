import { refuse, type Outcome } from '../outcome.js'
import type { AccountParts } from './parts.js'
import { record } from './record.js'
import { newToken, type SessionParts } from './sessions.js'
import { seconds, sweep } from './sql.js'

/** A relying party's links into an account: single use, and the relying party vouches for the first factor. */
export interface SignInLinks {
  mint(accountId: string): Promise<Outcome<{ url: string; expiresAt: Date }, 'not_found'>>
  /** The link can still be used. Changes nothing: previews open links. */
  live(linkToken: string): Promise<boolean>
  /** Uses it up and opens an identified session. */
  use(linkToken: string): Promise<Outcome<{ accountId: string; token: string }, 'expired'>>
}

/** What a link's token is kept as. */
export const linkHash = ({ keyring }: Pick<SessionParts, 'keyring'>, token: string): Buffer =>
  keyring.hash('token', 'link', token)

/** Sign-in links as rows; the token is kept as a keyed hash. */
export function createSignInLinks(parts: AccountParts): SignInLinks {
  const { prisma, keyring, policy, config } = parts
  return {
    async mint(accountId) {
      const token = newToken()
      const [made] = await prisma.$queryRaw<{ expiresAt: Date }[]>`
        WITH swept AS (${sweep('link')})
        INSERT INTO link (kind, token_hash, account_id, expires_at)
        SELECT 'enter', ${linkHash(parts, token)}, id, now() + ${seconds(policy.linkLifetime)}
        FROM account WHERE id = ${accountId}::uuid RETURNING expires_at AS "expiresAt"`
      if (made === undefined) return refuse('not_found')
      return { ok: true, url: `${config.publicUrl}/enter/${token}`, expiresAt: made.expiresAt }
    },

    async live(linkToken) {
      const rows = await prisma.$queryRaw<object[]>`
        SELECT id FROM link WHERE token_hash = ${linkHash(parts, linkToken)} AND kind = 'enter'
          AND used_at IS NULL AND expires_at > now()`
      return rows.length === 1
    },

    async use(linkToken) {
      const token = newToken()
      const [opened] = await prisma.$queryRaw<{ accountId: string }[]>`
        WITH used AS (
          UPDATE link SET used_at = now() WHERE token_hash = ${linkHash(parts, linkToken)} AND kind = 'enter'
            AND used_at IS NULL AND expires_at > now() RETURNING account_id
        ) INSERT INTO session (account_id, token_hash, level, ends_at)
        SELECT a.id, ${keyring.hash('token', 'session', token)}, 'identified', now() + ${seconds(policy.session)}
        FROM used JOIN account a ON a.id = used.account_id RETURNING account_id AS "accountId"`
      if (opened === undefined) return refuse('expired')
      await record(prisma, opened.accountId, 'signed_in', 'web')
      return { ok: true, ...opened, token }
    },
  }
}

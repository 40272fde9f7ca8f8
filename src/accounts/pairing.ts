import { throttle } from '../factors/throttle.js'
import { Prisma } from '../generated/prisma/client.js'
import { refuse } from '../outcome.js'
import type { Pairing } from './account.js'
import { sixDigits } from './digits.js'
import { limitKey } from './limits.js'
import { linkHash } from './links.js'
import type { AccountParts } from './parts.js'
import { goesOn, newToken } from './sessions.js'
import { codeHash, sameHash } from './sixDigitCode.js'
import { seconds, sweep } from './sql.js'

/** The session `s` is signed in as far as its account can: by a second factor, where one is active. */
export const inFull = Prisma.sql`(s.level = 'verified' OR NOT EXISTS (
  SELECT FROM factor f WHERE f.account_id = s.account_id AND f.status = 'active'))`

/** The chat's half of pairing: it gives out a link, and takes the code that the link's page shows. */
export function createPairing(parts: AccountParts): Pairing {
  const { prisma, keyring, policy, config } = parts

  return {
    async link(conversationId, chatName) {
      const key = limitKey(keyring, 'links', conversationId)
      const counted = await throttle(prisma, [{ key, ...policy.linksPerConversation }])
      if (!counted.ok) return { ...counted, why: 'too_many' }
      const token = newToken()
      await prisma.$executeRaw`
        WITH swept AS (${sweep('link')}), earlier AS (DELETE FROM link WHERE conversation_id = ${conversationId})
        INSERT INTO link (kind, token_hash, conversation_id, chat_name, tries_left, expires_at)
        VALUES ('pair', ${linkHash(parts, token)}, ${conversationId}, ${chatName}, ${policy.pairingTries},
          now() + ${seconds(policy.linkLifetime)})`
      return { ok: true, url: `${config.publicUrl}/pair/${token}` }
    },

    async redeem(conversationId, entry) {
      const code = sixDigits(entry)
      if (code === undefined) return refuse('malformed')
      const [tried] = await prisma.$queryRaw<{ id: string; codeHash: Uint8Array; triesLeft: number }[]>`
        UPDATE link SET tries_left = tries_left - 1
        WHERE conversation_id = ${conversationId} AND kind = 'pair' AND redeemed_at IS NULL
          AND code_expires_at > now() AND tries_left > 0
        RETURNING id, code_hash AS "codeHash", tries_left AS "triesLeft"`
      if (tried === undefined) return whyNot(parts, conversationId)
      if (!sameHash(tried.codeHash, codeHash(keyring, 'pairing', tried.id, code))) {
        return refuse('wrong', { left: tried.triesLeft })
      }
      const [paired] = await prisma.$queryRaw<{ sessionId: string }[]>`
        WITH used AS (
          UPDATE link SET redeemed_at = now() WHERE id = ${tried.id}::uuid AND redeemed_at IS NULL RETURNING session_id
        ) INSERT INTO session (account_id, level, made_account, mailed_at, verified_at, amr, ends_at)
        SELECT s.account_id, s.level, s.made_account, s.mailed_at, s.verified_at, s.amr, s.ends_at
        FROM used JOIN session s ON s.id = used.session_id WHERE ${goesOn(parts)} AND ${inFull}
        RETURNING id AS "sessionId"`
      return paired === undefined ? refuse('expired') : { ok: true, ...paired }
    },
  }
}

/** Before the page has shown a code no entry can be right, and none costs a try. */
async function whyNot({ prisma }: AccountParts, conversationId: string) {
  const [link] = await prisma.$queryRaw<{ shown: boolean; triesLeft: number }[]>`
    SELECT code_hash IS NOT NULL AS shown, tries_left AS "triesLeft" FROM link
    WHERE conversation_id = ${conversationId} AND kind = 'pair' AND redeemed_at IS NULL AND expires_at > now()
      AND (code_expires_at IS NULL OR code_expires_at > now())`
  if (link === undefined) return refuse('expired')
  return link.shown ? refuse('locked') : refuse('wrong', { left: link.triesLeft })
}

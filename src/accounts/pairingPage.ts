import { Prisma } from '../generated/prisma/client.js'
import { refuse, type Outcome } from '../outcome.js'
import { linkHash } from './links.js'
import type { AccountParts } from './parts.js'
import { inFull } from './pairing.js'
import { goesOn, newToken } from './sessions.js'
import { codeHash } from './sixDigitCode.js'
import { seconds } from './sql.js'

/** The chat that asked to be paired. */
export interface AskingChat {
  /** As its channel names it. */
  chatName: string
  /** Whole minutes since it asked. */
  minutesAgo: number
}

/** The browser's half of pairing: says yes to a chat, signs in, then shows a code. */
export interface PairingPage {
  /** Who asks by a link that can still be answered. Changes nothing. */
  asking(linkToken: string): Promise<AskingChat | undefined>
  /** "Yes, I started this": uses the link up and binds it to this browser, for whose cookie the token is. */
  accept(linkToken: string): Promise<Outcome<{ browserToken: string }, 'expired'>>
  /** "No": the link is closed. */
  decline(linkToken: string): Promise<void>
  /** A chat that this browser accepted waits for its code, and no other session has seen it. */
  waiting(browserToken: string, sessionId?: string): Promise<AskingChat | undefined>
  /**
   * The six digits to type in the chat. Shown again, they are the same until they expire, and the tries go on. Who
   * has seen them could sign in a chat of theirs as whoever uses the browser next, so they stay the first session's.
   * `sign_in`: the session is not signed in in full.
   */
  show(
    browserToken: string,
    sessionId: string,
  ): Promise<Outcome<{ code: string; chatName: string; expiresAt: Date }, 'expired' | 'sign_in'>>
}

const PAIR = Prisma.sql`l.kind = 'pair' AND l.redeemed_at IS NULL AND l.expires_at > now()`
const notAnothers = (sessionId: string | undefined): Prisma.Sql =>
  Prisma.sql`(l.session_id IS NULL OR l.session_id = ${sessionId ?? null}::uuid)`
const ASKING = Prisma.sql`
  SELECT l.chat_name AS "chatName", floor(extract(epoch FROM now() - l.created_at) / 60)::int AS "minutesAgo" FROM link l`

/** Pairing as the pages need it. */
export function createPairingPage(parts: AccountParts): PairingPage {
  const { prisma, keyring, policy } = parts
  const hashOf = (browserToken: string): Buffer => keyring.hash('token', 'pairing browser', browserToken)

  /** Made of the browser's own secret, so that it can be shown again and is kept nowhere. */
  const codeOf = (linkId: string, browserToken: string): string =>
    String(keyring.hash('code', 'pairing shown', linkId, browserToken).readUIntBE(0, 6) % 1_000_000).padStart(6, '0')

  return {
    async asking(linkToken) {
      const rows = await prisma.$queryRaw<AskingChat[]>`
        ${ASKING} WHERE l.token_hash = ${linkHash(parts, linkToken)} AND l.used_at IS NULL AND ${PAIR}`
      return rows[0]
    },

    async accept(linkToken) {
      const browserToken = newToken()
      // Signing in, or making an account, takes longer than opening a link.
      const accepted = await prisma.$executeRaw`
        UPDATE link l SET used_at = now(), browser_hash = ${hashOf(browserToken)},
          expires_at = now() + ${seconds(policy.sessionIdle)}
        WHERE l.token_hash = ${linkHash(parts, linkToken)} AND l.used_at IS NULL AND ${PAIR}`
      return accepted === 1 ? { ok: true, browserToken } : refuse('expired')
    },

    async decline(linkToken) {
      await prisma.$executeRaw`
        UPDATE link l SET used_at = now(), expires_at = now()
        WHERE l.token_hash = ${linkHash(parts, linkToken)} AND l.used_at IS NULL AND ${PAIR}`
    },

    async waiting(browserToken, sessionId) {
      const rows = await prisma.$queryRaw<AskingChat[]>`
        ${ASKING} WHERE l.browser_hash = ${hashOf(browserToken)} AND l.tries_left > 0 AND ${PAIR}
          AND ${notAnothers(sessionId)}
          AND (l.code_expires_at IS NULL OR l.code_expires_at > now())`
      return rows[0]
    },

    async show(browserToken, sessionId) {
      const [link] = await prisma.$queryRaw<{ id: string; chatName: string }[]>`
        SELECT l.id, l.chat_name AS "chatName" FROM link l WHERE l.browser_hash = ${hashOf(browserToken)} AND ${PAIR}`
      if (link === undefined) return refuse('expired')
      const code = codeOf(link.id, browserToken)
      const [shown] = await prisma.$queryRaw<{ expiresAt: Date }[]>`
        UPDATE link l SET session_id = s.id, code_hash = ${codeHash(keyring, 'pairing', link.id, code)},
          code_expires_at = COALESCE(l.code_expires_at, now() + ${seconds(policy.mailedCodeLifetime)})
        FROM session s
        WHERE l.id = ${link.id}::uuid AND ${PAIR} AND l.tries_left > 0 AND ${notAnothers(sessionId)}
          AND (l.code_expires_at IS NULL OR l.code_expires_at > now())
          AND s.id = ${sessionId}::uuid AND ${goesOn(parts)} AND ${inFull}
        RETURNING l.code_expires_at AS "expiresAt"`
      if (shown !== undefined) return { ok: true, code, chatName: link.chatName, expiresAt: shown.expiresAt }
      return refuse((await this.waiting(browserToken, sessionId)) === undefined ? 'expired' : 'sign_in')
    },
  }
}

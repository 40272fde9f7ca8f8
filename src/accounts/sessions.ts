import { randomBytes } from 'node:crypto'
import { Prisma } from '../generated/prisma/client.js'
import type { Policy } from '../factors/policy.js'
import type { PrismaClient } from '../store/db.js'
import type { Keyring } from '../store/keyring.js'
import type { Sessions, Standing } from './account.js'
import { seconds, sweep } from './sql.js'

/** What sessions are made of. */
export interface SessionParts {
  prisma: PrismaClient
  keyring: Keyring
  policy: Pick<Policy, 'session' | 'sessionIdle' | 'sessionIdentified'>
}

/** 256 random bits, for a cookie or a link. */
export const newToken = (): string => randomBytes(32).toString('base64url')

/** The session `s` after how long without use it ends. */
const idle = ({ policy }: SessionParts): Prisma.Sql => Prisma.sql`
  CASE s.level WHEN 'verified' THEN ${seconds(policy.sessionIdle)} ELSE ${seconds(policy.sessionIdentified)} END`

/** The session `s` goes on: neither its absolute end nor its idle one has come. */
export const goesOn = (parts: SessionParts): Prisma.Sql =>
  Prisma.sql`s.ends_at > now() AND s.seen_at > now() - ${idle(parts)}`

/** Sessions as rows: times are the database's, and a token is found by its keyed hash. */
export function createSessions(parts: SessionParts): Sessions {
  const { prisma, keyring, policy } = parts
  const hashOf = (token: string): Buffer => keyring.hash('token', 'session', token)

  async function read(from: Prisma.Sql): Promise<Standing | undefined> {
    const rows = await prisma.$queryRaw<Standing[]>`
      ${from}
      SELECT s.id AS "sessionId", s.account_id AS "accountId", s.level, s.made_account AS "madeAccount",
        s.mailed_at IS NOT NULL AS mailed, a.ever_active_at IS NOT NULL AS "everActive",
        EXISTS (SELECT FROM factor f WHERE f.account_id = a.id AND f.status = 'active') AS "hasActive",
        a.email IS NOT NULL AS "hasEmail", a.locale, LEAST(s.ends_at, s.seen_at + ${idle(parts)}) AS "endsAt"
      FROM s JOIN account a ON a.id = s.account_id`
    return rows[0]
  }

  const use = (which: Prisma.Sql): Promise<Standing | undefined> =>
    read(Prisma.sql`WITH s AS (UPDATE session s SET seen_at = now() WHERE ${which} AND ${goesOn(parts)} RETURNING s.*)`)

  return {
    async open(accountId, { madeAccount = false } = {}) {
      const token = newToken()
      const rows = await prisma.$queryRaw<{ id: string }[]>`
        WITH swept AS (${sweep('session')})
        INSERT INTO session (account_id, token_hash, level, made_account, ends_at)
        VALUES (${accountId}::uuid, ${hashOf(token)}, 'identified', ${madeAccount}, now() + ${seconds(policy.session)})
        RETURNING id`
      return { sessionId: String(rows[0]?.id), token }
    },

    byToken: (token) => use(Prisma.sql`s.token_hash = ${hashOf(token)}`),

    byId: (sessionId) => use(Prisma.sql`s.id = ${sessionId}::uuid`),

    peek: (sessionId) =>
      read(Prisma.sql`WITH s AS (SELECT s.* FROM session s WHERE s.id = ${sessionId}::uuid AND ${goesOn(parts)})`),

    async rise(sessionId, amr) {
      // The absolute end counts from the first rise: a later one proves one factor, not both anew.
      await prisma.$executeRaw`
        UPDATE session s SET level = 'verified', verified_at = now(), amr = ${amr}, rotate = token_hash IS NOT NULL,
          ends_at = CASE level WHEN 'verified' THEN ends_at ELSE now() + ${seconds(policy.session)} END, seen_at = now()
        WHERE s.id = ${sessionId}::uuid AND ${goesOn(parts)}`
    },

    async renew(token) {
      const fresh = newToken()
      const renewed = await prisma.$executeRaw`
        UPDATE session s SET token_hash = ${hashOf(fresh)}, rotate = false, seen_at = now()
        WHERE s.token_hash = ${hashOf(token)} AND s.rotate AND ${goesOn(parts)}`
      return renewed === 1 ? fresh : undefined
    },

    async end(sessionId) {
      await prisma.$executeRaw`DELETE FROM session WHERE id = ${sessionId}::uuid`
    },
  }
}

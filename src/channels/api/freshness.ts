import { Prisma } from '../../generated/prisma/client.js'
import type { Policy } from '../../factors/policy.js'
import type { PrismaClient } from '../../store/db.js'

/** What the API asks of an account before it changes its factors. */
export interface Standing {
  locale: string
  /**
   * No factor was active yet, or one was checked through the API a short while ago (`policy.freshVerification`, by the database's
   * clock). A check made in a chat doesn't count: it proves nothing to a relying party.
   */
  mayChange: boolean
}

/** For how many minutes a check counts. */
export const minutesFresh = ({ freshVerification }: Policy): number => Math.floor(freshVerification / 60)

const standing = (policy: Policy) => Prisma.sql`
  a.locale,
  a.ever_active_at IS NULL
    OR coalesce(a.api_verified_at > now() - make_interval(secs => ${policy.freshVerification}), false) AS "mayChange"`

/** By the account's id; undefined when there is none. */
export async function standingOf(
  prisma: PrismaClient,
  policy: Policy,
  accountId: string,
): Promise<Standing | undefined> {
  const [row] = await prisma.$queryRaw<Standing[]>`
    SELECT ${standing(policy)} FROM account a WHERE a.id = ${accountId}::uuid`
  return row
}

/** Of the account that a factor belongs to, and what the factor is. */
export async function standingByFactor(
  prisma: PrismaClient,
  policy: Policy,
  factorId: string,
): Promise<(Standing & { method: string; status: string }) | undefined> {
  const [row] = await prisma.$queryRaw<(Standing & { method: string; status: string })[]>`
    SELECT ${standing(policy)}, f.method, f.status
    FROM factor f JOIN account a ON a.id = f.account_id WHERE f.id = ${factorId}::uuid`
  return row
}

/** Of the account that a challenge belongs to, and what the challenge is for. */
export async function standingByChallenge(
  prisma: PrismaClient,
  policy: Policy,
  challengeId: string,
): Promise<(Standing & { purpose: string; guessesLeft: number }) | undefined> {
  const [row] = await prisma.$queryRaw<(Standing & { purpose: string; guessesLeft: number })[]>`
    SELECT ${standing(policy)}, c.purpose, c.guesses_left AS "guessesLeft"
    FROM challenge c JOIN account a ON a.id = c.account_id WHERE c.id = ${challengeId}::uuid`
  return row
}

import type { CheckRefusal, Purpose, Via } from './factor.js'
import { lockAccountOf } from './lock.js'
import type { FactorParts } from './parts.js'

/** What the statement that takes a guess answers: a refusal, or what is compared. */
export interface Guess {
  why: Exclude<CheckRefusal, 'wrong' | 'malformed' | 'not_found'> | null
  /** Seconds until the account is open again, after this guess too if it is wrong. */
  lockedFor: number | null
  /** Guesses that remain after this one. */
  left: number
  /** What this guess brings about if it is wrong: the most serious. */
  brings: 'disabled' | 'account_locked' | 'locked' | null
  challengeId: string
  factorId: string
  accountId: string
  purpose: Purpose
  method: string
  sealed: string
  /** The newest first; hashes in base64. */
  codes: { via: Via; hash: string; live: boolean }[]
}

/**
 * Takes a guess from the budget of the challenge and counts it against the account, in one statement, before anything is compared:
 * however many come at once, no guess is compared that was not taken. The account's row is locked by a statement before it: one
 * that both waits for a row and then writes it deadlocks with those that wait behind it.
 */
export async function takeGuess(
  { prisma, policy }: Pick<FactorParts, 'prisma' | 'policy'>,
  challengeId: string,
): Promise<Guess | undefined> {
  const [, rows] = await prisma.$transaction([
    lockAccountOf(prisma, challengeId),
    prisma.$queryRaw<Guess[]>`
    WITH a AS (
      SELECT account.id, account.locked_until, account.wrong + 1 AS wrong FROM account
      WHERE id = (SELECT account_id FROM challenge WHERE id = ${challengeId}::uuid)
    ), c AS (
      SELECT challenge.*, factor.method, factor.sealed, factor.status
      FROM challenge JOIN a ON challenge.account_id = a.id JOIN factor ON factor.id = challenge.factor_id
      WHERE challenge.id = ${challengeId}::uuid FOR NO KEY UPDATE OF challenge, factor
    ), judged AS (
      SELECT c.*, a.wrong, CASE WHEN a.locked_until > now()
          THEN ceil(EXTRACT(epoch FROM a.locked_until - now()))::int END AS locked_for,
        CASE WHEN c.status = 'disabled' THEN 'disabled'
          WHEN c.closed_why = 'used' THEN 'used'
          WHEN c.closed_why IN ('revoked', 'superseded') THEN 'revoked'
          WHEN c.closed_why = 'wrong' THEN 'locked'
          WHEN a.locked_until > now() THEN 'account_locked'
          WHEN c.expires_at <= now() THEN 'expired' END AS why
      FROM c JOIN a ON true
    ), taken AS (
      UPDATE challenge SET guesses_left = challenge.guesses_left - 1,
        closed_at = CASE WHEN challenge.guesses_left = 1 THEN now() END,
        closed_why = CASE WHEN challenge.guesses_left = 1 THEN 'wrong' END
      FROM judged WHERE challenge.id = judged.id AND judged.why IS NULL RETURNING challenge.*
    ), erased AS (
      UPDATE delivery SET sealed = NULL FROM taken
      WHERE taken.closed_at IS NOT NULL AND delivery.challenge_id = taken.id AND sealed IS NOT NULL
    ), counted AS (
      -- Another factor is not to pay for the one that is disabled: the count begins anew.
      UPDATE account SET wrong = CASE WHEN j.wrong < ${policy.wrongToDisable}::int THEN j.wrong ELSE 0 END, locked_until = CASE
        WHEN j.wrong % ${policy.wrongToLock}::int = 0 THEN now() + make_interval(secs =>
          least(${policy.lockMost}::int, ${policy.lock}::int * 2 ^ least(j.wrong / ${policy.wrongToLock}::int - 1, 16)))
        ELSE locked_until END
      FROM taken, judged j WHERE account.id = taken.account_id
      RETURNING ceil(EXTRACT(epoch FROM account.locked_until - now()))::int AS locked_for
    ), disabled AS (
      UPDATE factor SET status = 'disabled' FROM taken, judged j
      WHERE factor.id = taken.factor_id AND factor.status = 'active' AND j.wrong >= ${policy.wrongToDisable}::int
      RETURNING factor.id
    )
    SELECT j.why, COALESCE(j.locked_for, counted.locked_for) AS "lockedFor",
      COALESCE(taken.guesses_left, j.guesses_left) AS left,
      CASE WHEN EXISTS (SELECT FROM disabled) THEN 'disabled'
        WHEN taken.id IS NOT NULL AND j.wrong % ${policy.wrongToLock}::int = 0 THEN 'account_locked'
        WHEN taken.closed_at IS NOT NULL THEN 'locked' END AS brings,
      j.id AS "challengeId", j.factor_id AS "factorId", j.account_id AS "accountId", j.purpose, j.method, j.sealed,
      COALESCE((SELECT jsonb_agg(jsonb_build_object('via', d.via, 'hash', encode(d.code_hash, 'base64'),
        'live', d.expires_at > now()) ORDER BY d.created_at DESC) FROM delivery d WHERE d.challenge_id = j.id), '[]') AS codes
    FROM judged j LEFT JOIN taken ON true LEFT JOIN counted ON true`,
  ])
  return rows[0]
}

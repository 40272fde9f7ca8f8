import type { Prisma } from '../generated/prisma/client.js'
import type { Origin } from './factor.js'
import type { Guess } from './guess.js'
import type { Match } from './methods/method.js'
import type { FactorParts } from './parts.js'

type Right = Extract<Match, { right: true }>
type Client = Pick<Prisma.TransactionClient, '$queryRaw' | '$executeRaw'>

/**
 * Settles a right guess, exactly once: the challenge is closed as used, a TOTP step only moves forward (RFC 6238 §5.2), the account's
 * count of wrong guesses is forgotten, and a pending factor becomes active.
 * @returns when it was settled; undefined when another came first.
 */
export async function settle(
  { prisma }: Pick<FactorParts, 'prisma'>,
  guess: Guess,
  match: Right,
  origin: Origin,
): Promise<Date | undefined> {
  if (guess.purpose === 'verify') return use(prisma, guess, match, origin)
  return prisma.$transaction(async (transaction) => {
    const at = await use(transaction, guess, match, origin)
    if (at !== undefined) await activate(transaction, guess.factorId)
    return at
  })
}

/**
 * The last guess may have closed the challenge as wrong when it was taken: right after all, it is used. The account's row is locked
 * first, as a guess does it: in another order a guess beside it would be a deadlock.
 */
async function use(client: Client, guess: Guess, { via, step }: Right, origin: Origin): Promise<Date | undefined> {
  const rows = await client.$queryRaw<{ at: Date }[]>`
    WITH a AS (
      SELECT id FROM account WHERE id = ${guess.accountId}::uuid FOR NO KEY UPDATE
    ), f AS (
      SELECT factor.id, account_id FROM factor JOIN a ON a.id = account_id WHERE factor.id = ${guess.factorId}::uuid
        AND status = ${guess.purpose === 'link' ? 'pending' : 'active'}
        AND (${step}::bigint IS NULL OR last_step < ${step}::bigint) FOR UPDATE OF factor
    ), won AS (
      UPDATE challenge SET closed_at = now(), closed_why = 'used', guesses_left = guesses_left + 1 FROM f
      WHERE challenge.id = ${guess.challengeId}::uuid AND (closed_at IS NULL OR closed_why = 'wrong')
      RETURNING challenge.factor_id, challenge.account_id
    ), moved AS (
      UPDATE factor SET last_step = COALESCE(${step}::bigint, last_step), last_used_at = now(),
        last_via = COALESCE(${via}, last_via) FROM won WHERE factor.id = won.factor_id
    ), forgiven AS (
      UPDATE account SET wrong = 0, locked_until = NULL,
        api_verified_at = CASE WHEN ${origin.channel} = 'api' THEN now() ELSE api_verified_at END
      FROM won WHERE account.id = won.account_id
    ), erased AS (
      UPDATE delivery SET sealed = NULL FROM won WHERE delivery.challenge_id = ${guess.challengeId}::uuid AND sealed IS NOT NULL
    ), recorded AS (
      INSERT INTO event (account_id, type, factor_id, channel, outcome)
      SELECT account_id, 'check', factor_id, ${origin.channel}, ${guess.purpose === 'link' ? 'linked' : 'verified'} FROM won
    )
    SELECT now() AS at FROM won`
  return rows[0]?.at
}

/** The factor takes the place of the one that was in its slot. */
async function activate(client: Client, factorId: string): Promise<void> {
  await client.$executeRaw`
    DELETE FROM factor old USING factor new WHERE new.id = ${factorId}::uuid AND old.account_id = new.account_id
      AND old.method = new.method AND old.slot = new.slot AND old.status IN ('active', 'disabled')`
  await client.$executeRaw`
    WITH linked AS (
      UPDATE factor SET status = 'active', linked_at = now() WHERE id = ${factorId}::uuid RETURNING account_id
    )
    UPDATE account SET ever_active_at = COALESCE(ever_active_at, now()) FROM linked WHERE account.id = linked.account_id`
}

import { refuse, type Outcome } from '../outcome.js'
import type { Origin } from './factor.js'
import type { Guess } from './guess.js'
import type { Match } from './methods/method.js'
import { lockAccount } from './lock.js'
import type { FactorParts } from './parts.js'
import { inFullUse, inOtherSlot, withoutFirst } from './sharing.js'

/**
 * Settles a right guess, exactly once, in one statement: the challenge is closed as used, a TOTP step only moves forward (RFC 6238
 * §5.2), the account's count of wrong guesses is forgotten, and a pending factor becomes active in the place of the one that was
 * in its slot.
 *
 * Taking the guess may have closed the challenge as wrong, locked the account or disabled the factor: right after all, it undoes
 * that. The account's row is locked first, as everywhere.
 * @returns when it was settled; `used` when another came first, `revoked` when the challenge was closed, or the number linked
 *   elsewhere, in between.
 */
export async function settle(
  { prisma, policy }: Pick<FactorParts, 'prisma' | 'policy'>,
  guess: Guess,
  { via, step }: Extract<Match, { right: true }>,
  { channel }: Origin,
): Promise<Outcome<{ at: Date }, 'used' | 'revoked'>> {
  const linking = guess.purpose === 'link'
  const [, [row]] = await prisma.$transaction([
    lockAccount(prisma, guess.accountId),
    prisma.$queryRaw<{ at: Date }[]>`
    WITH f AS (
      SELECT factor.* FROM factor WHERE account_id = ${guess.accountId}::uuid AND factor.id = ${guess.factorId}::uuid
        AND (status = 'pending') = ${linking} AND (${step}::bigint IS NULL OR last_step < ${step}::bigint)
        -- A number that was free when it was enrolled may not be any more.
        AND NOT (${linking} AND (${inOtherSlot('factor')} OR ${withoutFirst('factor')}
          OR ${inFullUse('factor', policy.accountsPerNumber)}))
      FOR NO KEY UPDATE OF factor
    ), won AS (
      UPDATE challenge SET closed_at = now(), closed_why = 'used', guesses_left = guesses_left + 1 FROM f
      WHERE challenge.id = ${guess.challengeId}::uuid AND (closed_at IS NULL OR closed_why = 'wrong')
      RETURNING challenge.factor_id, challenge.account_id, f.method, f.slot
    ), replaced AS (
      DELETE FROM factor old USING won WHERE ${linking} AND old.account_id = won.account_id AND old.method = won.method
        AND old.slot = won.slot AND old.status <> 'pending' RETURNING old.id, old.account_id
    ), proved AS (
      UPDATE factor SET status = 'active', linked_at = CASE WHEN ${linking} THEN now() ELSE linked_at END,
        last_step = COALESCE(${step}::bigint, last_step), last_used_at = now(), last_via = COALESCE(${via}, last_via)
      -- After the one in its place is gone.
      FROM won WHERE factor.id = won.factor_id AND (SELECT count(*) FROM replaced) >= 0
    ), forgiven AS (
      UPDATE account SET wrong = 0, locked_until = NULL, ever_active_at = COALESCE(ever_active_at, now()),
        api_verified_at = CASE WHEN ${channel} = 'api' THEN now() ELSE api_verified_at END
      FROM won WHERE account.id = won.account_id
    ), erased AS (
      UPDATE delivery SET sealed = NULL FROM won WHERE delivery.challenge_id = ${guess.challengeId}::uuid AND sealed IS NOT NULL
    ), recorded AS (
      INSERT INTO event (account_id, type, factor_id, channel, outcome)
      SELECT account_id, 'remove', id, ${channel}, 'replaced' FROM replaced UNION ALL
      SELECT account_id, 'check', factor_id, ${channel}, ${linking ? 'linked' : 'verified'} FROM won
    )
    SELECT now() AS at FROM won`,
  ])
  return row === undefined ? refuse(await beaten({ prisma }, guess)) : { ok: true, ...row }
}

/** What came before a right guess: of an app the step may be used where the challenge is not. */
async function beaten(
  { prisma }: Pick<FactorParts, 'prisma'>,
  { challengeId, method }: Guess,
): Promise<'used' | 'revoked'> {
  const challenge = await prisma.challenge.findUnique({ where: { id: challengeId }, select: { closedWhy: true } })
  const why = challenge?.closedWhy
  if (why === 'used') return 'used'
  return method === 'app' && why !== 'revoked' && why !== 'superseded' && challenge !== null ? 'used' : 'revoked'
}

import { refuse, type Outcome } from '../outcome.js'
import type { Origin } from './factor.js'
import { lockAccount } from './lock.js'
import type { FactorParts } from './parts.js'

/** Removes a factor; the last active one is kept, also when the last two go at once. A second phone takes the first one's place. */
export async function removeFactor(
  { prisma }: Pick<FactorParts, 'prisma'>,
  accountId: string,
  factorId: string,
  { channel }: Origin,
): Promise<Outcome<object, 'last_factor' | 'not_found'>> {
  const [, rows] = await prisma.$transaction([
    lockAccount(prisma, accountId),
    prisma.$queryRaw<{ removed: boolean }[]>`
      WITH removed AS (
        DELETE FROM factor WHERE id = ${factorId}::uuid AND account_id = ${accountId}::uuid AND (status <> 'active'
          OR EXISTS (SELECT FROM factor other WHERE other.account_id = ${accountId}::uuid AND other.status = 'active'
            AND other.id <> ${factorId}::uuid))
        RETURNING id, account_id, method, slot, status
      ), promoted AS (
        UPDATE factor SET slot = 'primary' WHERE account_id = ${accountId}::uuid AND method = 'phone'
          AND slot = 'secondary' AND status = 'active'
          -- After the one in its place is gone.
          AND EXISTS (SELECT FROM removed WHERE method = 'phone' AND slot = 'primary' AND status <> 'pending')
      ), recorded AS (
        INSERT INTO event (account_id, type, factor_id, channel, outcome)
        SELECT account_id, 'remove', id, ${channel}, 'removed' FROM removed
      )
      SELECT EXISTS (SELECT FROM removed) AS removed
      FROM factor WHERE id = ${factorId}::uuid AND account_id = ${accountId}::uuid`,
  ])
  const [row] = rows
  if (row === undefined) return refuse('not_found')
  return row.removed ? { ok: true } : refuse('last_factor')
}

/** Closes a challenge on the word of the number's owner, and erases its codes. */
export async function revoke({ prisma }: Pick<FactorParts, 'prisma'>, challengeId: string): Promise<void> {
  await prisma.$executeRaw`
    WITH revoked AS (
      UPDATE challenge SET closed_at = now(), closed_why = 'revoked'
      WHERE id = ${challengeId}::uuid AND (closed_at IS NULL OR closed_why = 'wrong') RETURNING *
    ), erased AS (
      UPDATE delivery SET sealed = NULL FROM revoked WHERE delivery.challenge_id = revoked.id
    )
    INSERT INTO event (account_id, type, factor_id, channel, outcome)
    SELECT account_id, 'revoke', factor_id, 'call', 'revoked' FROM revoked`
}

import { refuse, type Outcome } from '../outcome.js'
import type { Origin } from './factor.js'
import type { FactorParts } from './parts.js'

/** Removes a factor; the last active one is kept. Two at once can't remove the last two: the account's row is locked first. */
export async function removeFactor(
  { prisma }: Pick<FactorParts, 'prisma'>,
  accountId: string,
  factorId: string,
  { channel }: Origin,
): Promise<Outcome<object, 'last_factor' | 'not_found'>> {
  return prisma.$transaction(async (transaction) => {
    await transaction.$executeRaw`SELECT FROM account WHERE id = ${accountId}::uuid FOR UPDATE`
    const factors = await transaction.factor.findMany({ where: { accountId }, select: { id: true, status: true } })
    const factor = factors.find(({ id }) => id === factorId)
    if (factor === undefined) return refuse('not_found')
    const others = factors.filter(({ id, status }) => id !== factorId && status === 'active')
    if (factor.status === 'active' && others.length === 0) return refuse('last_factor')
    await transaction.factor.delete({ where: { id: factorId } })
    await transaction.event.create({ data: { accountId, type: 'remove', factorId, channel, outcome: 'removed' } })
    return { ok: true }
  })
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

/** Stores what the resident agreed to before the first text to a number. */
export async function consent(
  { prisma }: Pick<FactorParts, 'prisma'>,
  factorId: string,
  wording: string,
): Promise<void> {
  await prisma.$executeRaw`
    INSERT INTO consent (account_id, number_hash, wording)
    SELECT account_id, number_hash, ${wording} FROM factor WHERE id = ${factorId}::uuid AND number_hash IS NOT NULL`
}

import type { FactorParts } from './parts.js'

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

/** Whether there is such a consent, or a text has proved the number before. */
export async function consented({ prisma }: Pick<FactorParts, 'prisma'>, factorId: string): Promise<boolean> {
  const rows = await prisma.$queryRaw<object[]>`
    SELECT f.id FROM factor f WHERE f.id = ${factorId}::uuid AND (f.last_via = 'sms' OR EXISTS (
      SELECT FROM consent c WHERE c.account_id = f.account_id AND c.number_hash = f.number_hash))`
  return rows.length > 0
}

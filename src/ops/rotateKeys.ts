import { factorSeal } from '../factors/seals.js'
import type { PrismaClient } from '../store/db.js'
import { HASH_KEY, type Keyring } from '../store/keyring.js'

/** How many rows are sealed anew before the next look. */
const BATCH = 500

/**
 * Seals anew, under the newest key, what an older one sealed. Rows that change meanwhile are left to the next batch, so it may run
 * beside the application, and again after a stop.
 * @returns how many rows still name each key. A key may leave RINGBACK_KEYS when none does; codes on their way do for ten minutes.
 */
export async function rotateKeys(prisma: PrismaClient, keyring: Keyring, newest: string): Promise<Map<string, number>> {
  for (;;) {
    const rows = await prisma.$queryRaw<{ id: string; sealed: string }[]>`
      SELECT id, sealed FROM factor WHERE split_part(sealed, '.', 1) <> ${newest} LIMIT ${BATCH}`
    if (rows.length === 0) break
    for (const { id, sealed } of rows) {
      const anew = keyring.seal(keyring.open(sealed, factorSeal(id)), factorSeal(id))
      await prisma.$executeRaw`UPDATE factor SET sealed = ${anew} WHERE id = ${id}::uuid AND sealed = ${sealed}`
    }
  }
  const { sealed } = await prisma.sealedKey.findUniqueOrThrow({ where: { name: HASH_KEY } })
  if (!sealed.startsWith(`${newest}.`)) {
    await prisma.sealedKey.update({
      where: { name: HASH_KEY },
      data: { sealed: keyring.seal(keyring.open(sealed, HASH_KEY), HASH_KEY) },
    })
  }
  const named = await prisma.$queryRaw<{ key: string; rows: bigint }[]>`
    SELECT split_part(sealed, '.', 1) AS key, count(*) AS rows FROM (
      SELECT sealed FROM factor UNION ALL SELECT sealed FROM sealed_key
      UNION ALL SELECT sealed FROM delivery WHERE sealed IS NOT NULL) all_sealed GROUP BY 1`
  return new Map(named.map(({ key, rows }) => [key, Number(rows)]))
}

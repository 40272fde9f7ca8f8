import type { PrismaClient } from '../store/db.js'
import type { Policy } from './policy.js'

/**
 * Erases the sealed codes that no end was reported for (a kill between a delivery's row and its sending leaves one), and deletes
 * what the throttle keeps of windows that are over, and challenges, with their deliveries, that are kept no longer. At most so
 * many rows of each at once.
 * @returns how many rows were swept.
 */
export async function sweepFactors(
  prisma: PrismaClient,
  { challengesKept }: Pick<Policy, 'challengesKept'>,
  most = 1000,
): Promise<number> {
  const erased = await prisma.$executeRaw`
    UPDATE delivery SET sealed = NULL WHERE id IN (
      SELECT id FROM delivery WHERE sealed IS NOT NULL AND expires_at < now() LIMIT ${most} FOR UPDATE SKIP LOCKED)`
  const deleted = await prisma.$executeRaw`
    DELETE FROM throttle WHERE key IN (
      SELECT key FROM throttle WHERE idle < now() LIMIT ${most} FOR UPDATE SKIP LOCKED)`
  const forgotten = await prisma.$executeRaw`
    DELETE FROM challenge WHERE id IN (
      SELECT id FROM challenge WHERE expires_at < now() - make_interval(secs => ${challengesKept})
      LIMIT ${most} FOR UPDATE SKIP LOCKED)`
  return erased + deleted + forgotten
}

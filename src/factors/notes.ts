import type { FactorParts } from './parts.js'

/** Remembers what a carrier said of a number, so that it is not tried again for a while. */
export async function noteRefusal(
  { prisma, policy }: Pick<FactorParts, 'prisma' | 'policy'>,
  numberHash: Uint8Array,
  why: string,
): Promise<void> {
  if (why !== 'landline' && why !== 'opted_out') return
  const landline = why === 'landline' ? policy.landlineRemembered : null
  const optedOut = why === 'opted_out' ? policy.optOutRemembered : null
  await prisma.$executeRaw`
    INSERT INTO number_note AS n (number_hash, landline_until, opted_out_until)
    VALUES (${Buffer.from(numberHash)}, now() + make_interval(secs => ${landline}::int), now() + make_interval(secs => ${optedOut}::int))
    ON CONFLICT (number_hash) DO UPDATE SET
      landline_until = COALESCE(EXCLUDED.landline_until, n.landline_until),
      opted_out_until = COALESCE(EXCLUDED.opted_out_until, n.opted_out_until)`
}

/** The owner of a number texted STOP, or START. */
export function createTextConsent(parts: Pick<FactorParts, 'prisma' | 'policy' | 'keyring'>) {
  return {
    optedOut: (number: string) => noteRefusal(parts, parts.keyring.hash('number', number), 'opted_out'),
    async optedIn(number: string): Promise<void> {
      await parts.prisma.$executeRaw`
        UPDATE number_note SET opted_out_until = NULL WHERE number_hash = ${parts.keyring.hash('number', number)}`
    },
  }
}

/** Forgets that the number of a factor opted out. */
export async function textedStart({ prisma }: Pick<FactorParts, 'prisma'>, factorId: string): Promise<void> {
  await prisma.$executeRaw`
    UPDATE number_note n SET opted_out_until = NULL FROM factor f WHERE f.id = ${factorId}::uuid AND n.number_hash = f.number_hash`
}

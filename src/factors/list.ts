import type { Factor, FactorService, MethodName, Slot, Via } from './factor.js'
import { accountName } from './enrol.js'
import { factorSeal } from './seals.js'
import { otpauthUri } from './methods/app.js'
import type { FactorParts } from './parts.js'

/** The account's factors, active ones first, the one used last before the others. */
export async function listFactors({ prisma }: Pick<FactorParts, 'prisma'>, accountId: string): Promise<Factor[]> {
  const rows = await prisma.factor.findMany({
    where: { accountId },
    orderBy: [{ status: 'asc' }, { lastUsedAt: { sort: 'desc', nulls: 'last' } }, { createdAt: 'asc' }],
  })
  return rows.map((row) => ({
    id: row.id,
    method: row.method as MethodName,
    ...(row.method === 'phone' ? { slot: row.slot as Slot } : {}),
    status: row.status as Factor['status'],
    masked: row.masked,
    linkedAt: row.linkedAt,
    lastUsedAt: row.lastUsedAt,
    lastVia: row.lastVia as Via | null,
  }))
}

/** The key of an app that is being linked. */
export async function revealApp(
  { prisma, keyring, issuer, policy }: FactorParts,
  factorId: string,
): ReturnType<FactorService['revealApp']> {
  const factor = await prisma.factor.findFirst({
    where: { id: factorId, method: 'app', status: 'pending' },
    include: { account: { select: { email: true, number: true } } },
  })
  if (factor === null) return undefined
  const secret = keyring.open(factor.sealed, factorSeal(factor.id))
  const account = accountName(factor.account.email, factor.account.number)
  return { secret, account, otpauthUri: otpauthUri(issuer, account, secret, policy.totpStep) }
}

/** The number of a phone, E.164. */
export async function revealNumber({ prisma, keyring }: FactorParts, factorId: string): Promise<string | undefined> {
  const factor = await prisma.factor.findFirst({ where: { id: factorId, method: 'phone' } })
  return factor === null ? undefined : keyring.open(factor.sealed, factorSeal(factor.id))
}

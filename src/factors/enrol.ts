import { randomUUID } from 'node:crypto'
import type { CountryCode } from 'libphonenumber-js/max'
import { refuse, type Outcome } from '../outcome.js'
import type { FactorService, NumberRefusal, Slot } from './factor.js'
import { lockAccount } from './lock.js'
import { newSecret, otpauthUri } from './methods/app.js'
import { linkable, type LinkableNumber } from './number.js'
import type { FactorParts } from './parts.js'
import { factorSeal } from './seals.js'

/** Begins to link an app: a new secret, pending until a code of it is entered. */
export async function enrolApp(
  { prisma, keyring, issuer, policy }: FactorParts,
  accountId: string,
  channel: string,
): ReturnType<FactorService['enrolApp']> {
  const id = randomUUID()
  const secret = newSecret()
  const { email, number } = await prisma.account.findUniqueOrThrow({ where: { id: accountId } })
  const sealed = keyring.seal(secret, factorSeal(id))
  await pend({ prisma }, { id, accountId, method: 'app', slot: 'primary', sealed, channel })
  return { id, secret, otpauthUri: otpauthUri(issuer, accountName(email, number), secret, policy.totpStep) }
}

/** How an authentication app names the account: its address, or its number as it is said. */
export function accountName(email: string | null, number: string): string {
  return email ?? number.replace(/^(\d{3})(\d{4})(\d{4})$/, '$1-$2-$3')
}

/** Begins to link a phone: its number, pending until a code that was sent to it is entered. */
export async function enrolPhone(
  parts: FactorParts,
  accountId: string,
  entry: { number: string; country?: CountryCode; slot?: Slot },
  channel: string,
): Promise<Outcome<{ id: string; masked: string }, NumberRefusal>> {
  const { countries, keyring } = parts
  const slot = entry.slot ?? 'primary'
  const enabled = new Set([...countries.sms, ...countries.voice])
  const parsed = linkable(entry.number, entry.country ?? countries.standard, enabled)
  if (!parsed.ok) return parsed
  const { number } = parsed
  const numberHash = keyring.hash('number', number.e164)
  const why = await taken(parts, accountId, slot, numberHash)
  if (why !== undefined) return refuse(why)
  const id = randomUUID()
  const sealed = keyring.seal(number.e164, factorSeal(id))
  await pend(parts, { id, accountId, method: 'phone', slot, sealed, number, numberHash, channel })
  return { ok: true, id, masked: number.masked }
}

/** Why a good number is not linked by this account. */
async function taken(
  { prisma, policy }: FactorParts,
  accountId: string,
  slot: Slot,
  numberHash: Buffer,
): Promise<NumberRefusal | undefined> {
  const [row] = await prisma.$queryRaw<{ same: boolean; primary: boolean; accounts: bigint }[]>`
    SELECT
      EXISTS (SELECT FROM factor WHERE account_id = ${accountId}::uuid AND method = 'phone' AND status = 'active'
        AND slot <> ${slot} AND number_hash = ${numberHash}) AS same,
      EXISTS (SELECT FROM factor WHERE account_id = ${accountId}::uuid AND method = 'phone' AND status = 'active'
        AND slot = 'primary') AS primary,
      (SELECT count(DISTINCT account_id) FROM factor WHERE number_hash = ${numberHash} AND status = 'active'
        AND account_id <> ${accountId}::uuid) AS accounts`
  if (row === undefined) return undefined
  if (slot === 'secondary' && !row.primary) return 'primary_first'
  if (row.same) return 'same_number'
  return Number(row.accounts) >= policy.accountsPerNumber ? 'number_in_use' : undefined
}

interface Pending {
  id: string
  accountId: string
  method: 'app' | 'phone'
  slot: Slot
  sealed: string
  channel: string
  number?: LinkableNumber
  numberHash?: Buffer
}

/**
 * Makes the pending factor. One that was pending in its place gives way in the same statement, its challenges with it, and so does
 * one of the same number in the other slot: of two the later one stands.
 */
async function pend({ prisma }: Pick<FactorParts, 'prisma'>, pending: Pending): Promise<void> {
  const { id, accountId, method, slot, sealed, number, numberHash = null, channel } = pending
  await prisma.$transaction([
    lockAccount(prisma, accountId),
    prisma.$executeRaw`
      WITH gone AS (
        DELETE FROM factor WHERE account_id = ${accountId}::uuid AND method = ${method} AND status = 'pending'
          AND (slot = ${slot} OR number_hash = ${numberHash}) RETURNING id
      ), made AS (
        INSERT INTO factor (id, account_id, method, slot, status, sealed, number_hash, masked, country)
        SELECT ${id}::uuid, ${accountId}::uuid, ${method}, ${slot}, 'pending', ${sealed}, ${numberHash},
          ${number?.masked ?? null}, ${number?.country ?? null}
        -- After the one that gives way is gone.
        WHERE (SELECT count(*) FROM gone) >= 0
        RETURNING id, account_id
      )
      INSERT INTO event (account_id, type, factor_id, channel, outcome)
      SELECT account_id, 'enrol', id, ${channel}, ${method} FROM made`,
  ])
}

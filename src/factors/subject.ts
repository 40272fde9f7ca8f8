import type { Factor, Obstacles, Purpose, SendRefusal, Via } from './factor.js'
import type { FactorParts } from './parts.js'
import { inFullUse, inOtherSlot, withoutFirst } from './sharing.js'

/** A factor with what decides whether it may be challenged: read in one statement, by the database's clock. */
export interface Subject {
  id: string
  accountId: string
  method: string
  status: string
  sealed: string
  numberHash: Uint8Array | null
  country: string | null
  /** Seconds until the account is open again, or null. */
  lockedFor: number | null
  /** The account is not a day old. */
  firstDay: boolean
  /** This account has sent to this number within a day. */
  tried: boolean
  landline: boolean
  optedOut: boolean
  callsStopped: boolean
  /** While it is being linked: the account has the number in its other slot. */
  inOtherSlot: boolean
  /** While it is being linked: it is a second phone without a first. */
  withoutFirst: boolean
  /** While it is being linked: as many other accounts as may have the number. */
  inFullUse: boolean
}

/** The key under which it is kept that an account has tried a number. */
export const triedKey = (accountId: string, numberHash: Uint8Array): string => `tried:${accountId}:${hex(numberHash)}`

/** A keyed hash as it stands in a key. */
export const hex = (hash: Uint8Array): string => Buffer.from(hash).toString('hex')

/** Reads a factor for a challenge; undefined when there is none. */
export async function subjectOf(
  { prisma, policy }: Pick<FactorParts, 'prisma' | 'policy'>,
  factorId: string,
): Promise<Subject | undefined> {
  const rows = await prisma.$queryRaw<Subject[]>`
    SELECT f.id, f.account_id AS "accountId", f.method, f.status, f.sealed, f.number_hash AS "numberHash", f.country,
      CASE WHEN a.locked_until > now() THEN ceil(EXTRACT(epoch FROM a.locked_until - now()))::int END AS "lockedFor",
      a.created_at > now() - interval '1 day' AS "firstDay",
      EXISTS (SELECT FROM throttle t WHERE t.idle > now()
        AND t.key = 'tried:' || f.account_id || ':' || encode(f.number_hash, 'hex')) AS tried,
      COALESCE(n.landline_until > now(), false) AS landline,
      COALESCE(n.opted_out_until > now(), false) AS "optedOut",
      COALESCE(n.no_calls_until > now(), false) AS "callsStopped",
      f.status = 'pending' AND ${inOtherSlot('f')} AS "inOtherSlot",
      f.status = 'pending' AND ${withoutFirst('f')} AS "withoutFirst",
      f.status = 'pending' AND ${inFullUse('f', policy.accountsPerNumber)} AS "inFullUse"
    FROM factor f JOIN account a ON a.id = f.account_id LEFT JOIN number_note n ON n.number_hash = f.number_hash
    WHERE f.id = ${factorId}::uuid`
  return rows[0]
}

/** The status of a factor that is challenged for a purpose. */
export const statusFor = (purpose: Purpose): Factor['status'] => (purpose === 'link' ? 'pending' : 'active')

/** Why a factor is not challenged for a purpose. */
export function misfit({ status, ...subject }: Subject, purpose: Purpose): SendRefusal | undefined {
  if (subject.inOtherSlot) return 'same_number'
  if (subject.withoutFirst) return 'primary_first'
  if (subject.inFullUse) return 'number_in_use'
  if (status === statusFor(purpose)) return undefined
  return purpose === 'link' ? 'already_linked' : 'not_linked'
}

/** What is known of a number that keeps a code from it. */
export function obstacle(
  subject: Subject,
  via: Via,
  countries: Pick<FactorParts['countries'], 'sms' | 'voice'>,
): SendRefusal | undefined {
  const enabled: readonly string[] = via === 'sms' ? countries.sms : countries.voice
  if (!enabled.includes(subject.country ?? '')) return 'country_off'
  if (via === 'sms' && subject.optedOut) return 'opted_out'
  if (via === 'sms' && subject.landline) return 'landline'
  return via === 'call' && subject.callsStopped ? 'calls_stopped' : undefined
}

/** The same, by both ways; of a factor that is gone nothing is known. */
export async function obstacles(parts: FactorParts, factorId: string): Promise<Obstacles> {
  const subject = await subjectOf(parts, factorId)
  const found: Obstacles = {}
  if (subject === undefined) return found
  for (const via of ['sms', 'call'] as const) {
    const why = obstacle(subject, via, parts.countries)
    if (why !== undefined) found[via] = why
  }
  return found
}

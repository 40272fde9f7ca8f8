import { throttle } from '../factors/throttle.js'
import { refuse, type Outcome } from '../outcome.js'
import type { Keyring } from '../store/keyring.js'
import { countOfAll, forget, keysOfAll, limitKey, refund } from './limits.js'
import type { AccountParts } from './parts.js'

/** Consecutive wrong passwords are counted for so long, in seconds: in effect until one is right. */
const CONSECUTIVE = 365 * 86_400

/** A try that was counted and may be compared. */
export interface CountedTry {
  /** It was right: it is not counted as wrong, and those in a row before it are forgotten. */
  right(): Promise<void>
}

/** What wrong passwords of an address are counted under, whoever enters them. */
export function signInKeys(keyring: Keyring, email: string): [inAll: string, beyond: string, inARow: string] {
  return [...keysOfAll(keyring, 'sign-in', email), limitKey(keyring, 'sign-in-row', email)]
}

/**
 * Counts a try as wrong before it is compared, so that parallel ones are never compared beyond a limit. An address without
 * an account is counted in the same way.
 * @param known the browser signed in to this account before: the limit of all tries at the account is not for it, so that
 *   strangers don't lock its owner out (NIST SP 800-63B-4 §3.2.2).
 */
export async function countSignIn(
  { prisma, keyring, policy }: AccountParts,
  { email, source, known }: { email: string; source: string; known: boolean },
): Promise<Outcome<CountedTry, 'too_many' | 'reset_needed'>> {
  const [inAll, beyond, inARow] = signInKeys(keyring, email)
  const perSource = [
    { key: limitKey(keyring, 'sign-in-here', `${email} ${source}`), ...policy.signInPerAccountAndSource },
    { key: limitKey(keyring, 'sign-in-from', source), ...policy.signInPerSource },
  ]
  const fromHere = await throttle(prisma, perSource)
  if (!fromHere.ok) return refuse('too_many', waiting(fromHere.retryAfter))

  const counted = perSource.map(({ key }) => key)
  if (!known) {
    const ofAll = await countOfAll({ prisma, policy }, [inAll, beyond])
    if (!ofAll.ok) {
      await refund(prisma, counted)
      return refuse('too_many', waiting(ofAll.retryAfter))
    }
    counted.push(ofAll.key)
  }
  const row = await throttle(prisma, [{ key: inARow, max: policy.signInUntilReset, seconds: CONSECUTIVE }])
  if (!row.ok) {
    await refund(prisma, counted)
    return refuse('reset_needed')
  }
  return {
    ok: true,
    async right() {
      await refund(prisma, counted)
      await forget(prisma, [inARow])
    },
  }
}

const waiting = (retryAfter: number | undefined) => (retryAfter === undefined ? {} : { retryAfter })

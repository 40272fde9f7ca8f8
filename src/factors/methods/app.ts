import { generateSecret, generateURI, verify } from 'otplib'
import { factorSeal } from '../seals.js'
import type { Policy } from '../policy.js'
import type { Match, Method } from './method.js'

/** A new TOTP secret: 160 bits (RFC 4226 §4 R6), base32. */
export function newSecret(): string {
  return generateSecret({ length: 20 })
}

/** The key URI that an authentication app scans (github.com/google/google-authenticator/wiki/Key-Uri-Format). @param period a step's length, in seconds. */
export function otpauthUri(issuer: string, account: string, secret: string, period: number): string {
  return generateURI({ issuer, label: account, secret, period })
}

/** An authentication app: TOTP, RFC 6238, SHA-1, six digits. */
export const app: Method = {
  name: 'app',
  delivers: false,
  amr: () => ['otp'],
  async compare(code, held, { keyring, policy }) {
    const secret = keyring.open(held.sealed, factorSeal(held.factorId))
    const near = await stepOf(secret, code, policy, policy.totpWindow * policy.totpStep)
    if (near !== undefined) return { right: true, via: null, step: BigInt(near) }
    return held.purpose === 'link' ? explained(secret, code, policy) : { right: false, why: 'wrong' }
  },
}

/** While linking: a code of a clock that is off is explained, never accepted. */
async function explained(secret: string, code: string, policy: Policy): Promise<Match> {
  const far = await stepOf(secret, code, policy, policy.totpExplain)
  if (far === undefined) return { right: false, why: 'wrong' }
  const now = Math.floor(Date.now() / 1000 / policy.totpStep)
  return { right: false, why: 'wrong', clockOff: (far - now) * policy.totpStep }
}

/** The time step whose code it is, within so many seconds of now. A replay is not told here: the step moves in the database. */
async function stepOf(secret: string, code: string, policy: Policy, tolerance: number): Promise<number | undefined> {
  const checked = await verify({ secret, token: code, period: policy.totpStep, epochTolerance: tolerance })
  return checked.valid && 'timeStep' in checked ? checked.timeStep : undefined
}

import type { Keyring } from '../../store/keyring.js'
import type { MethodName, Purpose, Via } from '../factor.js'
import type { Policy } from '../policy.js'

/** What a guess is compared with: read by the statement that took the guess. */
export interface Held {
  challengeId: string
  factorId: string
  purpose: Purpose
  /** The factor's secret or number, sealed. */
  sealed: string
  /** The codes that were sent, newest first. */
  codes: { via: Via; hash: Buffer; live: boolean }[]
}

/** What a comparison came to. `step` is the TOTP time step of a right code, `clockOff` explains a wrong one, in seconds. */
export type Match =
  { right: true; via: Via | null; step: bigint | null } | { right: false; why: 'wrong' | 'expired'; clockOff?: number }

/** A method, as a row of the table: what is special to it, and nothing else is. */
export interface Method {
  name: MethodName
  /** A code is sent to it; else the resident has it already. */
  delivers: boolean
  /** RFC 8176 values of a proof. */
  amr(via: Via | null): string[]
  compare(code: string, held: Held, parts: { keyring: Keyring; policy: Policy }): Promise<Match>
}

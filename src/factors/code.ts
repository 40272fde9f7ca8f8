import { randomInt } from 'node:crypto'
import type { Keyring } from '../store/keyring.js'
import type { Purpose } from './factor.js'

/** What a code is bound to: it proves nothing elsewhere. */
export interface CodeBinding {
  challengeId: string
  factorId: string
  purpose: Purpose
}

/** Six digits by a CSPRNG, leading zeros kept. NIST SP 800-63B-4 §3.1.3.2. */
export function newCode(): string {
  return String(randomInt(1_000_000)).padStart(6, '0')
}

/** The keyed hash by which a code is checked. */
export function codeHash(keyring: Keyring, { challengeId, factorId, purpose }: CodeBinding, code: string): Buffer {
  return keyring.hash('code', challengeId, factorId, purpose, code)
}

/** Six digits as they were entered, spaces and dashes aside; undefined when they are not six digits. */
export function parseCode(entry: string): string | undefined {
  const digits = entry.length > 64 ? '' : entry.replace(/[\s-]/g, '')
  return /^\d{6}$/.test(digits) ? digits : undefined
}

import { randomInt, timingSafeEqual } from 'node:crypto'
import type { Keyring } from '../store/keyring.js'

/** Six random digits, zeros in front kept. */
export const randomCode = (): string => String(randomInt(1_000_000)).padStart(6, '0')

/** What is kept of a code: a keyed hash that is good for one row of one purpose. */
export const codeHash = (keyring: Keyring, purpose: string, rowId: string, code: string): Buffer =>
  keyring.hash('code', purpose, rowId, code)

/** Compares in constant time. */
export const sameHash = (one: Uint8Array, other: Uint8Array): boolean => timingSafeEqual(one, other)

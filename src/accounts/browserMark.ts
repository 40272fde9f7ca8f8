import type { Keyring } from '../store/keyring.js'

/** By what a browser shows that it signed in to an account before. A new password makes it strange again. */
export function browserMark(keyring: Keyring, accountId: string, passwordHash: string): string {
  return keyring.hash('token', 'known browser', accountId, passwordHash).toString('base64url')
}

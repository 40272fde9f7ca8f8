import { randomBytes } from 'node:crypto'
import { openDatabase, type Database } from '../../src/store/db.js'
import { openKeyring, type Keyring } from '../../src/store/keyring.js'

let shared: Promise<Database & { keyring: Keyring }> | undefined

/**
 * The database of this test process, opened once: PGlite in memory, or TEST_DATABASE_URL's server. Tests make accounts of
 * their own and never count on an empty table.
 */
export function testDatabase(): Promise<Database & { keyring: Keyring }> {
  shared ??= open()
  return shared
}

async function open(): Promise<Database & { keyring: Keyring }> {
  const db = await openDatabase(process.env['TEST_DATABASE_URL'] ?? 'memory://')
  const keyring = await openKeyring(db.prisma, [{ id: 'test', bytes: Buffer.from(TEST_KEY, 'base64') }])
  return { ...db, keyring }
}

/** A server's database outlives the process, so its key is the same in each. */
const TEST_KEY = 'cmluZ2JhY2sgdGVzdCBrZXksIDMyIGJ5dGVzIGxvbmc='
/** The same, as RINGBACK_KEYS has it. */
export const TEST_KEYS = `test:${TEST_KEY}`

export const randomEmail = (): string => `r${randomBytes(6).toString('hex')}@example.org`

export const mochaHooks = {
  async afterAll(): Promise<void> {
    if (shared !== undefined) await (await shared).close()
  },
}

import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { Fault } from '../fault.js'
import type { PrismaClient } from './db.js'

/** A key of RINGBACK_KEYS: 32 bytes under a name that what it sealed carries. */
export interface Key {
  id: string
  bytes: Buffer
}

/** What a keyed hash is for: hashes of different kinds never match. */
export type HashKind = 'number' | 'code' | 'token' | 'source'

/** Seals what must be read again and hashes what must only be found again. */
export interface Keyring {
  /** AES-256-GCM under the newest key: `keyId.base64url(iv ‖ ciphertext ‖ tag)`. `bind` names the place it belongs to (`factor:<id>`). */
  seal(plain: string, bind: string): string
  /** @throws {Fault} `unsealable` when the key is gone, the text was changed, or it was sealed for another place. */
  open(sealed: string, bind: string): string
  /** HMAC-SHA-256 of the parts, under a key that is made once a database and survives rotations. */
  hash(kind: HashKind, ...parts: string[]): Buffer
}

/** The name of the hash key's row, and what it is sealed for. */
export const HASH_KEY = 'hash'

/**
 * Opens the keyring. The hash key is made at the first start and kept sealed in the database.
 * @param keys newest first.
 * @throws {Fault} `wrong_keys` when none of them opens what the database holds.
 */
export async function openKeyring(prisma: PrismaClient, keys: readonly Key[]): Promise<Keyring> {
  const sealer = sealing(keys)
  const made = sealer.seal(randomBytes(32).toString('base64url'), HASH_KEY)
  await prisma.$executeRaw`INSERT INTO sealed_key (name, sealed) VALUES (${HASH_KEY}, ${made}) ON CONFLICT DO NOTHING`
  const { sealed } = await prisma.sealedKey.findUniqueOrThrow({ where: { name: HASH_KEY } })
  let root: Buffer
  try {
    root = Buffer.from(sealer.open(sealed, HASH_KEY), 'base64url')
  } catch (error) {
    throw new Fault('wrong_keys', 'RINGBACK_KEYS do not fit this database', { cause: error })
  }
  return { ...sealer, hash: hashing(root) }
}

function sealing(keys: readonly Key[]): Pick<Keyring, 'seal' | 'open'> {
  const [newest] = keys
  if (newest === undefined) throw new Fault('wrong_keys', 'RINGBACK_KEYS names no key')
  return {
    seal(plain, bind) {
      const iv = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', newest.bytes, iv).setAAD(Buffer.from(bind))
      const body = Buffer.concat([iv, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return `${newest.id}.${body.toString('base64url')}`
    },
    open(sealed, bind) {
      const dot = sealed.indexOf('.')
      const key = keys.find(({ id }) => id === sealed.slice(0, dot))
      const body = Buffer.from(sealed.slice(dot + 1), 'base64url')
      if (key === undefined || body.length < 28) throw new Fault('unsealable', 'sealed under a key that is not here')
      try {
        const cipher = createDecipheriv('aes-256-gcm', key.bytes, body.subarray(0, 12)).setAAD(Buffer.from(bind))
        cipher.setAuthTag(body.subarray(-16))
        return Buffer.concat([cipher.update(body.subarray(12, -16)), cipher.final()]).toString('utf8')
      } catch {
        throw new Fault('unsealable', 'sealed text does not open')
      }
    },
  }
}

function hashing(root: Buffer): Keyring['hash'] {
  const derived = new Map<HashKind, Buffer>()
  for (const kind of ['number', 'code', 'token', 'source'] as const) {
    derived.set(kind, Buffer.from(hkdfSync('sha256', root, '', `ringback ${kind}`, 32)))
  }
  return (kind, ...parts) => {
    const hmac = createHmac('sha256', derived.get(kind) as Buffer)
    // Lengths keep ('ab','c') apart from ('a','bc').
    for (const part of parts) hmac.update(`${part.length}:${part}`)
    return hmac.digest()
  }
}

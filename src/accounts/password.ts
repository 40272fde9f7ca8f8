import { hash, verify, type Options } from '@node-rs/argon2'
import type { Policy } from '../factors/policy.js'

/** Why a password is not taken. Each has words (`web.password.<why>`). NIST SP 800-63B-4 §3.1.1.2. */
export type WeakPassword = 'too_short' | 'too_long' | 'common' | 'personal'

/** OWASP Password Storage Cheat Sheet: argon2id, 19 MiB, two passes, one lane. argon2id is the library's own default. */
const ARGON2: Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** What remains of a password without the brand and the address must still be this long, in characters. */
const OWN = 5

/**
 * Why a password is not good enough; undefined when it is. Characters are code points; spaces count.
 * @param personal words that are known of its owner or of us: the brand, the address's local part.
 */
export async function weakness(
  password: string,
  personal: readonly string[],
  policy: Pick<Policy, 'passwordLeast' | 'passwordMost'>,
): Promise<WeakPassword | undefined> {
  const plain = password.normalize('NFKC')
  const length = lengthOf(plain)
  if (length < policy.passwordLeast) return 'too_short'
  if (length > policy.passwordMost) return 'too_long'
  const folded = plain.toLowerCase()
  if (new Set(folded).size < 3 || (await commonPasswords()).has(folded)) return 'common'
  const own = personal
    .map((word) => word.normalize('NFKC').toLowerCase())
    .filter((word) => lengthOf(word) > 2)
    .reduce((rest, word) => rest.replaceAll(word, ''), folded)
  return own !== folded && lengthOf(own) < OWN ? 'personal' : undefined
}

/** In code points. */
const lengthOf = (text: string): number => Array.from(text).length

/** Hashes a password, however its characters were composed (NFKC, NIST §3.1.1.2). A PHC string. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), ARGON2)
}

/** Whether the password is right. Without a hash it takes the same time and is wrong. */
export async function passwordMatches(hashed: string | undefined, password: string): Promise<boolean> {
  const right = await verify(hashed ?? (await nobodys()), password.normalize('NFKC'))
  return right && hashed !== undefined
}

let dummy: Promise<string> | undefined

function nobodys(): Promise<string> {
  return (dummy ??= hashPassword('nobody has this password'))
}

let common: Promise<ReadonlySet<string>> | undefined

/** 49,000 passwords that were found in breaches; read when one is first judged. */
function commonPasswords(): Promise<ReadonlySet<string>> {
  return (common ??= import('@zxcvbn-ts/language-common').then(
    ({ dictionary }) => new Set(dictionary['passwords-common'].map((password) => password.toLowerCase())),
  ))
}

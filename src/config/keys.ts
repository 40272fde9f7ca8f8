import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { ROOT } from '../root.js'
import type { Key } from '../store/keyring.js'

/** The keys of a comma-separated list `id:base64`, newest first; a string says what is wrong with it. */
export function parseKeys(list: string): Key[] | string {
  const keys = list.split(',').map((entry) => {
    const [id, base64] = halves(entry)
    return { id, bytes: Buffer.from(base64, 'base64') }
  })
  if (keys.some(({ id, bytes }) => !/^[\w-]{1,32}$/.test(id) || bytes.length !== 32)) {
    return 'comma-separated id:base64, each 32 bytes'
  }
  return new Set(keys.map(({ id }) => id)).size < keys.length ? 'an id stands twice' : keys
}

/** The secrets of relying parties, by id, of a comma-separated list `id:secret`; a string says what is wrong with it. */
export function parseApiKeys(list: string): ReadonlyMap<string, string> | string {
  const pairs = list
    .split(',')
    .filter((entry) => entry.trim() !== '')
    .map(halves)
  if (pairs.some(([id, secret]) => id === '' || secret === '')) return 'comma-separated id:secret'
  return new Set(pairs.map(([id]) => id)).size < pairs.length ? 'an id stands twice' : new Map(pairs)
}

function halves(entry: string): [string, string] {
  const [id = '', rest = ''] = entry.trim().split(/:(.*)/s)
  return [id, rest]
}

/**
 * The key of a machine that was given none: made once beside the embedded database, readable by its owner only; in
 * memory, made anew.
 */
export function developmentKeys(databaseUrl: string): Key[] {
  if (databaseUrl.startsWith('memory:')) return [{ id: 'memory', bytes: randomBytes(32) }]
  const folder = /^postgres(ql)?:/.test(databaseUrl) ? path.join(ROOT, '.data') : path.resolve(databaseUrl)
  const file = path.join(folder, 'keys')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (!existsSync(file)) writeOnce(file, `dev:${randomBytes(32).toString('base64')}\n`)
  const keys = parseKeys(readFileSync(file, 'utf8'))
  if (typeof keys === 'string') throw new Error(`${file}: ${keys}`)
  return keys
}

/** Makes a file, whole or not at all: of several that make it at once, the first one's stays. */
function writeOnce(file: string, text: string): void {
  const mine = `${file}.${randomBytes(4).toString('hex')}`
  try {
    writeFileSync(mine, text, { mode: 0o600, flush: true })
    linkSync(mine, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(mine, { force: true })
  }
}

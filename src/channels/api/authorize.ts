import { createHash, timingSafeEqual } from 'node:crypto'

/** Tells which key a request came with, by its `Authorization` header; undefined for none that is known. */
export type Authorize = (header: string | undefined) => string | undefined

/**
 * Reads `Bearer id:secret` (RFC 6750 §2.1) against the configured pairs. Hashes are compared, so that neither the length nor a
 * common beginning shows in the time it takes; an unknown id is compared with nothing's hash.
 * @param apiKeys secrets by id; empty: nothing is authorized.
 */
export function authorizing(apiKeys: ReadonlyMap<string, string>): Authorize {
  const known = new Map([...apiKeys].map(([id, secret]) => [id, sha256(secret)]))
  const nobody = sha256('')
  return (header) => {
    const [, id = '', secret = ''] = /^Bearer +([^:\s]+):(.+)$/i.exec(header ?? '') ?? []
    const right = timingSafeEqual(sha256(secret), known.get(id) ?? nobody)
    return right && known.has(id) ? id : undefined
  }
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()

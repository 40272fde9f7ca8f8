import type { IncomingMessage } from 'node:http'

/** The longest body that is taken, in bytes. */
const LIMIT = 64 * 1024
const DEPTH_LIMIT = 32
/** PostgreSQL keeps neither NUL nor half of a surrogate pair. */
const UNKEPT = /[\0\p{Surrogate}]/u

/** What a body came to: its value, undefined for an empty one; or the status that refuses it. */
export type Body = { ok: true; value: unknown } | { ok: false; status: 400 | 413 | 415 }

/**
 * Reads a body of JSON or of a form's fields; anything else that is not empty is refused. What is over the limit is read to its
 * end and dropped, so that the client gets to its answer.
 * @returns undefined when the client went away meanwhile.
 */
export async function bodyOf(request: IncomingMessage): Promise<Body | undefined> {
  const parts: Buffer[] = []
  let length = 0
  try {
    for await (const part of request as AsyncIterable<Buffer>) {
      length += part.length
      if (length <= LIMIT) parts.push(part)
    }
  } catch {
    return undefined
  }
  if (length > LIMIT) return { ok: false, status: 413 }
  if (length === 0) return { ok: true, value: undefined }
  const parse = PARSERS.get(mediaType(request))
  if (parse === undefined) return { ok: false, status: 415 }
  try {
    const value = parse(Buffer.concat(parts).toString())
    return wellFormed(value) ? { ok: true, value } : { ok: false, status: 400 }
  } catch (error) {
    if (error instanceof SyntaxError) return { ok: false, status: 400 }
    throw error
  }
}

const PARSERS = new Map<string, (text: string) => unknown>([
  ['application/json', (text) => JSON.parse(text) as unknown],
  ['application/x-www-form-urlencoded', (text) => fieldsOf(new URLSearchParams(text))],
])

/** Whether a request says that its body is JSON. */
export const isJson = (request: Pick<IncomingMessage, 'headers'>): boolean => mediaType(request) === 'application/json'

function mediaType({ headers }: Pick<IncomingMessage, 'headers'>): string {
  return (headers['content-type'] ?? '').replace(/;.*$/s, '').trim().toLowerCase()
}

/** A query's or form's fields. One that stands twice becomes a list, which no schema takes. */
export function fieldsOf(pairs: URLSearchParams): Record<string, string | string[]> {
  const names = [...new Set(pairs.keys())]
  return Object.fromEntries(
    names.map((name) => {
      const values = pairs.getAll(name)
      return [name, values.length === 1 ? (values[0] ?? '') : values]
    }),
  )
}

/** A body is bounded in depth (a deep one overflows a later stringify), and its text is such as a database keeps. */
function wellFormed(body: unknown, depth = 0): boolean {
  if (typeof body === 'string') return !UNKEPT.test(body)
  if (typeof body !== 'object' || body === null) return true
  const inside = Object.entries(body)
  return depth < DEPTH_LIMIT && inside.every(([name, value]) => !UNKEPT.test(name) && wellFormed(value, depth + 1))
}

import { STATUS_CODES, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Answer } from './route.js'

/** On every answer: kept by no cache, taken for nothing but what it says it is, and its address told to no other site. */
export const COMMON_HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
} as const

/** Writes an answer, unless its handler has. */
export function send(response: ServerResponse, answer: Answer): void {
  if (answer.taken === true || response.headersSent) return
  const { headers, body } = written(answer)
  response.writeHead(answer.status, headers)
  response.end(body)
}

/** Writes an answer where node has made no response, and closes the connection. */
export function sendOn(socket: Duplex, answer: Answer): void {
  if (!socket.writable) {
    socket.destroy()
    return
  }
  const { headers, body } = written(answer)
  const lines = Object.entries({ ...headers, connection: 'close' }).flatMap(([name, values]) =>
    [values].flat().map((value) => `${name}: ${value}\r\n`),
  )
  socket.write(`HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status] ?? ''}\r\n${lines.join('')}\r\n`)
  socket.end(body, () => socket.destroy())
}

function written(answer: Answer): { headers: Record<string, string | string[]>; body: string | Buffer } {
  const headers: Record<string, string | string[]> = { ...COMMON_HEADERS, ...answer.headers }
  const [type, body] = bodyOf(answer)
  if (type !== undefined) headers['content-type'] ??= type
  // RFC 9110 §8.6: not in an answer that has no body by its status.
  if (answer.status !== 204 && answer.status !== 304) headers['content-length'] = String(Buffer.byteLength(body))
  return { headers, body }
}

function bodyOf(answer: Answer): [string | undefined, string | Buffer] {
  if (answer.json !== undefined) return ['application/json; charset=utf-8', JSON.stringify(answer.json)]
  if (answer.html !== undefined) return ['text/html; charset=utf-8', answer.html]
  if (answer.xml !== undefined) return ['text/xml; charset=utf-8', answer.xml]
  if (answer.file !== undefined) return [answer.file.type, answer.file.bytes]
  return [undefined, '']
}

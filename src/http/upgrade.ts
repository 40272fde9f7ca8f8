import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'

/** Whether a request asks for a WebSocket (RFC 6455 §4.1), and for nothing beside it. */
export function isWebSocket({ headers }: IncomingMessage): boolean {
  return headers.upgrade?.toLowerCase() === 'websocket'
}

/**
 * Serves a request that offers another protocol (`Upgrade: h2c`) as if it did not: a server may ignore the offer (RFC 9110
 * §7.8). Node takes every offer once one listener wants WebSockets, and gives up its parser; so the request goes back into its
 * connection without the header, and the connection into the server (nodejs.org/api/http.html#event-connection).
 */
export function ignoreUpgrades(server: Server): void {
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (isWebSocket(request)) return
    socket.unshift(Buffer.concat([headOf(request), head]))
    server.emit('connection', socket)
  })
}

/** The request as it came, without the offer. Header bytes are Latin-1 in node. */
function headOf({ method, url, httpVersion, rawHeaders }: IncomingMessage): Buffer {
  const lines = [`${method ?? ''} ${url ?? ''} HTTP/${httpVersion}`]
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const [name = '', value = ''] = rawHeaders.slice(at, at + 2)
    if (name.toLowerCase() !== 'upgrade') lines.push(`${name}: ${value}`)
  }
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1')
}

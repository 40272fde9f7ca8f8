import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import type { Policy } from '../../factors/policy.js'
import { sendOn } from '../../http/answer.js'
import { isLoopback } from '../../http/loopback.js'
import { problem, type Answer } from '../../http/route.js'
import { isWebSocket } from '../../http/upgrade.js'
import type { Logger } from '../../log.js'
import type { Keyring } from '../../store/keyring.js'
import { isOwnOrigin } from '../../web/crossSite.js'
import type { Conversing } from '../conversing.js'
import { ENDED, type ChatSessions } from './guard.js'
import { activitySet } from './history.js'
import { tokens, type StreamPass } from './token.js'

/** What the stream works with. */
export interface StreamParts {
  conversing: Conversing
  sessions: ChatSessions
  keyring: Keyring
  policy: Pick<Policy, 'streams'>
  /** The address others reach us by: the one foreign origin that may open a stream. */
  publicUrl: string
  log: Logger
  /** How often messages that another replica took are looked for, in milliseconds. */
  poll?: number
}

const PATH = /^\/v3\/directline\/conversations\/([^/?]+)\/stream\?t=([\w.-]+)$/
/** How often a socket's peer and session are looked after, in milliseconds. */
const CARE = 15_000
/** Close codes (RFC 6455 §7.4): going away, and one of our own for a session that is over. */
const GOING_AWAY = 1001
const SESSION_OVER = 4404

const FORBIDDEN = problem(403, 'forbidden', 'That address opens no stream.')
// Web Chat's client tries again, and reads by polling meanwhile.
const TOO_MANY = problem(429, 'too_many', 'This session has enough streams open.', 30)
const FAILED = problem(500, 'internal', 'Something went wrong on our side. Please try again.')

/** Serves Direct Line's WebSocket streams on a server. */
export function webChatStream(parts: StreamParts): { attach(server: Server): void; close(): void } {
  // Clients send nothing but empty pings.
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 1024, perMessageDeflate: false })
  const issued = tokens(parts.keyring)
  const open = new Map<string, number>()

  const count = (sessionId: string, more: 1 | -1): void => {
    const left = (open.get(sessionId) ?? 0) + more
    if (left > 0) open.set(sessionId, left)
    else open.delete(sessionId)
  }

  /** Who may open a stream with this request, or what is answered instead. */
  const admit = async (request: IncomingMessage): Promise<StreamPass | Answer> => {
    const [, conversationId, token = ''] = PATH.exec(request.url ?? '') ?? []
    const pass = issued.readStream(token)
    if (pass === undefined || pass.conversationId !== conversationId) return FORBIDDEN
    if (!fromOwnPage(request, parts.publicUrl)) return FORBIDDEN
    if ((await parts.sessions.peek(pass.sessionId)) === undefined) return ENDED
    return pass
  }

  const upgrade = async (request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    const admitted = await admit(request)
    if ('status' in admitted) {
      sendOn(socket, admitted)
    } else if ((open.get(admitted.sessionId) ?? 0) >= parts.policy.streams) {
      sendOn(socket, TOO_MANY)
    } else {
      sockets.handleUpgrade(request, socket, head, (client) => {
        count(admitted.sessionId, 1)
        client.on('close', () => count(admitted.sessionId, -1))
        serve(client, admitted, parts)
      })
    }
  }

  return {
    attach(server) {
      server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
        if (!isWebSocket(request)) return
        socket.on('error', () => socket.destroy())
        upgrade(request, socket, head).catch((err: unknown) => {
          parts.log.error({ err }, 'stream failed')
          sendOn(socket, FAILED)
        })
      })
    },
    close() {
      for (const client of sockets.clients) client.close(GOING_AWAY)
    },
  }
}

/** Sends everything after the watermark, then what comes, in order and once. */
function serve(client: WebSocket, pass: StreamPass, parts: StreamParts): void {
  let { watermark } = pass
  let running = false
  let again = false
  let answered = true

  const pump = async (): Promise<void> => {
    again = true
    if (running) return
    running = true
    try {
      while (again && client.readyState === client.OPEN) {
        again = false
        const set = await activitySet(parts.conversing, pass.conversationId, watermark)
        watermark = Number(set.watermark)
        if (set.activities.length > 0) client.send(JSON.stringify(set))
      }
    } catch (err) {
      // The client comes back, with its watermark.
      parts.log.error({ err }, 'stream failed')
      client.close(1011)
    } finally {
      running = false
    }
  }

  const care = async (): Promise<void> => {
    if (!answered) {
      client.terminate()
      return
    }
    answered = false
    client.ping()
    if ((await parts.sessions.peek(pass.sessionId)) === undefined) client.close(SESSION_OVER)
  }

  const unsubscribe = parts.conversing.onChange(pass.conversationId, () => void pump())
  const polling = setInterval(() => void pump(), parts.poll ?? 2000)
  const caring = setInterval(() => {
    care().catch((err: unknown) => parts.log.error({ err }, 'stream failed'))
  }, CARE)
  client.on('pong', () => (answered = true))
  client.on('error', () => client.terminate())
  client.on('close', () => {
    unsubscribe()
    clearInterval(polling)
    clearInterval(caring)
  })
  void pump()
}

/** A browser names the page that opens the socket; cookies play no part, the token in the address does. */
function fromOwnPage(request: IncomingMessage, publicUrl: string): boolean {
  const { origin, host } = request.headers
  return origin === undefined || isOwnOrigin(origin, { host, loopback: isLoopback(request) }, publicUrl)
}

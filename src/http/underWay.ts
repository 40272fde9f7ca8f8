import type { Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { Fault } from '../fault.js'
import type { Route } from './route.js'

/** How long the peer of a WebSocket may take to answer that it is closed (RFC 6455 §7.1.1), in milliseconds. */
const FAREWELL = 1_000

/** What a server has begun, so that it can be ended without cutting it. */
export class UnderWay {
  private readonly work = new Set<Promise<unknown>>()
  private readonly answers = new Map<ServerResponse, Promise<void>>()
  private readonly sockets = new Set<Socket>()
  private ending = false

  /** Counts work until it ends, well or not. A client that goes away does not end it. */
  count<T>(work: Promise<T>): Promise<T> {
    const counted: Promise<unknown> = work.catch(() => undefined).finally(() => this.work.delete(counted))
    this.work.add(counted)
    return work
  }

  /** The same routes, their handlers counted. */
  counted(routes: readonly Route[]): Route[] {
    return routes.map((route) => ({ ...route, handle: async (incoming) => this.count(route.handle(incoming)) }))
  }

  /** Keeps an eye on a server's connections and answers. */
  watch(server: Server): void {
    server.on('connection', (socket: Socket) => {
      this.sockets.add(socket)
      socket.once('close', () => this.sockets.delete(socket))
    })
    server.prependListener('request', (_request, response: ServerResponse) => {
      const sent = new Promise<void>((resolve) => response.once('close', resolve))
      this.answers.set(
        response,
        sent.then(() => void this.answers.delete(response)),
      )
      if (this.ending) last(response)
    })
  }

  /**
   * Takes no more connections and closes those that wait for nothing; then waits until what is under way has ended, and
   * closes the rest.
   * @param grace how long that may take, in milliseconds.
   * @throws {Fault} `cut_off` when work was still under way after it.
   */
  async end(server: Server, grace: number): Promise<void> {
    this.ending = true
    const closed = new Promise<void>((resolve) => {
      server.close(() => resolve())
    })
    for (const answer of this.answers.keys()) last(answer)
    await within(grace, this.ended())
    server.closeAllConnections()
    await within(FAREWELL, closed)
    for (const socket of this.sockets) socket.destroy()
    await closed
    if (this.work.size > 0) throw new Fault('cut_off', `${this.work.size} requests were still under way`)
  }

  /** What is under way may begin more. */
  private async ended(): Promise<void> {
    while (this.work.size + this.answers.size > 0) {
      await Promise.all([...this.work, ...this.answers.values()])
    }
  }
}

/** The client is told to come back by another connection. */
function last(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('connection', 'close')
}

async function within(milliseconds: number, work: Promise<void>): Promise<void> {
  const patience = new AbortController()
  const late = wait(milliseconds, undefined, { signal: patience.signal }).catch(() => undefined)
  await Promise.race([work, late])
  patience.abort()
}

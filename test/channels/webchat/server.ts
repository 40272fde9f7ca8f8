import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import WebSocket from 'ws'
import { createSessions } from '../../../src/accounts/sessions.js'
import { createConversing } from '../../../src/channels/conversation.js'
import { directLineRoutes } from '../../../src/channels/webchat/directLine.js'
import { webChatStream } from '../../../src/channels/webchat/stream.js'
import type { Config } from '../../../src/config.js'
import type { Bot } from '../../../src/conversation/bot.js'
import { createConverse } from '../../../src/conversation/converse.js'
import { DEFAULT_POLICY, type Policy } from '../../../src/factors/policy.js'
import { createFactors } from '../../../src/factors/service.js'
import type { Incoming } from '../../../src/http/route.js'
import { createServer } from '../../../src/http/server.js'
import { refuse } from '../../../src/outcome.js'
import { testDatabase } from '../../support/database.js'

const log = pino({ level: 'silent' })

/** Every reply is answered by a question: at first what may be chosen, then a code in secret. */
const askingBot: Bot = async (turn, stack) => {
  await turn.standing()
  const first = turn.input.is === 'join'
  if (!first) turn.echo = turn.input.is === 'reply' && turn.input.reply.form !== undefined ? '••••' : undefined
  turn.told.push({
    say: [{ key: first ? 'chat.stayed' : 'chat.newCodeReady' }],
    ask: { id: crypto.randomUUID(), name: 'code', kind: 'digits', length: 6, secret: true, say: [] },
  })
  stack.dialogStack = [{ id: 'root', state: {} }]
}

/** A server with the web chat on it, over the real turns, sessions and rows; only the dialogs are the test's own. */
export async function chatServer(policy: Partial<Policy> = {}) {
  const { prisma, keyring } = await testDatabase()
  const sessions = createSessions({ prisma, keyring, policy: DEFAULT_POLICY })
  const countries: Config['countries'] = { sms: ['US'], voice: ['US'], standard: 'US' }
  const sender = { send: () => Promise.resolve(refuse('not_sent')) }
  const factors = createFactors({ prisma, keyring, policy: DEFAULT_POLICY, countries, issuer: 'Test', sender, log })
  const converse = createConverse({ prisma, bot: askingBot, sessions, policy: { ...DEFAULT_POLICY, ...policy }, log })
  const conversing = createConversing({ prisma, converse, factors })
  const parts = {
    conversing,
    sessions,
    keyring,
    policy: { ...DEFAULT_POLICY, ...policy },
    publicUrl: 'http://chat.example',
    renewed: () => Promise.resolve(undefined),
    standing: ({ cookies }: Pick<Incoming, 'cookies'>) => sessions.byToken(cookies['session'] ?? ''),
  }
  const server = createServer(directLineRoutes(parts), { trustProxy: 0, log })
  const stream = webChatStream({ ...parts, log, poll: 50 })
  stream.attach(server.server)
  await new Promise<void>((listening) => {
    server.listen(0, '127.0.0.1', listening)
  })
  const { port } = server.server.address() as AddressInfo
  return {
    prisma,
    keyring,
    sessions,
    url: `http://127.0.0.1:${port}/v3/directline`,
    port,
    /** A new account's session. */
    async session() {
      const number = String(Math.floor(1e10 + Math.random() * 8e10))
      const account = await prisma.account.create({ data: { number, madeBy: 'web' } })
      return sessions.open(account.id)
    },
    async close(): Promise<void> {
      stream.close()
      await new Promise<void>((closed) => {
        server.close(() => closed())
      })
    },
  }
}

export type ChatServer = Awaited<ReturnType<typeof chatServer>>

/** An activity as it comes over the wire. */
export interface Wired {
  type: string
  text?: string
  from: { role: string }
  channelData: { clientActivityID?: string; ask?: { id: string } }
}

/** One request to the Direct Line server. */
export async function call(
  url: string,
  more: { method?: string; token?: string; session?: string; origin?: string; body?: unknown } = {},
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(url, {
    method: more.method ?? 'GET',
    headers: {
      ...(more.token === undefined ? {} : { authorization: `Bearer ${more.token}` }),
      ...(more.session === undefined ? {} : { cookie: `session=${more.session}` }),
      ...(more.origin === undefined ? {} : { origin: more.origin }),
      ...(more.body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(more.body === undefined ? {} : { body: JSON.stringify(more.body) }),
  })
  return { status: response.status, body: await response.json() }
}

/** A stream, and what came through it. */
export function streaming(streamUrl: string, origin?: string) {
  const socket = new WebSocket(streamUrl, origin === undefined ? {} : { origin })
  const received: Wired[] = []
  let watermark = ''
  const waiting: { count: number; done: () => void }[] = []
  socket.on('message', (data: Buffer) => {
    const set = JSON.parse(data.toString()) as { activities: Wired[]; watermark: string }
    received.push(...set.activities)
    ;({ watermark } = set)
    for (const { count, done } of waiting) if (received.length >= count) done()
  })
  return {
    socket,
    received,
    watermark: () => watermark,
    /** Resolves when so many activities have come. */
    until: (count: number) =>
      new Promise<void>((done) => {
        waiting.push({ count, done })
        if (received.length >= count) done()
      }),
    /** The code that the socket closed with, or the status that refused it. */
    closed: () =>
      new Promise<number>((done) => {
        socket.on('close', done)
        socket.on('unexpected-response', (_request, response) => done(response.statusCode ?? 0))
        socket.on('error', () => undefined)
      }),
  }
}

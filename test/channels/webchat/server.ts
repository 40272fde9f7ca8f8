import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import WebSocket from 'ws'
import type { Standing } from '../../../src/accounts/account.js'
import type { Conversing, Stored } from '../../../src/channels/conversing.js'
import { directLineRoutes } from '../../../src/channels/webchat/directLine.js'
import type { ChatSessions } from '../../../src/channels/webchat/guard.js'
import { webChatStream } from '../../../src/channels/webchat/stream.js'
import type { Bot } from '../../../src/conversation/bot.js'
import { createConverse } from '../../../src/conversation/converse.js'
import { createServer } from '../../../src/http/server.js'
import { ensureConversation, messagesAfter } from '../../../src/store/conversations.js'
import type { PrismaClient } from '../../../src/store/db.js'
import { testDatabase } from '../../support/database.js'

const log = pino({ level: 'silent' })
const WEB = { name: 'webchat', label: 'Web chat', signIn: 'page', showsKeys: true, pushes: true } as const

/** Every reply is answered by a question: at first what may be chosen, then a code in secret. */
const askingBot: Bot = (turn, stack) => {
  const first = turn.input.is === 'join'
  if (!first) turn.echo = turn.input.is === 'reply' && turn.input.reply.form !== undefined ? '••••' : undefined
  turn.told.push({
    say: [{ key: first ? 'chat.stayed' : 'chat.newCodeReady' }],
    ask: { id: crypto.randomUUID(), name: 'code', kind: 'digits', length: 6, secret: true, say: [] },
  })
  stack.dialogStack = [{ id: 'root', state: {} }]
  return Promise.resolve()
}

/** Sessions as their rows say. */
function sessionsOver(prisma: PrismaClient): ChatSessions {
  const peek = async (id: string): Promise<Standing | undefined> => {
    const [row] = await prisma.$queryRaw<{ account_id: string; ends_at: Date }[]>`
      SELECT account_id, ends_at FROM session WHERE id = ${id}::uuid AND ends_at > now()`
    if (row === undefined) return undefined
    return {
      sessionId: id,
      accountId: row.account_id,
      level: 'identified',
      madeAccount: true,
      mailed: false,
      everActive: false,
      hasActive: false,
      hasEmail: true,
      locale: 'en',
      endsAt: row.ends_at,
    }
  }
  return {
    peek,
    async byId(id) {
      await prisma.$executeRaw`UPDATE session SET seen_at = now() WHERE id = ${id}::uuid`
      return peek(id)
    },
  }
}

/** A server with the web chat on it, over the real turns and rows; only the dialogs are the test's own. */
export async function chatServer() {
  const { prisma, keyring } = await testDatabase()
  const sessions = sessionsOver(prisma)
  // The turns ask for more of sessions than these dialogs use.
  const rest = { open: never, byToken: never, rise: never, renew: never, end: never, endAll: never }
  const converse = createConverse({ prisma, bot: askingBot, sessions: { ...rest, ...sessions }, log })
  const conversing: Conversing = {
    async open(sessionId, locale) {
      const conversationId = `web-${sessionId}`
      await ensureConversation(prisma, { id: conversationId, channel: 'webchat', locale, sessionId })
      const { messages } = await messagesAfter(prisma, conversationId, 0)
      if (messages.length === 0) await converse.take({ conversationId, channel: WEB, input: { is: 'join' } })
      return { conversationId }
    },
    turn: (conversationId, reply, more) =>
      converse.take({ conversationId, channel: WEB, input: { is: 'reply', reply }, ...more }),
    async after(conversationId, watermark) {
      const { messages, live } = await messagesAfter(prisma, conversationId, watermark)
      return { messages: messages as Stored[], live, locale: 'en' }
    },
    onChange: (conversationId, listener) => converse.onChange(conversationId, listener),
    reveal: () => Promise.resolve({}),
  }
  const parts = {
    conversing,
    sessions,
    keyring,
    publicUrl: 'http://chat.example',
    standing: ({ cookies }: { cookies: Record<string, string | undefined> }) =>
      sessions.peek(cookies['session'] ?? NONE),
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
    conversing,
    url: `http://127.0.0.1:${port}/v3/directline`,
    port,
    /** A new account's session: its id. */
    async session(): Promise<string> {
      const number = String(Math.floor(1e10 + Math.random() * 8e10))
      const account = await prisma.account.create({ data: { number, madeBy: 'web' } })
      const endsAt = new Date(Date.now() + 600_000)
      return (await prisma.session.create({ data: { accountId: account.id, level: 'identified', endsAt } })).id
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

const NONE = '00000000-0000-4000-8000-000000000000'
const never = () => Promise.reject(new Error('not used here'))

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
  more: { method?: string; token?: string; session?: string; body?: unknown } = {},
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(url, {
    method: more.method ?? 'GET',
    headers: {
      ...(more.token === undefined ? {} : { authorization: `Bearer ${more.token}` }),
      ...(more.session === undefined ? {} : { cookie: `session=${more.session}` }),
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

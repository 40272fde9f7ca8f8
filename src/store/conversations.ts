import { randomUUID } from 'node:crypto'
import type { PrismaClient } from './db.js'

/** A conversation as its turn holds it. */
export interface Claimed<State> {
  id: string
  leaseId: string
  channel: string
  sessionId: string | null
  locale: string
  state: State
  /** Number of the newest message. */
  seq: number
}

/** A message to be kept. */
export interface NewMessage {
  by: 'bot' | 'user'
  body: object
}

/** A message as it was kept. */
export interface StoredMessage extends NewMessage {
  seq: number
  at: Date
}

/** A lease that its turn did not give back runs out after so many seconds. */
const LEASE = 20

/** Makes the conversation where there is none; `reference` is what the Bot Framework needs to speak first. */
export async function ensureConversation(
  prisma: PrismaClient,
  row: { id: string; channel: string; locale: string; sessionId?: string; reference?: object },
): Promise<void> {
  const reference = row.reference === undefined ? null : JSON.stringify(row.reference)
  await prisma.$executeRaw`
    INSERT INTO conversation (id, channel, locale, session_id, reference)
    VALUES (${row.id}, ${row.channel}, ${row.locale}, ${row.sessionId ?? null}::uuid, ${reference}::jsonb)
    ON CONFLICT (id) DO UPDATE SET reference = COALESCE(EXCLUDED.reference, conversation.reference)`
}

/** Claims a conversation for one turn and reads it, in one statement; undefined while another turn holds it. */
export async function claim<State>(prisma: PrismaClient, id: string): Promise<Claimed<State> | undefined> {
  const leaseId = randomUUID()
  const rows = await prisma.$queryRaw<Claimed<State>[]>`
    UPDATE conversation SET lease_id = ${leaseId}::uuid, lease_until = now() + make_interval(secs => ${LEASE})
    WHERE id = ${id} AND (lease_until IS NULL OR lease_until < now())
    RETURNING id, lease_id AS "leaseId", channel, session_id AS "sessionId", locale, state, seq`
  return rows[0]
}

/**
 * Writes a turn's state and messages and gives the conversation back, in one statement.
 * @returns whether it was still ours: a turn that outlived its lease leaves nothing behind.
 */
export async function commit<State extends object>(
  prisma: PrismaClient,
  claimed: Claimed<State>,
  messages: readonly NewMessage[],
): Promise<boolean> {
  const rows = JSON.stringify(messages.map((message, index) => ({ ...message, seq: claimed.seq + 1 + index })))
  const held = await prisma.$queryRaw<{ id: string }[]>`
    WITH held AS (
      UPDATE conversation SET state = ${JSON.stringify(claimed.state)}::jsonb, seq = seq + ${messages.length},
        locale = ${claimed.locale}, session_id = ${claimed.sessionId}::uuid,
        lease_id = NULL, lease_until = NULL, turned_at = now()
      WHERE id = ${claimed.id} AND lease_id = ${claimed.leaseId}::uuid RETURNING id
    ), kept AS (
      INSERT INTO message (conversation_id, seq, by, body)
      SELECT held.id, m.seq, m.by, m.body FROM held, jsonb_to_recordset(${rows}::jsonb) AS m(seq int, by text, body jsonb)
    ) SELECT id FROM held`
  return held.length === 1
}

/** Gives a conversation back as it was: its turn failed. */
export async function giveBack(prisma: PrismaClient, claimed: Claimed<object>): Promise<void> {
  await prisma.$executeRaw`
    UPDATE conversation SET lease_id = NULL, lease_until = NULL
    WHERE id = ${claimed.id} AND lease_id = ${claimed.leaseId}::uuid`
}

/** So many messages are read at once: more than a person writes in a session. */
const PAGE = 200

/** The newest messages after a watermark, oldest first, the ask that is live, and the language: of one moment. */
export async function messagesAfter(
  prisma: PrismaClient,
  id: string,
  watermark: number,
): Promise<{ messages: StoredMessage[]; live: string | undefined; locale: string }> {
  const rows = await prisma.$queryRaw<
    (Omit<StoredMessage, 'seq'> & { seq: number | null; live: string | null; locale: string })[]
  >`
    SELECT c.state->>'live' AS live, c.locale, m.seq, m.by, m.body, m.at
    FROM conversation c LEFT JOIN LATERAL (
      SELECT * FROM message WHERE conversation_id = c.id AND seq > ${watermark} ORDER BY seq DESC LIMIT ${PAGE}
    ) m ON true
    WHERE c.id = ${id} ORDER BY m.seq`
  const messages = rows.flatMap(({ seq, by, body, at }) => (seq === null ? [] : [{ seq, by, body, at }]))
  return { messages, live: rows[0]?.live ?? undefined, locale: rows[0]?.locale ?? 'en' }
}

/** Whether a conversation has any message. */
export async function hasMessages(prisma: PrismaClient, id: string): Promise<boolean> {
  return (await prisma.message.findFirst({ where: { conversationId: id }, select: { seq: true } })) !== null
}

/** What the bot said in the turn of an activity that was taken before. */
export async function saidTo(prisma: PrismaClient, id: string, activityId: string): Promise<object[]> {
  const rows = await prisma.$queryRaw<{ body: object }[]>`
    WITH asked AS (
      SELECT max(seq) AS seq FROM message
      WHERE conversation_id = ${id} AND by = 'user' AND body->>'activityId' = ${activityId}
    ), following AS (
      SELECT min(m.seq) AS seq FROM message m, asked WHERE m.conversation_id = ${id} AND m.by = 'user' AND m.seq > asked.seq
    )
    SELECT m.body FROM message m, asked, following WHERE m.conversation_id = ${id} AND m.by = 'bot'
      AND m.seq > asked.seq AND (following.seq IS NULL OR m.seq < following.seq) ORDER BY m.seq`
  return rows.map(({ body }) => body)
}

/** What is needed to speak first in a conversation. */
export async function referenceOf(prisma: PrismaClient, id: string): Promise<object | undefined> {
  const row = await prisma.conversation.findUnique({ where: { id }, select: { reference: true } })
  return (row?.reference as object | null) ?? undefined
}

/** Deletes conversations, with their history, that nobody took a turn in for `kept` seconds; at most so many at once. */
export function sweepConversations(prisma: PrismaClient, kept: number, most = 1000): Promise<number> {
  return prisma.$executeRaw`
    DELETE FROM conversation WHERE id IN (
      SELECT id FROM conversation WHERE turned_at < now() - make_interval(secs => ${kept})
      LIMIT ${most} FOR UPDATE SKIP LOCKED)`
}

import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Reply } from '../conversation/ask.js'
import type { TurnInput } from '../conversation/turn.js'

const mentionSchema = z.looseObject({
  text: z.string().optional(),
  mentioned: z.looseObject({ id: z.string() }).optional(),
})

/** What of a Bot Framework activity is read; everything else is the adapter's. Channels write null for what is not there. */
export const activitySchema = z.looseObject({
  type: z.string().max(50),
  channelId: z.string().min(1).max(100),
  serviceUrl: z.string().max(1000).nullish(),
  deliveryMode: z.string().max(50).nullish(),
  id: z.string().max(500).nullish(),
  text: z.string().nullish(),
  value: z.unknown().optional(),
  locale: z.string().max(35).nullish(),
  conversation: z.looseObject({ id: z.string().min(1).max(1000) }),
  from: z.looseObject({ id: z.string().min(1).max(1000) }),
  recipient: z.looseObject({ id: z.string().max(1000) }).nullish(),
  membersAdded: z.array(z.looseObject({ id: z.string() })).nullish(),
  entities: z.array(mentionSchema).nullish().catch(undefined),
})
export type Received = z.infer<typeof activitySchema>

const formSchema = z.object({ ask: z.string(), values: z.record(z.string(), z.unknown()) })

/** Each sender's conversation is its own, in a group too. */
export function conversationIdOf(received: Received): string {
  const name = JSON.stringify([received.channelId, received.conversation.id, joiner(received) ?? received.from.id])
  return `chat:${createHash('sha256').update(name).digest('base64url')}`
}

/** What an activity is to the conversation; undefined where it is nothing to it (typing, a reaction). */
export function inputOf(received: Received): TurnInput | undefined {
  if (received.type === 'message') return { is: 'reply', reply: replyOf(received) }
  return joiner(received) === undefined ? undefined : { is: 'join' }
}

/** Who came in. The Emulator lists the bot among those who joined, too. */
function joiner({ type, membersAdded, recipient }: Received): string | undefined {
  if (type !== 'conversationUpdate') return undefined
  return membersAdded?.find(({ id }) => id !== recipient?.id)?.id
}

function replyOf(received: Received): Reply {
  const form = formSchema.safeParse(received.value)
  return { text: wordsIn(received), ...(form.success ? { form: form.data } : {}) }
}

/** The words, without the mention of us that a group puts among them. */
function wordsIn({ text, entities, recipient }: Received): string {
  const ours = entities?.find(({ mentioned }) => mentioned !== undefined && mentioned.id === recipient?.id)
  return (text ?? '').replace(ours?.text ?? '', ' ')
}

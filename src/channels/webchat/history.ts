import type { Activity } from 'botbuilder'
import { wordsFor } from '../../words/words.js'
import type { Conversing, Stored } from '../conversing.js'
import { activitiesOf } from '../render/activity.js'
import { remembering } from '../revealing.js'
import type { Utterance } from '../../conversation/ask.js'

/** Direct Line's ActivitySet: what was said after a watermark, and the next watermark. */
export interface ActivitySet {
  activities: Partial<Activity>[]
  watermark: string
}

/** The id under which the resident is known to Web Chat. The token says whose conversation it is, this says nothing. */
const RESIDENT = 'resident'

/** Reads what was said after a watermark, as activities for our page. */
export async function activitySet(
  conversing: Conversing,
  conversationId: string,
  watermark: number,
): Promise<ActivitySet> {
  const { messages, live, locale } = await conversing.after(conversationId, watermark)
  // A question that was repeated stands in several messages: it is answered, and shown in full, at the newest one.
  const current = live === undefined ? undefined : messages.findLast(({ body }) => askId(body) === live)
  const words = wordsFor(locale)
  const reveal = remembering(conversing.reveal)
  const rendered = await Promise.all(
    messages.map(async (message) => {
      if ('text' in message.body) return [echo(conversationId, message, message.body)]
      const rendering = { words, reveal, live: message === current, on: 'page' } as const
      const activities = await activitiesOf(message.body, rendering)
      return activities.map((activity) => fromBot(conversationId, message, activity))
    }),
  )
  return { activities: rendered.flat(), watermark: String(messages.at(-1)?.seq ?? watermark) }
}

/** A watermark from a client; what is none counts as the beginning. */
export function watermarkOf(text: string | null | undefined): number {
  return /^\d{1,9}$/.test(text ?? '') ? Number(text) : 0
}

function askId(body: Stored['body']): string | undefined {
  return 'text' in body ? undefined : body.ask?.id
}

/** What the resident said, echoed: Web Chat finds its own message by the client's id, and shows it as sent. */
function echo(conversationId: string, message: Stored, body: Exclude<Stored['body'], Utterance>): Partial<Activity> {
  const sent = envelope(conversationId, message)
  return {
    ...sent,
    type: 'message',
    textFormat: 'plain',
    text: body.text,
    from: { id: RESIDENT, name: '', role: 'user' },
    channelData: {
      ...sent.channelData,
      ...(body.activityId === undefined ? {} : { clientActivityID: body.activityId }),
    },
  }
}

function fromBot(conversationId: string, message: Stored, activity: Partial<Activity>): Partial<Activity> {
  const sent = envelope(conversationId, message)
  return {
    ...activity,
    ...sent,
    from: { id: 'bot', name: 'bot', role: 'bot' },
    channelData: { ...(activity.channelData as object), ...sent.channelData },
  }
}

function envelope(conversationId: string, { seq, at }: Stored) {
  return {
    id: `${conversationId}|${String(seq).padStart(7, '0')}`,
    channelId: 'webchat',
    conversation: { id: conversationId, isGroup: false, conversationType: '', name: '' },
    timestamp: at,
    // Web Chat's order of messages; without it clocks would decide.
    channelData: { 'webchat:sequence-id': seq },
  }
}

import type { Reply, Utterance } from '../conversation/ask.js'
import type { Outcome } from '../outcome.js'

/** A message of a conversation as it is stored: what the bot says as data, what the resident said (masked where secret). */
export interface Stored {
  /** Its number in the conversation, from 1: the watermark. */
  seq: number
  by: 'bot' | 'user'
  at: Date
  body: Utterance | { text: string; activityId?: string }
}

/** Values of a factor that are filled in when a sentence is delivered. Empty where the factor is gone. */
export interface Revealed {
  /** The phone number, in groups. */
  number?: string
  /** The last two digits of the number. */
  masked?: string
  /** The app's key, in groups of four. */
  key?: string
  otpauthUri?: string
  /** The name that the app shows. */
  account?: string
}

/** The conversation, as a web chat needs it. */
export interface Conversing {
  /** Opens (or finds) the web chat conversation of a session; starts it (greets) when new. */
  open(sessionId: string, locale: string): Promise<{ conversationId: string }>
  /**
   * Takes one turn; resolves when it is committed. `busy` when another turn holds the conversation for too long.
   * A turn whose `activityId` the conversation has taken before does nothing and is ok.
   */
  turn(
    conversationId: string,
    reply: Reply,
    more: { activityId?: string; source?: string },
  ): Promise<Outcome<object, 'busy'>>
  /** Messages after a watermark, oldest first; the nonce of the ask that is live now, if any; the conversation's language. */
  after(
    conversationId: string,
    watermark: number,
  ): Promise<{ messages: Stored[]; live: string | undefined; locale: string }>
  /** Called when a conversation has new messages (this process's; other replicas poll). Returns what unsubscribes. */
  onChange(conversationId: string, listener: () => void): () => void
  /** Values that are filled in at delivery for a factor. */
  reveal: (factorId: string) => Promise<Revealed>
}

import type { Standing } from '../accounts/account.js'
import type { Reply, Say, Utterance } from './ask.js'

/** What a channel can do, for the methods and journeys that depend on it. */
export interface ChannelTraits {
  name: string
  /** What the sign-in page says of the chat that asked. */
  label: string
  /** How a resident signs in: on the page that holds the chat, or by a link and a pairing code. */
  signIn: 'page' | 'link'
  /** A key or QR picture may be shown in it: it does not pass through someone else's servers. */
  showsKeys: boolean
}

/** What became of a delivery, told to the conversation that asked for it. */
export interface News {
  challengeId: string
  status: 'delivered' | 'failed' | 'revoked'
  /** Why it failed: the key of a wording (`refused.<why>`). */
  why?: string
}

/** What a turn answers: the resident came in, said something, or news arrived. */
export type TurnInput = { is: 'join' } | { is: 'reply'; reply: Reply } | { is: 'news'; news: News }

/** One turn, as the dialogs see it: one message in, everything we say back. */
export interface Turn {
  readonly conversationId: string
  readonly channel: ChannelTraits
  readonly input: TurnInput
  /** Where the turn came from, for the limits: a client's address. Never stored as it is. */
  readonly source: string | undefined
  /** Changed by the dialogs when the resident changes the language. */
  locale: string
  /** Whose conversation it is; changed when a chat is paired or signed out. */
  sessionId: string | undefined
  /** What the session may do: read once a turn, and again after `refresh`. */
  standing(): Promise<Standing | undefined>
  refresh(): void
  /** What was said so far, in order. */
  readonly told: Utterance[]
  /** Says a sentence, before what is said next in this turn. */
  tell(key: string, values?: Say['with'], more?: Pick<Say, 'factorId' | 'once'>): void
  /** Hands the next utterance a signal for the page. */
  signal: Utterance['signal']
  /** What is kept of the resident's words; undefined keeps them as they were. */
  echo: string | undefined
}

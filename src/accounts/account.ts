import type { Outcome } from '../outcome.js'

/** How far a session has come: the first factor (J1), or a second one too (J6). */
export type Level = 'identified' | 'verified'

/** What a session may do, read in one statement; undefined when it is over. */
export interface Standing {
  sessionId: string
  accountId: string
  level: Level
  /** It made the account. */
  madeAccount: boolean
  /** A mailed code was entered in it. */
  mailed: boolean
  /** A factor of the account was active at some time. */
  everActive: boolean
  /** A factor of the account is active now. */
  hasActive: boolean
  /** The account has a confirmed address. */
  hasEmail: boolean
  locale: string
  /** When it ends unless it is used: the sooner of idle and absolute. */
  endsAt: Date
}

/** Sessions: of a browser (a cookie's token) or of one paired chat (no token). */
export interface Sessions {
  /** Opens one for a browser. The token goes into the cookie and is kept as a keyed hash only. */
  open(accountId: string, more?: { madeAccount?: boolean }): Promise<{ sessionId: string; token: string }>
  /** By a cookie's token; counts as use. */
  byToken(token: string): Promise<Standing | undefined>
  /** By id; counts as use. */
  byId(sessionId: string): Promise<Standing | undefined>
  /** By id; does not count as use. */
  peek(sessionId: string): Promise<Standing | undefined>
  /** A factor was proved: the session is verified. A browser's token is to be renewed. */
  rise(sessionId: string, amr: string[]): Promise<void>
  /** Renews the token of a session that rose; undefined when it did not. */
  renew(token: string): Promise<string | undefined>
  end(sessionId: string): Promise<void>
}

/** Codes mailed to the owner of an account before an account of another session enrols anything. */
export interface MailedCodes {
  send(sessionId: string): Promise<Outcome<object, 'too_many' | 'not_sent'>>
  /** Takes a guess, then compares. `locked` with `retryAfter`: it is the account's mailed codes that wait, not this one. */
  check(sessionId: string, entry: string): Promise<Outcome<object, 'wrong' | 'malformed' | 'expired' | 'locked'>>
}

/** Signs a chat in: a single-use link, then a pairing code that the resident types in the chat. */
export interface Pairing {
  /** A link for this conversation; an earlier one stops working. `chatName` is what the page says of the chat. */
  link(conversationId: string, chatName: string): Promise<Outcome<{ url: string }, 'too_many'>>
  /** Takes a try from the code's budget, then compares. The conversation gets a session of its own. */
  redeem(
    conversationId: string,
    entry: string,
  ): Promise<Outcome<{ sessionId: string }, 'wrong' | 'malformed' | 'expired' | 'locked'>>
}

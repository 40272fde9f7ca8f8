import type { CountryCode } from 'libphonenumber-js/max'
import type { Outcome } from '../outcome.js'
import type { Became } from './deliveries.js'

/** What a resident picks: an authentication app, or a phone (in one of two slots). */
export type MethodName = 'app' | 'phone'
export type Slot = 'primary' | 'secondary'

/** How a code travels: "Text Me" or "Call Me". */
export type Via = 'sms' | 'call'

/** `link` proves a pending factor; `verify` proves an active one again. */
export type Purpose = 'link' | 'verify'

/** One linked method of one account, as it may be shown. */
export interface Factor {
  id: string
  method: MethodName
  /** Phones only. */
  slot?: Slot
  status: 'pending' | 'active' | 'disabled'
  /** The last two digits (`••43`) of a phone; null for an app. */
  masked: string | null
  linkedAt: Date | null
  lastUsedAt: Date | null
  /** How a phone was last proved. */
  lastVia: Via | null
}

/** Where a request came from, for the limits and the record. */
export interface Origin {
  /** `webchat`, `emulator`, `sms`, `voice`, `api` … */
  channel: string
  /** The client's address or the sender's number; undefined when it is not known. Hashed before it is stored. */
  source?: string
  /** The conversation that is told what became of a delivery. */
  conversationId?: string
}

/** Why a number is not linked. Each has words in every locale (`refused.<why>`) and is a code of the JSON API. */
export type NumberRefusal =
  | 'invalid_number'
  | 'premium_number'
  | 'toll_free'
  | 'extension'
  | 'country_off'
  | 'same_number'
  | 'number_in_use'
  | 'primary_first'

/** Why nothing was sent. `too_soon` and `too_many` say when to try again, `account_locked` too. */
export type SendRefusal =
  | 'too_soon'
  | 'too_many'
  | 'account_locked'
  | 'opted_out'
  | 'landline'
  | 'calls_stopped'
  | 'country_off'
  | 'same_number'
  | 'number_in_use'
  | 'primary_first'
  | 'unreachable'
  | 'blocked'
  | 'not_sent'
  | 'no_delivery'
  | 'challenge_closed'
  | 'not_linked'
  | 'already_linked'
  | 'not_found'

/** Why a code was not accepted (interface.md). `malformed` costs no guess. */
export type CheckRefusal =
  'wrong' | 'malformed' | 'expired' | 'used' | 'revoked' | 'locked' | 'account_locked' | 'disabled' | 'not_found'

/** An attempt to prove one factor. */
export interface Challenge {
  id: string
  factorId: string
  expiresAt: Date
  guessesLeft: number
  /** When another code may be sent; null for an app. */
  nextSendAt: Date | null
  /** The newest delivery; null for an app. */
  deliveryId: string | null
  /** The carrier's answer was lost: nobody knows whether the code is on its way. */
  unsure: boolean
}

/** A factor was proved. `amr` per RFC 8176: `otp`, with `sms` or `tel` for a phone. */
export interface Proof {
  accountId: string
  factorId: string
  method: MethodName
  amr: string[]
  at: Date
}

/** What is to be said of a wrong code. */
export interface WrongHint {
  /** Of an app while it is linked: how far off the clock that made it is, in seconds (positive: ahead). */
  clockOff?: number
  /** What this code brought about: `account_locked` says until when by `retryAfter`. */
  brings?: 'disabled' | 'account_locked'
}

/** What stands between a phone and a code, by way. */
export type Obstacles = Partial<Record<Via, SendRefusal>>

/** Enrols, challenges, checks and removes factors. Knows no channel, no HTTP and no carrier. */
export interface FactorService {
  /** The account's factors, active ones first, the one used last before the others. */
  list(accountId: string): Promise<Factor[]>

  /**
   * Begins to link an app; a pending one is replaced. The secret is base32, 160 bits.
   * @param channel who asked, for the record; `api` by default.
   */
  enrolApp(accountId: string, channel?: string): Promise<{ id: string; otpauthUri: string; secret: string }>

  /** Begins to link a phone; a pending one in the slot is replaced. `number` as people write it; `country` where it has no `+`. */
  enrolPhone(
    accountId: string,
    entry: { number: string; country?: CountryCode; slot?: Slot },
    channel?: string,
  ): Promise<Outcome<{ id: string; masked: string }, NumberRefusal>>

  /** The pending app's key, to be shown again while it is being linked; undefined once it is active or gone. */
  revealApp(factorId: string): Promise<{ otpauthUri: string; secret: string; account: string } | undefined>

  /** The number of a factor, to be shown to its owner: E.164. */
  revealNumber(factorId: string): Promise<string | undefined>

  /**
   * Opens a challenge; an earlier one of the factor is closed. A phone is sent a code at once, by `delivery`.
   * Limits are counted before anything is sent.
   */
  challenge(request: {
    factorId: string
    purpose: Purpose
    delivery?: Via
    locale: string
    origin: Origin
  }): Promise<Outcome<{ challenge: Challenge }, SendRefusal>>

  /** Sends one more code. Earlier ones stay valid and the budget of guesses stays as it is. */
  send(challengeId: string, delivery: Via): Promise<Outcome<{ challenge: Challenge }, SendRefusal>>

  /**
   * "Get a new code" in a conversation: `send`, or a new challenge where this one is closed by wrong guesses or expired.
   * On the word of the number's owner it stays closed.
   */
  renew(challengeId: string, delivery: Via, origin: Origin): Promise<Outcome<{ challenge: Challenge }, SendRefusal>>

  /** Takes a guess from the budget, then compares. Makes a pending factor active when right. */
  check(
    challengeId: string,
    entry: string,
    origin: Origin,
  ): Promise<Outcome<{ proof: Proof }, CheckRefusal> & WrongHint>

  /** Why a phone gets no code by text or by call, as far as that is known before anything is sent. */
  obstacles(factorId: string): Promise<Obstacles>

  /** The resident says that they texted START: a remembered opt-out is forgotten, and the carrier decides. */
  textedStart(factorId: string): Promise<void>

  /** What became of a challenge's newest code, for who was not told, or missed it; undefined while it is on its way. */
  becameOf(challengeId: string): Promise<Became | undefined>

  /** Closes a challenge on the word of the number's owner ("I didn't ask for this"). */
  revoke(challengeId: string): Promise<void>

  /** Removes a factor; the last active one is kept. */
  remove(accountId: string, factorId: string, origin: Origin): Promise<Outcome<object, 'last_factor' | 'not_found'>>

  /** Stores what the resident agreed to before the first text to a number, word for word, with the time. */
  consent(factorId: string, wording: string): Promise<void>

  /** Whether the account agreed to texts to the factor's number, or proved it by one (a relying party asked for that). */
  consented(factorId: string): Promise<boolean>
}

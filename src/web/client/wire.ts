/**
 * What travels between the chat page and its server beside Direct Line's own fields. The server imports these types, so
 * this file needs no browser.
 */

/** A button, its title in the conversation's language. */
export interface Choice {
  id: string
  title: string
}

/** The question that waits for a reply, with what the page needs to draw a form for it. */
export interface PageAsk {
  /** The nonce that an answer names. */
  id: string
  /** The field that the form fills in. */
  name: string
  kind: 'choice' | 'digits' | 'phone' | 'confirm'
  /** choice and confirm: what may be chosen; a confirm's are `yes` and `no`. */
  options: Choice[]
  /** choice: several may be chosen. */
  many: boolean
  /** digits: how many. */
  length?: number
  /** digits: how the code travels. */
  via?: 'sms' | 'call' | 'app' | 'mail'
  /** phone: the country that is selected at first (ISO 3166). */
  country?: string
  /** Buttons beside the question. */
  actions: Choice[]
  /** A code step where another code can be sent: milliseconds until it may be asked for, counted from the delivery of this. */
  newCodeIn?: number
  /** An app is being linked: what opens it on the same device (`otpauth://…`). */
  otpauthUri?: string
}

/** Why an answer was not taken: it was not understood, its code is not the right one, its number can't be used. */
export interface Slip {
  is: 'unclear' | 'check' | 'refused'
  text: string
}

/** `channelData` of what the bot says. */
export interface BotData {
  ask?: PageAsk
  /** What this message says of the answer before it; the question comes again in the next one. */
  slip?: Slip
  /** `verified`: renew the session; `signedOut`: leave. */
  signal?: 'verified' | 'signedOut'
}

/** `value` of what a form sends: the ask that it answers, and the fields that it filled in. */
export interface PageValue {
  ask: string
  values: Record<string, string | string[] | boolean>
  /** Words that were typed where the message's text must not show them. */
  said?: string
}

/** The page's own words by key. */
export type PageWords = Record<string, string>

/** What the server tells the page when it opens. */
export interface PageConfig {
  locale: string
  /** By locale, so that a change of language needs no new page. */
  words: Record<string, PageWords>
  /** The countries that can be texted or called: ISO 3166 code, and calling code without `+`. */
  countries: { code: string; calling: string }[]
  /** How long before its end a session is warned about, in seconds. */
  warning: number
  /** For what Web Chat puts into the page (Content-Security-Policy). */
  nonce: string
  /** What residents see as the bot's name. */
  brand: string
  /** The agency's number: a link wherever it is said. */
  phone: string
}

/** Answer of `GET /v3/directline/session`. */
export interface SessionState {
  /** Until the session ends unless it is used. */
  secondsLeft: number
}

/**
 * What travels between the development carrier and its page of phones, and what the carrier keeps in memory. The server
 * imports these types, so this file needs no browser. Times are ISO 8601, UTC.
 */

/** Everything that can be seen on the page. */
export interface NetworkView {
  /** The agency's number, E.164. */
  number: string
  phones: PhoneView[]
  /** Newest first; undefined when mail goes to a real server. */
  mails: MailView[] | undefined
}

/** A phone of the network. */
export interface PhoneView {
  /** E.164. */
  number: string
  switches: Switches
  /** Newest last. */
  texts: TextView[]
  /** Newest last; at most one of them rings or goes on. */
  calls: CallView[]
}

/** How a phone behaves. */
export interface Switches {
  /** A machine answers its calls; it hears everything and presses nothing. */
  voicemail: boolean
  /** It is off: texts fail with 30003, calls fail. */
  unreachable: boolean
  /** It can't take texts: they fail with 30006. */
  landline: boolean
  /** It texted STOP to the agency: texts are refused with 21610. */
  optedOut: boolean
  /** Its calls come without a number. */
  withheld: boolean
  /** Another of Twilio's errors that texts (and calls, where it applies) to it meet, or null. */
  trouble: number | null
}

/** A text between a phone and the agency. */
export interface TextView {
  sid: string
  from: 'agency' | 'phone'
  /** Empty for one that did not arrive. */
  body: string
  at: string
  status: 'delivered' | 'undelivered' | 'sending' | 'received' | 'failed'
  /** Twilio's code of why it did not arrive. */
  error: number | null
  encoding: 'GSM-7' | 'UCS-2'
  segments: number
}

/** A call between a phone and the agency. */
export interface CallView {
  sid: string
  direction: 'inbound' | 'outbound-api' | 'outbound-dial'
  status: CallStatus
  at: string
  /** The page speaks it aloud and says when each caption is spoken; otherwise speaking takes no time. */
  aloud: boolean
  answeredBy: 'human' | 'machine_start' | null
  captions: CaptionView[]
  /** What the agency waits for, once its question is asked. */
  listening: { keys: boolean; speech: boolean; finishOnKey: string } | null
}

/** Twilio's states of a call. */
export type CallStatus =
  'queued' | 'ringing' | 'in-progress' | 'completed' | 'busy' | 'no-answer' | 'failed' | 'canceled'

/** Whether a call rings or goes on. */
export function isLive({ status }: CallView): boolean {
  return status === 'queued' || status === 'ringing' || status === 'in-progress'
}

/** Something heard in a call: said by the agency, pressed or said on the phone, or told by the network. */
export interface CaptionView {
  id: number
  who: 'agency' | 'phone' | 'network'
  text: string
  /** BCP 47. */
  language: string
  /** It is being spoken, and the call waits for its end. */
  speaking: boolean
}

/** A mail in the development mailbox. */
export interface MailView {
  id: string
  at: string
  to: string
  subject: string
  text: string
}

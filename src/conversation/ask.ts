import type { Via } from '../factors/factor.js'

/**
 * A sentence to be said: its key in `locales/` and the plain values in it. What must not be stored (a number, a key, a QR
 * picture) is named by its factor and filled in when the sentence is delivered: `{{number}}`, `{{masked}}`, `{{key}}`, `{{account}}`.
 */
export interface Say {
  key: string
  with?: Record<string, string | number>
  /** The factor whose values are filled in. */
  factorId?: string
  /** Values that are delivered in this turn and never stored (a sign-in link). */
  once?: Record<string, string>
}

/** An option, a button, or a word that may be said. Its title is `option.<id>`, what it answers to is `hear.<id>`. */
export interface Option {
  id: string
  /** The factor whose masked number stands in the title. */
  factorId?: string
}

/** What kind of reply is asked for: VoiceXML's grammar, in five kinds. */
export type FieldKind = 'choice' | 'digits' | 'phone' | 'confirm'

/** Something that can be answered. */
export interface Field {
  name: string
  kind: FieldKind
  /** choice: what may be chosen. */
  options?: Option[]
  /** choice: several may be chosen. */
  many?: boolean
  /** digits: how many. */
  length?: number
  /** phone: the country where none is named (ISO 3166). */
  country?: string
}

/**
 * One question, as data: VoiceXML's *field*. A channel renders it; `hear` understands the reply to it.
 */
export interface Ask extends Field {
  /** A nonce: answers to an earlier ask are politely refused. */
  id: string
  say: Say[]
  /** A shorter way to ask once it was said in full; *repeat* says it in full. */
  again?: Say[]
  /** What else a reply may answer at once ("text me at …"). */
  also?: Field[]
  /** Buttons beside the question ("Get a new code"); a reply that names one is the answer `action`. */
  actions?: Option[]
  /** What is typed is stored and echoed as `••••`. */
  secret?: boolean
  /**
   * A code step: when "Get a new code" may be used (ISO 8601), and how the code travels. `told`: what became of the newest
   * code was said.
   */
  code?: { challengeId: string; via: Via | 'app' | 'mail'; newCodeAt?: string; told?: boolean }
  /** An app is being linked: its QR picture and key are shown. */
  linking?: { factorId: string }
}

/** What the bot says at once; `ask` where it then waits for a reply. Stored in the history as it is. */
export interface Utterance {
  say: Say[]
  ask?: Ask
  /** For the page, not for a person: `verified` asks it to renew its session, `signedOut` to leave. */
  signal?: 'verified' | 'signedOut'
}

/** What came from the resident: words, or a form's values, with the ask that they answer. */
export interface Reply {
  text: string
  /** From a form or a button: the ask's id and the fields that it filled in. */
  form?: { ask: string; values: Record<string, unknown> }
}

/** What may be said at every step. */
export type Command = 'help' | 'back' | 'startOver' | 'repeat' | 'language' | 'person' | 'signOut'

/** An answer: an option's id (or several), digits as a string, a phone entry, yes or no. */
export type Answer = string | string[] | boolean | PhoneEntry

/** A number as it was understood: an E.164 number where it could be parsed, and the country where one was named. */
export interface PhoneEntry {
  /** As it was written or said, folded to ASCII digits, `+` and `x`. */
  number: string
  /** ISO 3166, where a country was named. */
  country?: string
}

/** What a reply was understood as. */
export type Heard =
  /** By field name; `action` for a button beside the question. */
  | { is: 'answer'; answers: Record<string, Answer> }
  | { is: 'command'; command: Command; topic?: string; locale?: string }
  /** The ask was answered before, or is an older one. */
  | { is: 'stale' }
  /** Not understood: the key of what is said (`unclear.<why>`). */
  | { is: 'unclear'; why: string; with?: Record<string, string | number> }

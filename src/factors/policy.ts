import { z } from 'zod'

/** A limit: at most `max` in any `seconds`. */
const limit = (max: number, seconds: number) =>
  z
    .strictObject({
      max: z.int().min(1).max(1000),
      seconds: z
        .int()
        .min(1)
        .max(86_400 * 7),
    })
    .prefault({ max, seconds })

const number = (value: number, min: number, max: number) => z.int().min(min).max(max).default(value)

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Every limit, in one table. Times are in seconds unless the name says otherwise. `RINGBACK_POLICY` is laid over it. */
export const policySchema = z.strictObject({
  /** How long a code by text or call is good for. NIST SP 800-63B-4 §3.1.3.2: at most 10 minutes. */
  codeLifetime: number(10 * MINUTE, 60, HOUR),
  /** Guesses a challenge, shared by all of its codes and every channel; the last one closes it. */
  guessesPerChallenge: number(5, 1, 100),
  /** Consecutive wrong guesses of an account's factors that lock it; each further lot locks again. NIST §3.2.2. */
  wrongToLock: number(10, 1, 100),
  /** The first lock; it doubles with each further lot … */
  lock: number(10 * MINUTE, 1, DAY),
  /** … up to this. */
  lockMost: number(HOUR, 1, DAY),
  /** Consecutive wrong guesses that disable the factor until it is linked anew. NIST §3.2.2: at most 100. */
  wrongToDisable: number(100, 1, 1000),
  /** Between two sends to one number for one account. */
  sendGap: number(30, 0, HOUR),
  /** Sends to one number for one account. */
  sendsPerNumber: limit(5, 10 * MINUTE),
  /** Sends to an unproved number, whoever asks. */
  sendsPerUnprovedNumber: limit(5, 10 * MINUTE),
  sendsPerAccount: limit(10, HOUR),
  /** Different unproved numbers an account may try. */
  unprovedNumbers: limit(20, DAY),
  /** The same on the account's first day. */
  unprovedNumbersFirstDay: limit(3, DAY),
  /** Sends to unproved numbers from one source. */
  setUpSendsPerSource: limit(25, 5 * MINUTE),
  /** Accounts that may have one number linked. */
  accountsPerNumber: number(5, 1, 100),
  /** TOTP: a step's length. RFC 6238 §4.1. */
  totpStep: number(30, 30, 60),
  /** TOTP: how many steps before and after now are accepted. RFC 6238 §5.2. */
  totpWindow: number(1, 0, 2),
  /** While linking: how far off a clock may be to be explained (never accepted). */
  totpExplain: number(10 * MINUTE, 0, HOUR),
  /** How long a text that the carrier called a landline keeps its number from texts. */
  landlineRemembered: number(30 * DAY, 0, 365 * DAY),
  /** How long an opt-out keeps a number from texts before it is tried again. */
  optOutRemembered: number(DAY, 0, 30 * DAY),
  /** A call: how often the two digits are asked for. */
  callAsks: number(2, 1, 5),
  /** Calls in a row whose digits nobody pressed, that stop calls to the number … */
  unheardCalls: number(3, 1, 100),
  /** … for so long. */
  noCalls: number(DAY, 0, 30 * DAY),
  /** How long calls stay away from a number whose owner asked for it on a call. */
  callsStopped: number(365 * DAY, 0, 3650 * DAY),
  /** A password is this long at least and at most, in characters. NIST §3.1.1.2. */
  passwordLeast: number(8, 1, 64),
  passwordMost: number(256, 64, 1024),
  /** Wrong first factors of one account from one source. */
  signInPerAccountAndSource: limit(10, 10 * MINUTE),
  /** Wrong first factors of one account in all: beyond, only a known browser passes. */
  signInPerAccount: limit(50, 12 * HOUR),
  /** Consecutive wrong passwords after which only a mailed reset helps. NIST §3.2.2. */
  signInUntilReset: number(100, 1, 1000),
  /** Wrong first factors from one source. */
  signInPerSource: limit(30, HOUR),
  /** Mailed codes, links and pairing codes: lifetime and tries. */
  mailedCodeLifetime: number(10 * MINUTE, 60, HOUR),
  mailedCodeTries: number(5, 1, 100),
  /** Codes mailed to one address for whoever asks; and, apart from them, for a session of its account. */
  mailsPerAddress: limit(5, 10 * MINUTE),
  mailsPerAddressAndSource: limit(3, 10 * MINUTE),
  mailsPerSource: limit(25, 10 * MINUTE),
  linkLifetime: number(10 * MINUTE, 60, DAY),
  /** Links to sign a chat in, that one conversation gets. */
  linksPerConversation: limit(10, 10 * MINUTE),
  pairingTries: number(5, 1, 100),
  /** Confirmed new accounts from one source, and in all. */
  accountsPerSource: limit(5, DAY),
  accountsInAll: limit(1000, HOUR),
  /** A verification counts as fresh for settings for so long. */
  freshVerification: number(20 * MINUTE, 60, DAY),
  /** A session ends after so long, … */
  session: number(12 * HOUR, 60, 30 * DAY),
  /** … or when idle for so long; the resident is warned before. NIST AAL2: 24 h, 1 h. */
  sessionIdle: number(HOUR, 60, DAY),
  sessionWarning: number(2 * MINUTE, 10, HOUR),
  /** A session that is only identified. */
  sessionIdentified: number(15 * MINUTE, 60, DAY),
  /** How long challenges and their deliveries are kept after their codes expired, for the help desk. */
  challengesKept: number(30 * DAY, DAY, 3650 * DAY),
  /** Turns of one conversation. */
  turns: limit(120, MINUTE),
  /** Streams of one session that a process holds open: a chat page has one, and more windows are few. */
  streams: number(10, 1, 100),
  /** How long a conversation is kept after its last turn. */
  conversationsKept: number(30 * DAY, DAY, 3650 * DAY),
})

/** The limits in force. */
export type Policy = z.infer<typeof policySchema>

/** The limits as they stand without `RINGBACK_POLICY`. */
export const DEFAULT_POLICY: Policy = policySchema.parse({})

/**
 * What production refuses: the names of values that are weaker than NIST SP 800-63B-4 allows.
 */
export function weakerThanNist(policy: Policy): (keyof Policy)[] {
  const bounds: [keyof Policy, boolean][] = [
    ['codeLifetime', policy.codeLifetime <= 10 * MINUTE],
    ['mailedCodeLifetime', policy.mailedCodeLifetime <= DAY],
    ['wrongToDisable', policy.wrongToDisable <= 100],
    ['signInUntilReset', policy.signInUntilReset <= 100],
    ['guessesPerChallenge', policy.guessesPerChallenge <= 100],
    ['passwordLeast', policy.passwordLeast >= 8],
    ['passwordMost', policy.passwordMost >= 64],
    ['session', policy.session <= DAY],
    ['sessionIdle', policy.sessionIdle <= HOUR],
    ['totpStep', policy.totpStep <= 60],
  ]
  return bounds.filter(([, holds]) => !holds).map(([name]) => name)
}

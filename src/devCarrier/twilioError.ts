/** An error of the REST API, as Twilio answers it: the status and JSON of `body`. */
export class TwilioError extends Error {
  override readonly name = 'TwilioError'
  constructor(
    readonly code: number,
    readonly status = STATUS[code] ?? 400,
  ) {
    super(MESSAGES[code] ?? 'The request failed')
  }

  get body(): { code: number; message: string; more_info: string; status: number } {
    const { code, message, status } = this
    return { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status }
  }
}

const STATUS: Record<number, number> = { 20003: 401, 20404: 404, 20429: 429, 20500: 500 }

const MESSAGES: Record<number, string> = {
  20003: 'Authenticate',
  20404: 'The requested resource was not found',
  20429: 'Too Many Requests',
  20500: 'An internal server error has occurred',
  21201: "No 'To' number is specified",
  21205: 'Url is not a valid URL',
  21210: "The 'From' phone number is not verified for this account",
  21211: "The 'To' number is not a valid phone number",
  21215: 'Account not authorized to call this number',
  21220: 'Unable to update the call: it is not in progress',
  21408: "Permission to send an SMS has not been enabled for the region indicated by the 'To' number",
  21602: 'Message body is required',
  21604: "A 'To' phone number is required",
  21606: "The 'From' phone number is not a message-capable phone number of this account",
  21609: "The 'StatusCallback' URL is not a valid URL",
  21610: 'Attempt to send to unsubscribed recipient',
  21614: "The 'To' number is not a valid mobile number",
  21617: 'The concatenated message body exceeds the 1600 character limit',
}

/** What a phone's `trouble` does to the REST request itself: Twilio's code for a text and for a call. */
const REFUSES: Record<number, { text: number; call: number }> = {
  20429: { text: 20429, call: 20429 },
  20500: { text: 20500, call: 20500 },
  21408: { text: 21408, call: 21215 },
}

/** What a phone's `trouble` does later, in a text's status. */
const FAILS = [30004, 30005, 30007]

/** The troubles that a phone can be given. */
export const TROUBLES: readonly number[] = [...Object.keys(REFUSES).map(Number), ...FAILS]

/** Refuses a text or call to a phone in such trouble. @throws {TwilioError} */
export function refuseFor(trouble: number | null, what: 'text' | 'call'): void {
  const refusal = trouble === null ? undefined : REFUSES[trouble]
  if (refusal !== undefined) throw new TwilioError(refusal[what])
}

/** The code that a text to such a phone fails with after it was accepted; null when it arrives. */
export function failureFor(trouble: number | null): number | null {
  return trouble !== null && FAILS.includes(trouble) ? trouble : null
}

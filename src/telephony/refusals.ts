import type { SendRefusal } from '../factors/factor.js'

/** Twilio's error codes (twilio.com/docs/api/errors) in words that a resident is told. */
const REFUSALS: Record<number, SendRefusal> = {
  // Not a number, or none that can be reached.
  13224: 'unreachable',
  21211: 'unreachable',
  21214: 'unreachable',
  21217: 'unreachable',
  21612: 'unreachable',
  30003: 'unreachable',
  30005: 'unreachable',
  // The account may not text or call that country.
  13227: 'country_off',
  21215: 'country_off',
  21408: 'country_off',
  // The number texted STOP.
  21610: 'opted_out',
  // No mobile number.
  21614: 'landline',
  21635: 'landline',
  30006: 'landline',
  // A carrier on the way held it back.
  30004: 'blocked',
  30007: 'blocked',
  // Too many requests.
  20429: 'too_many',
}

/**
 * What the carrier's error means to a resident; `not_sent` when it says nothing that they could act on.
 * @param code Twilio's, of a request or of a status callback; undefined when there was none.
 */
export function refusalFor(code: number | undefined): SendRefusal {
  return (code === undefined ? undefined : REFUSALS[code]) ?? 'not_sent'
}

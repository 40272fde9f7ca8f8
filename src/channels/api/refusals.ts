import type { NumberRefusal, SendRefusal } from '../../factors/factor.js'
import { problem, type Answer } from '../../http/route.js'

/** What the API refuses by itself, before anything else is asked. */
type OwnRefusal =
  'bad_request' | 'unauthorized' | 'verification_needed' | 'not_found' | 'media_type' | 'email_in_use' | 'last_factor'

/** Every `error.code` of the API. A check's reasons are answers (`why`), apart from a challenge that is not there. */
export type RefusalCode = OwnRefusal | NumberRefusal | SendRefusal

/** Each code's status and what it tells the developer. The document and the answers are both read from here. */
export const REFUSALS: Readonly<Record<RefusalCode, readonly [status: number, message: string]>> = {
  bad_request: [400, 'The request is not as this call describes it.'],
  unauthorized: [401, 'Send Authorization: Bearer id:secret with a known pair.'],
  verification_needed: [403, 'Check one of this account’s active factors by this API first, then repeat this call.'],
  not_found: [404, 'There is nothing with that id, number or address.'],
  media_type: [415, 'Send the body as application/json.'],

  // The state of what is addressed.
  already_linked: [409, 'This factor is active: challenge it to verify.'],
  challenge_closed: [409, 'This challenge takes no more codes: open a new one.'],
  email_in_use: [409, 'An account has this address: look it up instead.'],
  last_factor: [409, 'This is the account’s last active factor: link another one first.'],
  no_delivery: [409, 'An app makes its own codes: leave delivery out, and send nothing.'],
  not_linked: [409, 'This factor is not active: challenge it to link, or enrol it anew.'],
  primary_first: [409, 'A secondary phone needs an active primary one.'],
  same_number: [409, 'The account’s other phone has this number.'],

  // The number, or what its carrier said of it.
  blocked: [422, 'The carrier blocks messages to this number.'],
  calls_stopped: [422, 'Calls to this number are stopped for a while: offer a text.'],
  country_off: [422, 'This country is not enabled for this kind of delivery.'],
  extension: [422, 'A number with an extension gets no codes.'],
  invalid_number: [422, 'This is not a phone number.'],
  landline: [422, 'This number takes no texts: offer a call.'],
  number_in_use: [422, 'As many accounts as may have this number have it already.'],
  opted_out: [422, 'This number’s owner texted STOP: ask for START, or offer a call.'],
  premium_number: [422, 'A premium-rate number gets no codes.'],
  toll_free: [422, 'A toll-free number gets no codes.'],
  unreachable: [422, 'The carrier does not reach this number.'],

  // RFC 4918 §11.4: what it depended on failed. The delivery was counted, so the pause between two sends holds.
  not_sent: [424, 'The carrier did not take it: send again after the pause.'],

  account_locked: [429, 'Too many wrong codes: this account waits.'],
  too_many: [429, 'Too many of these in a while.'],
  too_soon: [429, 'The last code was sent just now.'],
}

/** A refusal as it goes out. Every 429 says when to come back. */
export function refusal(code: RefusalCode, more: { message?: string; retryAfter?: number } = {}): Answer {
  const [status, message] = REFUSALS[code]
  const retryAfter = more.retryAfter ?? (status === 429 ? 1 : undefined)
  return problem(status, code, more.message ?? message, retryAfter)
}

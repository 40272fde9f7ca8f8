import type { CallStatus } from '../web/client/phonesWire.js'
import { API_VERSION } from './agency.js'
import type { Call } from './call.js'
import { rfc2822 } from './rfc2822.js'

/** What Twilio tells with every webhook of a call. */
export function callFields({ parts, view }: Call): Record<string, string> {
  return {
    CallSid: view.sid,
    AccountSid: parts.agency.accountSid,
    From: parts.from,
    To: parts.to,
    Caller: parts.from,
    Called: parts.to,
    CallStatus: view.status,
    ApiVersion: API_VERSION,
    Direction: parts.direction,
  }
}

/** What a status callback tells. */
export function progressFields(call: Call, event: string, sequence: number): Record<string, string> {
  const over = event === 'completed'
  return {
    ...callFields(call),
    ...(event === 'initiated' ? { CallStatus: 'initiated' } : {}),
    ...(over ? { CallDuration: String(call.seconds), Duration: String(Math.ceil(call.seconds / 60)) } : {}),
    ...(over && call.parts.detects && call.view.answeredBy !== null ? { AnsweredBy: call.view.answeredBy } : {}),
    CallbackSource: 'call-progress-events',
    SequenceNumber: String(sequence),
    Timestamp: rfc2822(new Date()),
  }
}

/** The event that a state is: every ending is Twilio's `completed`. */
export function eventOf(status: CallStatus): string {
  if (status === 'queued') return 'initiated'
  if (status === 'in-progress') return 'answered'
  return status === 'ringing' ? 'ringing' : 'completed'
}

import { randomBytes } from 'node:crypto'

/** The one customer of the toy network: the agency, as Twilio would know it. */
export interface Agency {
  accountSid: string
  authToken: string
  /** E.164. */
  number: string
  /** Where its webhooks are: `/twilio/sms`, `/twilio/voice`, `/twilio/status/call`. Without a closing slash. */
  publicUrl: string
}

/** The version of Twilio's API that is spoken. */
export const API_VERSION = '2010-04-01'

/** A SID as Twilio makes them: two letters and 32 hexadecimal digits. */
export function newSid(prefix: 'CA' | 'SM'): string {
  return prefix + randomBytes(16).toString('hex')
}

import { z } from 'zod'
import type { Incoming } from '../http/route.js'
import { API_VERSION } from './agency.js'
import { sendMessage, type Message } from './message.js'
import type { Network } from './network.js'
import { kindOf } from './number.js'
import { rfc2822 } from './rfc2822.js'
import { segmentsOf } from './segments.js'
import { refuseFor, TwilioError } from './twilioError.js'

const form = z.object({
  To: z.string().default(''),
  From: z.string().default(''),
  MessagingServiceSid: z.string().optional(),
  Body: z.string().default(''),
  StatusCallback: z.url({ protocol: /^https?$/ }).optional(),
})

/** `POST …/Messages.json`: sends a text. @throws {TwilioError} as Twilio refuses it. */
export function createMessage(network: Network, { body }: Incoming): object {
  const parsed = form.safeParse(body)
  if (!parsed.success) throw new TwilioError(21609)
  const { To, From, MessagingServiceSid, Body, StatusCallback } = parsed.data
  if (To === '') throw new TwilioError(21604)
  if (From !== network.agency.number && !/^MG/.test(MessagingServiceSid ?? From)) throw new TwilioError(21606)
  if (Body === '') throw new TwilioError(21602)
  if (Body.length > 1600) throw new TwilioError(21617)
  const kind = kindOf(To)
  if (kind === undefined) throw new TwilioError(21211)
  if (kind === 'fixed') throw new TwilioError(21614)
  const phone = network.phone(To)
  refuseFor(phone.switches.trouble, 'text')
  if (phone.switches.optedOut) throw new TwilioError(21610)
  return resource(network, sendMessage(network, phone, Body, StatusCallback))
}

/** `GET …/Messages/:sid.json`. @throws {TwilioError} 20404 */
export function readMessage(network: Network, { params }: Incoming): object {
  const message = network.messages.get(params['messageSid'] ?? '')
  if (message === undefined) throw new TwilioError(20404)
  return resource(network, message)
}

function resource({ agency: { accountSid } }: Network, message: Message): object {
  const at = rfc2822(message.at)
  return {
    sid: message.sid,
    account_sid: accountSid,
    api_version: API_VERSION,
    from: message.from,
    to: message.to,
    body: message.body,
    direction: message.direction,
    status: message.status,
    error_code: message.error,
    error_message: null,
    num_segments: String(segmentsOf(message.body).segments),
    num_media: '0',
    messaging_service_sid: null,
    date_created: at,
    date_updated: at,
    date_sent: message.status === 'queued' ? null : at,
    price: null,
    price_unit: 'USD',
    uri: `/${API_VERSION}/Accounts/${accountSid}/Messages/${message.sid}.json`,
    subresource_uris: {},
  }
}

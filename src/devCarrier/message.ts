import { setTimeout as delay } from 'node:timers/promises'
import { API_VERSION, newSid } from './agency.js'
import type { Network } from './network.js'
import type { Phone } from './phone.js'
import { failureFor } from './twilioError.js'

/** A text as the REST API shows it. */
export interface Message {
  sid: string
  from: string
  to: string
  body: string
  direction: 'inbound' | 'outbound-api' | 'outbound-reply'
  status: 'queued' | 'sent' | 'delivered' | 'undelivered' | 'received'
  /** Twilio's code of why it was not delivered. */
  error: number | null
  at: Date
}

/** How long a text is on its way, milliseconds: the sender has its SID before it arrives. */
const ON_ITS_WAY = 30

/** Takes a text that the agency sends to a phone; what becomes of it is posted to `statusCallback`. */
export function sendMessage(network: Network, phone: Phone, body: string, statusCallback: string | undefined): Message {
  const message = keep(network, {
    from: network.agency.number,
    to: phone.number,
    body,
    direction: 'outbound-api',
    status: 'queued',
  })
  void progress(network, phone, message, statusCallback)
  return message
}

/** Gives a phone the reply to a text of its own; nothing reaches one that has opted out. */
export function replyWith(network: Network, phone: Phone, body: string): void {
  if (phone.switches.optedOut) return
  const { number: from } = network.agency
  const reply = keep(network, { from, to: phone.number, body, direction: 'outbound-reply', status: 'delivered' })
  phone.receive(reply)
}

/** Keeps a text for the REST API. */
export function keep(network: Network, text: Omit<Message, 'sid' | 'error' | 'at'>): Message {
  const message: Message = { sid: newSid('SM'), error: null, at: new Date(), ...text }
  network.messages.set(message.sid, message)
  return message
}

async function progress(network: Network, phone: Phone, message: Message, url: string | undefined): Promise<void> {
  const tell = async (status: Message['status'], error: number | null = null): Promise<void> => {
    Object.assign(message, { status, error })
    if (url !== undefined) await network.webhook({ url, method: 'POST' }, statusFields(network, message))
  }
  await delay(ON_ITS_WAY)
  await tell('queued')
  await tell('sent')
  const error = whyNot(phone)
  Object.assign(message, { status: error === null ? 'delivered' : 'undelivered', error })
  phone.receive(message)
  await tell(message.status, error)
}

function whyNot({ switches }: Phone): number | null {
  if (switches.landline) return 30006
  if (switches.unreachable) return 30003
  return failureFor(switches.trouble)
}

function statusFields(network: Network, { sid, from, to, status, error }: Message): Record<string, string> {
  return {
    AccountSid: network.agency.accountSid,
    ApiVersion: API_VERSION,
    MessageSid: sid,
    SmsSid: sid,
    MessageStatus: status,
    SmsStatus: status,
    From: from,
    To: to,
    ...(error === null ? {} : { ErrorCode: String(error) }),
  }
}

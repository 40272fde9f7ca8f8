import { API_VERSION } from './agency.js'
import { keep, replyWith } from './message.js'
import type { Network } from './network.js'
import type { Phone } from './phone.js'
import { segmentsOf } from './segments.js'
import { parseTwiml, TwimlError } from './twiml.js'
import type { HookAnswer } from './webhook.js'

/** Twilio's keywords (https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out), as a whole text. */
const STOP = /^(stop|stopall|unsubscribe|cancel|end|quit|revoke|optout)$/i
const START = /^(start|unstop)$/i

const STOPPED =
  'You have successfully been unsubscribed. You will not receive any more messages from this number. Reply START to resubscribe.'
const STARTED = 'You have successfully been re-subscribed to messages from this number. Reply STOP to unsubscribe.'

/**
 * Takes a text that a phone sends to the agency: STOP and START are the carrier's own and are answered by it; every text
 * is posted to `/twilio/sms`, whose TwiML answer goes back to the phone. Comes back when that is done.
 * @returns whether the agency took it.
 */
export async function textAgency(network: Network, phone: Phone, body: string): Promise<boolean> {
  const { agency } = network
  const optOutType = obey(network, phone, body.trim())
  const { sid, from, to } = keep(network, {
    from: phone.number,
    to: agency.number,
    body,
    direction: 'inbound',
    status: 'received',
  })
  const answer = await network.webhook(
    { url: `${agency.publicUrl}/twilio/sms`, method: 'POST' },
    {
      AccountSid: agency.accountSid,
      ApiVersion: API_VERSION,
      MessageSid: sid,
      SmsSid: sid,
      SmsMessageSid: sid,
      SmsStatus: 'received',
      From: from,
      To: to,
      Body: body,
      NumMedia: '0',
      NumSegments: String(segmentsOf(body).segments),
      ...(optOutType === undefined ? {} : { OptOutType: optOutType }),
    },
  )
  const replies = repliesOf(network, answer)
  for (const reply of replies ?? []) replyWith(network, phone, reply)
  return replies !== undefined
}

/** Obeys STOP and START. YES undoes a STOP too, but is an ordinary word to who has not opted out. */
function obey(network: Network, phone: Phone, word: string): 'STOP' | 'START' | undefined {
  if (STOP.test(word)) {
    replyWith(network, phone, STOPPED)
    phone.set({ optedOut: true })
    return 'STOP'
  }
  if (START.test(word) || (phone.switches.optedOut && /^yes$/i.test(word))) {
    phone.set({ optedOut: false })
    replyWith(network, phone, STARTED)
    return 'START'
  }
  return undefined
}

/** The texts in the answer; undefined when it is none that Twilio would take. */
function repliesOf(network: Network, { status, body }: HookAnswer): string[] | undefined {
  if (status < 200 || status > 299) return undefined
  if (body.trim() === '') return []
  try {
    return parseTwiml(body).map((verb) => {
      if (verb.verb !== 'Message') throw new TwimlError(12200, `<${verb.verb}> in the answer to a text`)
      return verb.body
    })
  } catch (error) {
    if (!(error instanceof TwimlError)) throw error
    network.log.warn({ code: error.code, reason: error.message }, 'the answer to a text met an application error')
    return undefined
  }
}

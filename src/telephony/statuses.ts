import { z } from 'zod'
import type { CodeCalls, DeliveryNews } from '../factors/codeCalls.js'
import type { DeliveryReport } from '../factors/deliveries.js'
import type { DeliveryStatus } from '../factors/sender.js'
import type { Route } from '../http/route.js'
import { refusalFor } from './refusals.js'
import type { Fields, Signed } from './signature.js'

/** What the status routes are made of. */
export interface StatusParts {
  signed: Signed
  calls: Pick<CodeCalls, 'openCall' | 'callUnheard' | 'deliverySettled'>
  /** Tells the conversation; never throws. */
  tell: (news: DeliveryNews) => Promise<void>
}

/**
 * `POST /twilio/status/:deliveryId`, where the carrier says what became of a text or call of ours, and
 * `POST /twilio/status/call`, where it says that a call to us ended. Repeats and reports that come late change nothing.
 */
export function statusRoutes({ signed, calls, tell }: StatusParts): Route[] {
  return [
    signed('/twilio/status/call', () => Promise.resolve({ status: 204 })),
    signed('/twilio/status/:deliveryId', async (fields, { params }) => {
      const deliveryId = params['deliveryId'] ?? ''
      const call = fields['CallSid'] !== undefined
      const report = call ? callReport(fields) : textReport(fields)
      if (report === undefined) return { status: 204 }
      // Who hangs up without pressing the digits didn't want the call either.
      const unheard = call && report.status === 'delivered' && (await calls.openCall(deliveryId, report.carrierSid))
      if (unheard && unheard.state === 'asking') await calls.callUnheard(deliveryId)
      const news = await calls.deliverySettled(deliveryId, report)
      if (news !== undefined) await tell(news)
      return { status: 204 }
    }),
  ]
}

/** Twilio's MessageStatus (twilio.com/docs/messaging/api/message-resource#message-status-values); others say nothing new. */
const TEXT: Record<string, DeliveryStatus> = {
  sent: 'sent',
  delivered: 'delivered',
  undelivered: 'failed',
  failed: 'failed',
}

/** Twilio's error codes are of five digits; one that the column does not take says nothing. */
const errorCode = z.coerce
  .number()
  .int()
  .positive()
  .max(2 ** 31 - 1)

function textReport({ MessageSid, MessageStatus = '', ErrorCode }: Fields): DeliveryReport | undefined {
  const status = TEXT[MessageStatus]
  if (MessageSid === undefined || status === undefined) return undefined
  if (status !== 'failed') return { carrierSid: MessageSid, status }
  const error = errorCode.safeParse(ErrorCode).data
  return { carrierSid: MessageSid, status, why: refusalFor(error), ...(error === undefined ? {} : { error }) }
}

/** Twilio's final CallStatus (twilio.com/docs/voice/api/call-resource#call-status-values). */
function callReport({ CallSid = '', CallStatus, AnsweredBy = 'human' }: Fields): DeliveryReport | undefined {
  const failed = (why: NonNullable<DeliveryReport['why']>): DeliveryReport => ({
    carrierSid: CallSid,
    status: 'failed',
    why,
  })
  switch (CallStatus) {
    case 'completed':
      return /^(machine|fax)/.test(AnsweredBy) ? failed('no_answer') : { carrierSid: CallSid, status: 'delivered' }
    case 'busy':
      return failed('busy')
    case 'no-answer':
      return failed('no_answer')
    case 'failed':
      return failed('unreachable')
    case 'canceled':
      return failed('not_sent')
    default:
      return undefined
  }
}

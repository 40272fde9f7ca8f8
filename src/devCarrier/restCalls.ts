import { z } from 'zod'
import type { Incoming } from '../http/route.js'
import { API_VERSION } from './agency.js'
import type { Call } from './call.js'
import type { Network } from './network.js'
import { kindOf } from './number.js'
import { rfc2822 } from './rfc2822.js'
import { refuseFor, TwilioError } from './twilioError.js'

const method = z.enum(['GET', 'POST']).default('POST')
const url = z.url({ protocol: /^https?$/ })
const form = z.object({
  To: z.string().default(''),
  From: z.string().default(''),
  Url: z.string().optional(),
  Method: method,
  StatusCallback: url.optional(),
  StatusCallbackMethod: method,
  // A repeated field, or one with spaces.
  StatusCallbackEvent: z.union([z.string(), z.array(z.string())]).default('completed'),
  MachineDetection: z.string().optional(),
  Timeout: z.coerce.number().int().min(1).max(600).default(60),
})

/** `POST …/Calls.json`: calls a phone. @throws {TwilioError} as Twilio refuses it. */
export function createCall(network: Network, { body }: Incoming): object {
  const parsed = form.safeParse(body)
  if (!parsed.success) throw new TwilioError(21609)
  const { To, From, Url, Method, StatusCallback, StatusCallbackMethod, StatusCallbackEvent, ...more } = parsed.data
  if (To === '') throw new TwilioError(21201)
  if (!url.safeParse(Url).success || Url === undefined) throw new TwilioError(21205)
  if (From !== network.agency.number) throw new TwilioError(21210)
  if (kindOf(To) === undefined) throw new TwilioError(21211)
  refuseFor(network.phone(To).switches.trouble, 'call')
  const events = [StatusCallbackEvent].flat().flatMap((names) => names.split(/\s+/))
  const call = network.place({
    direction: 'outbound-api',
    to: To,
    start: { url: Url, method: Method },
    status:
      StatusCallback === undefined
        ? undefined
        : { target: { url: StatusCallback, method: StatusCallbackMethod }, events: new Set(events) },
    detects: more.MachineDetection !== undefined,
    timeout: more.Timeout,
  })
  return resource(network, call)
}

/** `GET …/Calls/:sid.json`. @throws {TwilioError} 20404 */
export function readCall(network: Network, incoming: Incoming): object {
  return resource(network, find(network, incoming))
}

/** `POST …/Calls/:sid.json` with `Status` `completed` or `canceled`: ends the call. @throws {TwilioError} */
export function updateCall(network: Network, incoming: Incoming): object {
  const call = find(network, incoming)
  const { success } = z.object({ Status: z.enum(['completed', 'canceled']) }).safeParse(incoming.body)
  if (!success || call.ended) throw new TwilioError(21220)
  call.end(call.view.status === 'in-progress' ? 'completed' : 'canceled')
  return resource(network, call)
}

function find(network: Network, { params }: Incoming): Call {
  const call = network.calls.get(params['callSid'] ?? '')
  if (call === undefined) throw new TwilioError(20404)
  return call
}

function resource({ agency: { accountSid } }: Network, call: Call): object {
  const { view, parts, answeredAt, endedAt, seconds } = call
  const at = rfc2822(new Date(view.at))
  return {
    sid: view.sid,
    account_sid: accountSid,
    api_version: API_VERSION,
    from: parts.from,
    from_formatted: parts.from,
    to: parts.to,
    to_formatted: parts.to,
    direction: view.direction,
    status: view.status,
    answered_by: parts.detects ? view.answeredBy : null,
    date_created: at,
    date_updated: at,
    start_time: answeredAt === undefined ? null : rfc2822(answeredAt),
    end_time: endedAt === undefined ? null : rfc2822(endedAt),
    duration: endedAt === undefined ? null : String(seconds),
    parent_call_sid: null,
    phone_number_sid: null,
    forwarded_from: null,
    caller_name: null,
    group_sid: null,
    queue_time: '0',
    trunk_sid: null,
    price: null,
    price_unit: 'USD',
    uri: `/${API_VERSION}/Accounts/${accountSid}/Calls/${view.sid}.json`,
    subresource_uris: {},
  }
}

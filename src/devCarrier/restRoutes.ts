import { createHash, timingSafeEqual } from 'node:crypto'
import type { Answer, Incoming, Route } from '../http/route.js'
import type { Network } from './network.js'
import { createCall, readCall, updateCall } from './restCalls.js'
import { createMessage, readMessage } from './restMessages.js'
import { TwilioError } from './twilioError.js'

/** One resource's JSON. */
type Resource = (network: Network, incoming: Incoming) => object

/** The part of Twilio's REST API that an agency needs, at `/carrier` instead of `https://api.twilio.com`. */
export function restRoutes(network: Network): Route[] {
  const base = '/carrier/2010-04-01/Accounts/:sid'
  const route = (method: 'GET' | 'POST', path: string, status: number, resource: Resource): Route => ({
    method,
    path: base + path,
    handle: (incoming) => Promise.resolve(answer(network, incoming, status, resource)),
  })
  return [
    route('POST', '/Messages.json', 201, createMessage),
    route('GET', '/Messages/:messageSid.json', 200, readMessage),
    route('POST', '/Calls.json', 201, createCall),
    route('GET', '/Calls/:callSid.json', 200, readCall),
    route('POST', '/Calls/:callSid.json', 200, updateCall),
  ]
}

function answer(network: Network, incoming: Incoming, status: number, resource: Resource): Answer {
  try {
    authenticate(network, incoming)
    return { status, json: resource(network, incoming) }
  } catch (error) {
    if (!(error instanceof TwilioError)) throw error
    const challenge = error.status === 401 ? { headers: { 'www-authenticate': 'Basic realm="Twilio API"' } } : {}
    return { status: error.status, json: error.body, ...challenge }
  }
}

function authenticate({ agency }: Network, { headers, params }: Incoming): void {
  const [, given = ''] = /^Basic (\S+)$/i.exec(headers.authorization ?? '') ?? []
  const expected = `${agency.accountSid}:${agency.authToken}`
  const same = timingSafeEqual(digest(Buffer.from(given, 'base64').toString()), digest(expected))
  if (!same || params['sid'] !== agency.accountSid) throw new TwilioError(20003)
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

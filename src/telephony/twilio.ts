import RequestClient from 'twilio/lib/base/RequestClient.js'
import Twilio from 'twilio/lib/rest/Twilio.js'
import { z } from 'zod'
import type { CarrierConfig } from '../config.js'
import type { SendRefusal } from '../factors/factor.js'
import type { Logger } from '../log.js'
import { refuse, type Outcome } from '../outcome.js'
import type { Carrier } from './carrier.js'
import { refusalFor } from './refusals.js'

/** How long the carrier may take to answer, milliseconds. */
const TIME_LIMIT = 10_000
/** How long a phone rings, seconds: about five rings. */
const RINGS = 25

/** No connection was made, so nothing was sent. */
const NEVER_LEFT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])
/** A gateway gave up waiting: what stands behind it may have sent. */
const GATEWAY = new Set([408, 502, 504])

/** What Twilio answered instead of taking it (its RestException). */
const answered = z.object({ status: z.number(), code: z.number().optional().catch(undefined) })
/** What the network said (Node's and axios' error codes). */
const broken = z.object({ code: z.string() })

/** Twilio, or a server that speaks its REST API. One request a text or call, and none again. */
export function createTwilio(
  { accountSid, authToken, from, voiceFrom, apiUrl }: CarrierConfig,
  log: Logger,
  timeLimit = TIME_LIMIT,
): Carrier {
  const client = new Twilio(accountSid, authToken, { httpClient: new HttpClient(apiUrl, timeLimit) })
  const sender = from.startsWith('MG') ? { messagingServiceSid: from } : { from }
  return {
    text: (to, body, statusUrl) =>
      settle(log, () => client.messages.create({ to, ...sender, body, statusCallback: statusUrl })),
    call: (to, url, statusUrl) =>
      settle(log, () =>
        client.calls.create({
          to,
          from: voiceFrom,
          url,
          method: 'POST',
          statusCallback: statusUrl,
          statusCallbackMethod: 'POST',
          statusCallbackEvent: ['completed'],
          machineDetection: 'Enable',
          timeout: RINGS,
        }),
      ),
  }
}

/** The SDK's client, at another address when one is set. */
class HttpClient extends RequestClient {
  constructor(
    private readonly apiUrl: string | undefined,
    timeout: number,
  ) {
    super({ timeout, autoRetry: false })
  }

  override request<Data>(
    options: RequestClient.RequestOptions<Data>,
  ): ReturnType<typeof RequestClient.prototype.request<Data>> {
    if (this.apiUrl === undefined) return super.request(options)
    const { pathname, search } = new URL(options.uri)
    return super.request({ ...options, uri: `${this.apiUrl}${pathname}${search}` })
  }
}

async function settle(
  log: Logger,
  request: () => Promise<{ sid: unknown }>,
): Promise<Outcome<{ sid: string }, SendRefusal | 'unknown'>> {
  try {
    const { sid } = await request()
    if (typeof sid === 'string' && sid !== '') return { ok: true, sid }
    log.warn('the carrier answered without an id')
    return refuse('unknown')
  } catch (error) {
    return refuse(whyOf(error, log))
  }
}

/** Logs codes alone: the libraries' errors hold the request, with the number and the code in it. */
function whyOf(error: unknown, log: Logger): SendRefusal | 'unknown' {
  const answer = answered.safeParse(error).data
  if (answer !== undefined && !GATEWAY.has(answer.status)) {
    log.warn({ status: answer.status, code: answer.code }, 'the carrier refused')
    return answer.status === 429 ? 'too_many' : refusalFor(answer.code)
  }
  const code = broken.safeParse(error).data?.code
  log.warn({ status: answer?.status, code }, 'the carrier did not answer')
  return code !== undefined && NEVER_LEFT.has(code) ? 'not_sent' : 'unknown'
}

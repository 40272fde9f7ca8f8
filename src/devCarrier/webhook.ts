import { setTimeout as delay } from 'node:timers/promises'
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js'
import type { Logger } from '../log.js'

/** Where a webhook goes. */
export interface Target {
  url: string
  method: 'GET' | 'POST'
}

/** What a webhook answered; `status` 0 when nobody did. */
export interface HookAnswer {
  status: number
  /** The media type, in lower case, without parameters. */
  type: string
  body: string
}

/** Posts signed webhooks. Never throws. */
export type Webhook = (target: Target, fields: Record<string, string>) => Promise<HookAnswer>

const TIME_LIMIT = 15_000
const RETRY_AFTER = 200
const NOBODY: HookAnswer = { status: 0, type: '', body: '' }

/**
 * Webhooks as Twilio makes them: a form signed over the exact URL (`X-Twilio-Signature`), 15 seconds for the answer, and a
 * second try when no connection was made. Redirects are not followed: what is signed is what was configured.
 */
export function createWebhook(authToken: string, log: Logger): Webhook {
  return async (target, fields) => {
    const [url, init] = signed(authToken, target, fields)
    const answer = (await attempt(url, init)) ?? (await delay(RETRY_AFTER).then(() => attempt(url, init))) ?? NOBODY
    if (answer.status < 200 || answer.status > 299) {
      log.warn({ status: answer.status, path: new URL(url).pathname }, 'a webhook was not answered well')
    }
    return answer
  }
}

function signed(authToken: string, { url, method }: Target, fields: Record<string, string>): [string, RequestInit] {
  const form = new URLSearchParams(fields)
  const asked = method === 'POST' ? url : `${url}${url.includes('?') ? '&' : '?'}${form.toString()}`
  const signature = getExpectedTwilioSignature(authToken, asked, method === 'POST' ? fields : {})
  const headers = { 'x-twilio-signature': signature }
  return [asked, { method, headers, redirect: 'manual', ...(method === 'POST' ? { body: form } : {}) }]
}

/** Undefined when there was no connection, and only then is another try safe: a time-out may have been taken. */
async function attempt(url: string, init: RequestInit): Promise<HookAnswer | undefined> {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(TIME_LIMIT) })
    const [type = ''] = (response.headers.get('content-type') ?? '').toLowerCase().split(';')
    return { status: response.status, type: type.trim(), body: await response.text() }
  } catch (err) {
    return err instanceof Error && err.name === 'TimeoutError' ? NOBODY : undefined
  }
}

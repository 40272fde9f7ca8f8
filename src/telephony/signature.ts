import { validateRequest } from 'twilio/lib/webhooks/webhooks.js'
import { z } from 'zod'
import { problem, type Answer, type Incoming, type Route } from '../http/route.js'

/** A webhook's form: each field once. */
export type Fields = Record<string, string | undefined>

const form = z.record(z.string(), z.string())

/** Makes routes that only the carrier can call. */
export type Signed = (path: string, handle: (fields: Fields, incoming: Incoming) => Promise<Answer>) => Route

/**
 * Routes for the carrier's webhooks. A request without a valid `X-Twilio-Signature` (HMAC-SHA1 over the public address and
 * the form: twilio.com/docs/usage/security) gets 403, and its handler never sees it.
 * @param publicUrl the address that the carrier calls, without a closing slash.
 */
export function signedBy(authToken: string, publicUrl: string): Signed {
  return (path, handle) => ({
    method: 'POST',
    path,
    handle: async (incoming) => {
      const fields = form.safeParse(incoming.body ?? {}).data
      const signature = incoming.headers['x-twilio-signature']
      const valid =
        fields !== undefined &&
        typeof signature === 'string' &&
        validateRequest(authToken, signature, publicUrl + incoming.url, fields)
      if (!valid) return problem(403, 'forbidden', 'This request is not signed by the carrier.')
      return handle(fields, incoming)
    },
  })
}

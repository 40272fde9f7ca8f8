import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Standing } from '../../accounts/account.js'
import type { Reply } from '../../conversation/ask.js'
import { problem, type Answer, type Incoming, type Route } from '../../http/route.js'
import type { Keyring } from '../../store/keyring.js'
import type { SessionState } from '../../web/client/wire.js'
import { sameSite } from '../../web/crossSite.js'
import type { Conversing } from '../conversing.js'
import { guard, type ChatSessions } from './guard.js'
import { activitySet, watermarkOf } from './history.js'
import { socketBase } from './socketBase.js'
import { TOKEN_LIFETIME, tokens, type Pass } from './token.js'

/** What the Direct Line server works with. */
export interface WebChatParts {
  conversing: Conversing
  sessions: ChatSessions
  keyring: Keyring
  /** The session of a browser's cookie; undefined without one. */
  standing: (incoming: Incoming) => Promise<Standing | undefined>
  /** The cookie of a session that has just risen. */
  renewed: (incoming: Incoming) => Promise<string | undefined>
  /** The address others reach us by, without a closing slash. */
  publicUrl: string
}

const BASE = '/v3/directline'

/** An activity as a client posts it; other fields are of no use to us. */
const posted = z.object({
  type: z.string(),
  text: z.string().optional(),
  value: z
    .object({
      ask: z.string().max(100),
      values: z.record(z.string(), z.unknown()),
      said: z.string().optional(),
    })
    .optional()
    .catch(undefined),
  channelData: z
    .object({ clientActivityID: z.string().min(1).max(100).optional() })
    .optional()
    .catch(undefined),
})

/**
 * Direct Line 3.0 for Web Chat (learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-direct-line-3-0-concepts),
 * as far as its client asks for it. A token opens one conversation of one session, for as long as both live.
 */
export function directLineRoutes(parts: WebChatParts): Route[] {
  const { conversing, sessions, keyring, standing } = parts
  const issued = tokens(keyring)
  const admit = guard(issued, sessions)

  const fresh = ({ conversationId, sessionId }: Pass) => ({
    conversationId,
    token: issued.issue({ conversationId, sessionId }),
    expires_in: TOKEN_LIFETIME,
  })

  const withStream = (incoming: Incoming, pass: Pass, watermark: number) => ({
    ...fresh(pass),
    streamUrl: `${socketBase(incoming, parts.publicUrl)}${BASE}/conversations/${pass.conversationId}/stream?t=${issued.issueStream({ ...pass, watermark })}`,
  })

  // The one route that goes by the cookie: all others go by the token, which another site's page doesn't have.
  const generate: Route = {
    method: 'POST',
    path: `${BASE}/tokens/generate`,
    async handle(incoming) {
      const who = await standing(incoming)
      if (who === undefined) return problem(401, 'unauthorized', 'Sign in first.')
      const { conversationId } = await conversing.open(who.sessionId, who.locale)
      return { status: 200, json: fresh({ conversationId, sessionId: who.sessionId }) }
    },
  }

  return [
    sameSite(generate, parts.publicUrl),
    {
      method: 'POST',
      path: `${BASE}/tokens/refresh`,
      async handle(incoming) {
        const who = await admit(incoming)
        return 'refusal' in who ? who.refusal : { status: 200, json: fresh(who.pass) }
      },
    },
    {
      method: 'POST',
      path: `${BASE}/conversations`,
      async handle(incoming) {
        const who = await admit(incoming)
        return 'refusal' in who ? who.refusal : { status: 201, json: withStream(incoming, who.pass, 0) }
      },
    },
    {
      method: 'GET',
      path: `${BASE}/conversations/:id`,
      async handle(incoming) {
        const who = await admit(incoming)
        if ('refusal' in who) return who.refusal
        return { status: 200, json: withStream(incoming, who.pass, watermarkOf(incoming.query.get('watermark'))) }
      },
    },
    {
      method: 'GET',
      path: `${BASE}/conversations/:id/activities`,
      async handle(incoming) {
        const who = await admit(incoming)
        if ('refusal' in who) return who.refusal
        const watermark = watermarkOf(incoming.query.get('watermark'))
        return { status: 200, json: await activitySet(conversing, who.pass.conversationId, watermark) }
      },
    },
    {
      method: 'POST',
      path: `${BASE}/conversations/:id/activities`,
      async handle(incoming) {
        const who = await admit(incoming)
        if ('refusal' in who) return who.refusal
        const answer = await take(conversing, who.pass.conversationId, incoming)
        // The session's id changes with the answer to what made it rise: another who holds the old one gets nothing.
        const cookie = who.standing.level === 'identified' ? await parts.renewed(incoming) : undefined
        return cookie === undefined ? answer : { ...answer, headers: { ...answer.headers, 'set-cookie': cookie } }
      },
    },
    {
      method: 'GET',
      path: `${BASE}/session`,
      async handle(incoming) {
        const who = await admit(incoming)
        if ('refusal' in who) return who.refusal
        const secondsLeft = Math.max(0, Math.floor((who.standing.endsAt.getTime() - Date.now()) / 1000))
        return { status: 200, json: { secondsLeft } satisfies SessionState }
      },
    },
  ]
}

/** Takes what a client posted. Only messages are turns; typing and events of the client's own are acknowledged. */
async function take(conversing: Conversing, conversationId: string, incoming: Incoming): Promise<Answer> {
  const activity = posted.safeParse(incoming.body)
  if (!activity.success) return problem(400, 'bad_request', 'That is not an activity.')
  const activityId = activity.data.channelData?.clientActivityID ?? randomUUID()
  if (activity.data.type === 'message') {
    const more = { activityId, source: incoming.client }
    const turn = await conversing.turn(conversationId, replyOf(activity.data), more)
    // 429 and not 503: Web Chat's client takes a 5xx for sent.
    if (!turn.ok)
      return problem(429, 'busy', 'One moment, your last message is still being read.', turn.retryAfter ?? 1)
  }
  return { status: 200, json: { id: `${conversationId}|${activityId}` } }
}

function replyOf({ text = '', value }: z.infer<typeof posted>): Reply {
  if (value === undefined) return { text }
  const { said = text, ...form } = value
  return { text: said, form }
}

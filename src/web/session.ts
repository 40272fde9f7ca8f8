import type { Standing } from '../accounts/account.js'
import { problem, seeOther, type Incoming, type Route } from '../http/route.js'
import { fromForm } from './forms.js'
import type { Web } from './parts.js'

/** What tells of a browser by its cookies. */
type Browser = Pick<Web, 'accounts' | 'cookies'>

/** The session of a browser's cookie, which counts as use; undefined without one that goes on. */
export async function standingOf(web: Browser, incoming: Incoming): Promise<Standing | undefined> {
  const token = web.cookies.read(incoming, 'session')
  return token === undefined ? undefined : web.accounts.sessions.byToken(token)
}

/** The cookie of a browser's session that has just risen; undefined where it has not. The one before is worth nothing then. */
export async function renewed(web: Browser, incoming: Incoming): Promise<string | undefined> {
  const fresh = await web.accounts.sessions.renew(web.cookies.read(incoming, 'session') ?? '')
  return fresh === undefined ? undefined : web.cookies.set('session', fresh)
}

/** Signed in as far as the account can: by a second factor, where one is active. */
export const isInFull = ({ level, hasActive }: Standing): boolean => level === 'verified' || !hasActive

/** A new session takes the place of the one that this browser had. */
export async function replaceSession(web: Web, incoming: Incoming, token: string): Promise<string> {
  const earlier = await standingOf(web, incoming)
  if (earlier !== undefined) await web.accounts.sessions.end(earlier.sessionId)
  return web.cookies.set('session', token)
}

/** What an open session asks for: a new token after it rose, more time, its end. */
export function sessionRoutes(web: Web): Route[] {
  const { accounts, cookies } = web
  return [
    {
      method: 'POST',
      path: '/session/renew',
      async handle(incoming) {
        const token = cookies.read(incoming, 'session') ?? ''
        const fresh = await accounts.sessions.renew(token)
        const standing = await accounts.sessions.byToken(fresh ?? token)
        if (standing === undefined) return problem(401, 'unauthorized', 'Sign in first.')
        const next = isInFull(standing) && (await pairingWaits(web, incoming, standing)) ? { next: '/pair' } : {}
        const headers = fresh === undefined ? {} : { 'set-cookie': cookies.set('session', fresh) }
        return { status: 200, headers, json: { ok: true, ...next } }
      },
    },
    {
      method: 'POST',
      path: '/session/extend',
      async handle(incoming) {
        const standing = await standingOf(web, incoming)
        if (standing === undefined) return problem(401, 'unauthorized', 'Sign in first.')
        return { status: 200, json: { ok: true, endsAt: standing.endsAt.toISOString() } }
      },
    },
    {
      method: 'POST',
      path: '/sign-out',
      async handle(incoming) {
        const standing = await standingOf(web, incoming)
        if (standing !== undefined) await accounts.sessions.end(standing.sessionId)
        const headers = { 'set-cookie': cookies.clear('session') }
        return fromForm(incoming) ? seeOther('/?signed-out', headers) : { status: 200, headers, json: { ok: true } }
      },
    },
  ]
}

/** A chat that this browser accepted waits for its code: the chat page leads to `/pair` then. */
export async function pairingWaits(
  { cookies, accounts }: Browser,
  incoming: Pick<Incoming, 'cookies'>,
  { sessionId }: Standing,
): Promise<boolean> {
  const token = cookies.read(incoming, 'pair')
  return token !== undefined && (await accounts.pairingPage.waiting(token, sessionId)) !== undefined
}

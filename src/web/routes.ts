import type { Standing } from '../accounts/account.js'
import type { Incoming, Route } from '../http/route.js'
import { confirmRoutes } from './confirm.js'
import { createCookies } from './cookies.js'
import { sameSite } from './crossSite.js'
import { enterRoutes } from './enter.js'
import { homeRoutes } from './home.js'
import { pairRoutes } from './pair.js'
import { notFoundRoutes } from './notFound.js'
import type { WebParts } from './parts.js'
import { plainRoutes } from './plain.js'
import { renewed, sessionRoutes, standingOf } from './session.js'
import { signInRoutes } from './signIn.js'
import { signUpRoutes } from './signUp.js'

/** The pages and forms of the web. What changes something is closed to other sites. */
export function createWebRoutes(parts: WebParts): Route[] {
  const web = { ...parts, cookies: createCookies(parts.config.publicUrl) }
  const makers = [
    homeRoutes,
    signInRoutes,
    signUpRoutes,
    confirmRoutes,
    sessionRoutes,
    enterRoutes,
    pairRoutes,
    plainRoutes,
    notFoundRoutes,
  ]
  return makers
    .flatMap((routes) => routes(web))
    .map((route) => (route.method === 'GET' ? route : sameSite(route, parts.config.publicUrl)))
}

/** What other routes ask of a browser's cookies. */
export interface Browsers {
  /** The session of its cookie; counts as use. */
  standing(incoming: Incoming): Promise<Standing | undefined>
  /** The cookie of its session that has just risen; undefined where it has not. The one before is worth nothing then. */
  renewed(incoming: Incoming): Promise<string | undefined>
}

/** Reads the cookies that the web's routes set. */
export function createBrowsers({ accounts, config }: Pick<WebParts, 'accounts' | 'config'>): Browsers {
  const web = { accounts, cookies: createCookies(config.publicUrl) }
  return {
    standing: (incoming) => standingOf(web, incoming),
    renewed: (incoming) => renewed(web, incoming),
  }
}

import { isLoopbackHost } from '../http/loopback.js'
import { problem, type Answer, type Incoming, type Route } from '../http/route.js'
import { isCrossSite } from '../web/crossSite.js'

const NOTHING = problem(404, 'not_found', 'There is nothing here.')

/** Lets a route answer this machine only, and only while the site itself is on this machine: a tunnel must not publish it. */
export function onThisMachine(publicUrl: string, route: Route): Route {
  const local = isLoopbackHost(new URL(publicUrl).hostname)
  return {
    ...route,
    handle: (incoming) => (local && incoming.loopback ? route.handle(incoming) : Promise.resolve(NOTHING)),
  }
}

/**
 * What is answered to a web page of another origin, which could otherwise read codes or press keys in its visitor's
 * browser; undefined for the page itself and for programs, which send neither header.
 */
export function refuseOtherSites(incoming: Incoming): Answer | undefined {
  if (!isCrossSite(incoming, `http://${incoming.headers.host ?? 'localhost'}`)) return undefined
  return problem(403, 'cross_site', 'The development phones answer their own page only.')
}

import { problem, type Incoming, type Route } from '../http/route.js'

/**
 * Whether a page of another site sent this request. Browsers say so in `Sec-Fetch-Site` (W3C Fetch Metadata) or, older ones,
 * in `Origin`; a client that sends neither is no browser, and no one's cookies are with it by accident.
 */
export function isCrossSite({ headers, loopback }: Pick<Incoming, 'headers' | 'loopback'>, publicUrl: string): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true
  const { origin, host } = headers
  if (origin === undefined || (origin === 'null' && site !== undefined)) return false
  return !isOwnOrigin(origin, { host, loopback }, publicUrl)
}

/** Whether pages of an origin are ours: it is the public one, or this machine itself as it was asked for. */
export function isOwnOrigin(
  origin: string,
  asked: { host: string | undefined; loopback: boolean },
  publicUrl: string,
): boolean {
  return origin === new URL(publicUrl).origin || (asked.loopback && origin === `http://${asked.host ?? ''}`)
}

/** The route, closed to other sites. */
export function sameSite(route: Route, publicUrl: string): Route {
  return {
    ...route,
    handle: (incoming) =>
      isCrossSite(incoming, publicUrl)
        ? Promise.resolve(problem(403, 'cross_site', 'This request came from another site.'))
        : route.handle(incoming),
  }
}

import type { Server } from 'restify'
import type { Route } from './http/route.js'
import { createServer } from './http/server.js'
import type { Logger } from './log.js'
import type { Metrics } from './ops/metrics.js'

/** Every route, on restify. Nothing else: what a route does is its module's. */
export function createApp(
  modules: readonly { routes: Route[] }[],
  { metrics, ...options }: { trustProxy: number; log: Logger; metrics: Metrics },
): Server {
  return createServer(metrics.timed(modules.flatMap(({ routes }) => routes)), options)
}

import type { Server } from 'restify'
import type { Route } from './http/route.js'
import { createServer } from './http/server.js'
import type { UnderWay } from './http/underWay.js'
import type { Logger } from './log.js'
import type { Metrics } from './ops/metrics.js'

/** Every route, on restify. Nothing else: what a route does is its module's. */
export function createApp(
  modules: readonly { routes: Route[] }[],
  { metrics, underWay, ...options }: { trustProxy: number; log: Logger; metrics: Metrics; underWay: UnderWay },
): Server {
  const routes = metrics.timed(modules.flatMap((module) => module.routes))
  const server = createServer(underWay.counted(routes), options)
  underWay.watch(server.server)
  return server
}

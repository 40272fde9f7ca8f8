import type { Server } from 'restify'
import type { Route } from './http/route.js'
import { createServer } from './http/server.js'
import type { Logger } from './log.js'

/** Every route, on restify. Nothing else: what a route does is its module's. */
export function createApp(modules: readonly { routes: Route[] }[], options: { trustProxy: number; log: Logger }): Server {
  return createServer(
    modules.flatMap(({ routes }) => routes),
    options,
  )
}

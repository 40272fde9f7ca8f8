import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import type { Route } from '../http/route.js'

/** What Prometheus is told of this process. Labels hold routes' patterns and statuses, never an address asked for. */
export interface Metrics {
  /** The text exposition format, and its content type. */
  text(): Promise<{ type: string; body: string }>
  /** The same routes, their answers counted and timed. */
  timed(routes: readonly Route[]): Route[]
}

/** Starts collecting: the process's own metrics, and `http_request_duration_seconds`. */
export function createMetrics(): Metrics {
  const register = new Registry()
  collectDefaultMetrics({ register })
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'How long requests took, by method, route and status',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [register],
  })
  return {
    text: async () => ({ type: register.contentType, body: await register.metrics() }),
    timed: (routes) =>
      routes.map((route) => ({
        ...route,
        async handle(incoming) {
          const end = durations.startTimer({ method: route.method, route: route.path })
          // A handler that throws is answered with 500.
          let status = 500
          try {
            const answer = await route.handle(incoming)
            status = answer.status
            return answer
          } finally {
            end({ status })
          }
        },
      })),
  }
}

import { createHash, timingSafeEqual } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { problem, type Answer, type Incoming, type Route } from '../http/route.js'
import type { Logger } from '../log.js'
import type { PrismaClient } from '../store/db.js'
import type { Metrics } from './metrics.js'

/** How long the database may take to answer before this process counts as unable to serve, in milliseconds. */
const PATIENCE = 2_000

/** What the operator's routes need. `metricsToken` is the bearer token of `/metrics`; unset, it answers this machine only. */
export interface OpsParts {
  prisma: Pick<PrismaClient, '$queryRaw'>
  metricsToken: string | undefined
  metrics: Metrics
  log: Logger
}

/** `GET /healthz`: alive. `GET /readyz`: can serve, the database answers. `GET /metrics`: for Prometheus. */
export function createOpsRoutes(parts: OpsParts): Route[] {
  return [
    { method: 'GET', path: '/healthz', handle: () => Promise.resolve({ status: 200, json: { ok: true } }) },
    { method: 'GET', path: '/readyz', handle: () => readiness(parts) },
    { method: 'GET', path: '/metrics', handle: (incoming) => metrics(incoming, parts) },
  ]
}

async function readiness({ prisma, log }: OpsParts): Promise<Answer> {
  const patience = new AbortController()
  try {
    const late = wait(PATIENCE, undefined, { signal: patience.signal }).then(() => Promise.reject(new Error('late')))
    await Promise.race([prisma.$queryRaw`SELECT 1`, late])
    return { status: 200, json: { ok: true } }
  } catch (err) {
    log.warn({ err }, 'the database does not answer')
    return problem(503, 'not_ready', 'The database does not answer.')
  } finally {
    patience.abort()
  }
}

async function metrics(incoming: Incoming, parts: OpsParts): Promise<Answer> {
  if (parts.metricsToken === undefined) {
    if (!incoming.loopback) return problem(404, 'not_found', 'There is nothing here.')
  } else if (!sameText(incoming.headers.authorization ?? '', `Bearer ${parts.metricsToken}`)) {
    return {
      ...problem(401, 'unauthorized', 'This needs the bearer token of METRICS_TOKEN.'),
      headers: { 'www-authenticate': 'Bearer' },
    }
  }
  const { type, body } = await parts.metrics.text()
  return { status: 200, file: { type, bytes: Buffer.from(body) } }
}

/** Compares in a time that tells neither where the texts differ nor how long they are. */
function sameText(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}

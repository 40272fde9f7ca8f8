import { expect } from 'chai'
import type { Route } from '../../src/http/route.js'
import { openLog } from '../../src/log.js'
import { createMetrics } from '../../src/ops/metrics.js'
import { createOpsRoutes, type OpsParts } from '../../src/ops/routes.js'
import { testDatabase } from '../support/database.js'
import { serve } from '../support/serve.js'

const BUSY: Route = { method: 'GET', path: '/busy/:id', handle: () => Promise.resolve({ status: 200, json: {} }) }
const BROKEN: Route = { method: 'GET', path: '/broken', handle: () => Promise.reject(new Error('broken')) }

/** Serves the operator's routes and says what they answer. */
async function withOps(
  parts: Partial<OpsParts>,
  use: (ask: (path: string, headers?: Record<string, string>) => Promise<Response>) => Promise<void>,
): Promise<void> {
  const { prisma } = await testDatabase()
  const metrics = createMetrics()
  const routes = createOpsRoutes({ prisma, metricsToken: undefined, metrics, log: openLog('silent'), ...parts })
  const served = await serve(metrics.timed([...routes, BUSY, BROKEN]))
  try {
    await use((path, headers = {}) => fetch(`${served.url}${path}`, { headers }))
  } finally {
    await served.close()
  }
}

describe("the operator's routes", () => {
  it('tell that the process is alive and can serve', () =>
    withOps({}, async (ask) => {
      for (const path of ['/healthz', '/readyz']) {
        const response = await ask(path)
        expect([response.status, await response.json()], path).to.deep.equal([200, { ok: true }])
      }
    }))

  const ailing: [string, () => Promise<unknown>][] = [
    ['is gone', () => Promise.reject(new Error('postgresql://user:secret@host'))],
    ['does not answer within two seconds', () => new Promise(() => undefined)],
  ]
  for (const [what, $queryRaw] of ailing) {
    it(`tell that the database ${what}, and that the process is alive`, () =>
      withOps({ prisma: { $queryRaw } as unknown as OpsParts['prisma'] }, async (ask) => {
        const began = performance.now()
        const response = await ask('/readyz')
        expect(response.status).to.equal(503)
        expect(await response.text()).not.to.contain('secret')
        expect(performance.now() - began).to.be.lessThan(4_000)
        expect((await ask('/healthz')).status).to.equal(200)
      }))
  }

  it('time each request by its route and status, never by the address asked for', () =>
    withOps({}, async (ask) => {
      await ask('/busy/secret-id')
      await ask('/broken')
      const text = await (await ask('/metrics')).text()
      expect(text).to.contain('process_resident_memory_bytes')
      expect(text).to.contain('http_request_duration_seconds_count{method="GET",route="/busy/:id",status="200"} 1')
      expect(text).to.contain('http_request_duration_seconds_count{method="GET",route="/broken",status="500"} 1')
      expect(text).not.to.contain('secret-id')
    }))

  it('show metrics to this machine alone where no token is set', () =>
    withOps({}, async (ask) => {
      expect((await ask('/metrics')).status).to.equal(200)
      expect((await ask('/metrics', { 'x-forwarded-for': '127.0.0.1' })).status).to.equal(404)
    }))

  it('show metrics to whoever has the token, from anywhere', () =>
    withOps({ metricsToken: 'a long token' }, async (ask) => {
      const rows: [Record<string, string>, number][] = [
        [{}, 401],
        [{ authorization: 'Bearer a long tokem' }, 401],
        [{ authorization: 'Bearer a long token and more' }, 401],
        [{ authorization: 'a long token' }, 401],
        [{ authorization: 'Bearer a long token', 'x-forwarded-for': '203.0.113.9' }, 200],
      ]
      for (const [headers, status] of rows) expect((await ask('/metrics', headers)).status).to.equal(status)
      expect((await ask('/metrics')).headers.get('www-authenticate')).to.equal('Bearer')
    }))
})

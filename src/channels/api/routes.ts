import { z } from 'zod'
import type { Answer, Incoming, Route } from '../../http/route.js'
import { accountOperations } from './accounts.js'
import { authorizing, type Authorize } from './authorize.js'
import { challengeOperations } from './challenges.js'
import { eventOperations } from './events.js'
import { factorOperations } from './factors.js'
import { handoffOperations } from './handoffs.js'
import { openApiOf } from './openapi.js'
import { operation, type Operation } from './operation.js'
import type { ApiParts } from './parts.js'
import { refusal } from './refusals.js'

/** The JSON API under `/v1`, for relying parties' servers. */
export function createApiRoutes(parts: ApiParts): Route[] {
  const authorize = authorizing(parts.apiKeys)
  const operations = [
    ...accountOperations(parts),
    ...factorOperations(parts),
    ...challengeOperations(parts),
    ...eventOperations(parts),
    ...handoffOperations(parts),
  ]
  return describing(operations).map((row) => ({
    method: row.method,
    path: row.path,
    getOnly: true,
    handle: (incoming) => handle(row, incoming, authorize, parts),
  }))
}

/** The operations and the one that describes them all, itself too. */
function describing(operations: readonly Operation[]): Operation[] {
  const all: Operation[] = [
    ...operations,
    operation({
      id: 'describe',
      method: 'GET',
      path: '/v1/openapi.json',
      summary: 'This document',
      open: true,
      status: 200,
      answer: z.record(z.string(), z.unknown()),
      refusals: [],
      run: () => Promise.resolve({ ok: true, answer: document }),
    }),
  ]
  const document = openApiOf(all)
  return all
}

async function handle(row: Operation, incoming: Incoming, authorize: Authorize, { log }: ApiParts): Promise<Answer> {
  const key = authorize(incoming.headers.authorization)
  if (key === undefined && row.open !== true) {
    const refused = refusal('unauthorized')
    return { ...refused, headers: { ...refused.headers, 'www-authenticate': 'Bearer' } }
  }
  const answer = await row.handle(incoming)
  log.info({ call: row.id, key, status: answer.status }, 'api')
  return answer
}

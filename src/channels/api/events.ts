import { refuse } from '../../outcome.js'
import { operation, type Operation } from './operation.js'
import type { ApiParts } from './parts.js'
import { events, eventsQuery } from './schemas.js'

/** How many events an answer holds. */
const PAGE = 100

/** What happened to an account. */
export function eventOperations({ prisma }: ApiParts): Operation[] {
  return [
    operation({
      id: 'listEvents',
      method: 'GET',
      path: '/v1/accounts/:id/events',
      summary: 'List what happened to an account',
      description: `Newest first, ${PAGE} at a time.`,
      query: eventsQuery,
      status: 200,
      answer: events,
      examples: {
        answer: {
          events: [
            {
              at: '2026-11-24T10:12:00.000Z',
              type: 'check',
              factorId: '0c7d1a52-0c3f-4a0e-8a64-0d7b6f1b2e90',
              channel: 'api',
              outcome: 'linked',
            },
          ],
        },
      },
      refusals: ['not_found'],
      async run({ params, query: { before } }) {
        const account = await prisma.account.findUnique({ where: { id: params.id }, select: { id: true } })
        if (account === null) return refuse('not_found')
        const rows = await prisma.event.findMany({
          where: { accountId: account.id, ...(before === undefined ? {} : { id: { lt: BigInt(before) } }) },
          orderBy: { id: 'desc' },
          take: PAGE + 1,
        })
        const shown = rows.slice(0, PAGE)
        return {
          ok: true,
          answer: {
            events: shown.map(({ factorId, ...event }) => ({ ...event, ...(factorId === null ? {} : { factorId }) })),
            ...(rows.length > PAGE ? { next: String(shown.at(-1)?.id) } : {}),
          },
        }
      },
    }),
  ]
}

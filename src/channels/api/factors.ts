import { refuse } from '../../outcome.js'
import { minutesFresh, standingOf } from './freshness.js'
import { operation, type Operation } from './operation.js'
import type { ApiParts } from './parts.js'
import { enrolled, factors as factorList, newFactor } from './schemas.js'

/** Lists, enrols and removes an account's factors. */
export function factorOperations({ factors, prisma, policy }: ApiParts): Operation[] {
  const fresh = `Once a factor of the account was active, this needs a successful check of the account by this API within ${minutesFresh(policy)} minutes.`
  return [
    operation({
      id: 'listFactors',
      method: 'GET',
      path: '/v1/accounts/:id/factors',
      summary: 'List an account’s factors',
      description: 'Active ones first, the one used last before the others.',
      status: 200,
      answer: factorList,
      examples: {
        answer: {
          factors: [
            {
              id: '0c7d1a52-0c3f-4a0e-8a64-0d7b6f1b2e90',
              method: 'phone',
              slot: 'primary',
              status: 'active',
              masked: '••43',
              linkedAt: '2026-11-24T10:12:00.000Z',
              lastUsedAt: null,
            },
          ],
        },
      },
      refusals: ['not_found'],
      async run({ params }) {
        if ((await standingOf(prisma, policy, params.id)) === undefined) return refuse('not_found')
        return { ok: true, answer: { factors: await factors.list(params.id) } }
      },
    }),
    operation({
      id: 'enrolFactor',
      method: 'POST',
      path: '/v1/accounts/:id/factors',
      summary: 'Begin to link an app or a phone',
      description: `The factor is pending until a challenge to link it is checked. A second one for the same method and slot replaces the pending one; beside an active one it takes its place when proved. ${fresh}`,
      body: newFactor,
      status: 201,
      answer: enrolled,
      examples: {
        body: { method: 'phone', number: '(202) 555-0143', country: 'US' },
        answer: { id: '0c7d1a52-0c3f-4a0e-8a64-0d7b6f1b2e90', masked: '••43' },
      },
      refusals: [
        'not_found',
        'verification_needed',
        'invalid_number',
        'premium_number',
        'toll_free',
        'extension',
        'country_off',
        'same_number',
        'number_in_use',
        'primary_first',
      ],
      async run({ params, body }) {
        const standing = await standingOf(prisma, policy, params.id)
        if (standing === undefined) return refuse('not_found')
        if (!standing.mayChange) return refuse('verification_needed')
        if (body.method === 'app') return { ok: true, answer: await factors.enrolApp(params.id) }
        const { number, country, slot } = body
        const begun = await factors.enrolPhone(params.id, {
          number,
          ...(country === undefined ? {} : { country }),
          ...(slot === undefined ? {} : { slot }),
        })
        return begun.ok ? { ok: true, answer: begun } : begun
      },
    }),
    operation({
      id: 'deleteFactor',
      method: 'DELETE',
      path: '/v1/accounts/:id/factors/:factorId',
      summary: 'Remove a factor',
      description: `${fresh} That is looked at first, so a stale account gets verification_needed even for its last factor.`,
      status: 204,
      refusals: ['not_found', 'verification_needed', 'last_factor'],
      async run({ params }) {
        const standing = await standingOf(prisma, policy, params.id)
        if (standing === undefined) return refuse('not_found')
        if (!standing.mayChange) return refuse('verification_needed')
        const removed = await factors.remove(params.id, params.factorId, { channel: 'api' })
        return removed.ok ? { ok: true, answer: undefined } : removed
      },
    }),
  ]
}

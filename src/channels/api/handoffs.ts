import { refuse } from '../../outcome.js'
import { operation, type Operation } from './operation.js'
import type { ApiParts } from './parts.js'
import { handoff } from './schemas.js'

/** What an agent may learn of a call that was handed over. */
export function handoffOperations({ prisma, keyring }: Pick<ApiParts, 'prisma' | 'keyring'>): Operation[] {
  return [
    operation({
      id: 'takeHandoff',
      method: 'GET',
      path: '/v1/handoffs/:number',
      summary: 'Learn who a transferred caller is',
      description: 'By the hand-off number that the agent heard: once, within 10 minutes.',
      status: 200,
      answer: handoff,
      examples: {
        answer: { account: '4f6a1f0e-0b2b-4f5e-9a75-3c1f4b8f0a11', method: 'phone', at: '2026-11-24T10:12:00.000Z' },
      },
      refusals: ['not_found'],
      async run({ params: { number } }) {
        const taken = await prisma.$queryRaw<{ account: string; method: string; at: Date }[]>`
          DELETE FROM handoff WHERE number_hash = ${keyring.hash('token', 'handoff', number.replace(/\D/g, ''))}
            AND expires_at > now() RETURNING account_id AS account, method, at`
        const [answer] = taken
        return answer === undefined ? refuse('not_found') : { ok: true, answer }
      },
    }),
  ]
}

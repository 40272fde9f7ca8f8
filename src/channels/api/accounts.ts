import { refuse } from '../../outcome.js'
import { knownLocale } from '../../words/words.js'
import { operation, type Operation } from './operation.js'
import type { ApiParts } from './parts.js'
import { account, accountQuery, newAccount, signInLink } from './schemas.js'

const EXAMPLE = { id: '4f6a1f0e-6f0b-4a51-9a43-6a2f3a0c7d11', number: '40718255306' }

/** Makes accounts, finds them, and lets their residents in. */
export function accountOperations({ accounts }: ApiParts): Operation[] {
  return [
    operation({
      id: 'createAccount',
      method: 'POST',
      path: '/v1/accounts',
      summary: 'Make an account',
      description: 'For a resident whom you have identified yourself. Not idempotent without an email.',
      body: newAccount,
      status: 201,
      answer: account,
      examples: { body: { email: 'ana@example.org', locale: 'es' }, answer: EXAMPLE },
      refusals: ['email_in_use'],
      async run({ body: { email, locale } }) {
        const made = await accounts.create({
          locale: knownLocale(locale ?? 'en') ?? 'en',
          ...(email === undefined ? {} : { email }),
        })
        return made.ok ? { ok: true, answer: made } : made
      },
    }),
    operation({
      id: 'findAccount',
      method: 'GET',
      path: '/v1/accounts',
      summary: 'Find an account by its number or its address',
      description: 'Exactly one of the two.',
      query: accountQuery,
      status: 200,
      answer: account,
      examples: { answer: EXAMPLE },
      refusals: ['not_found'],
      async run({ query: { number, email } }) {
        const found = number === undefined ? await accounts.byEmail(email ?? '') : await accounts.byNumber(number)
        return found === undefined ? refuse('not_found') : { ok: true, answer: found }
      },
    }),
    operation({
      id: 'createSignInLink',
      method: 'POST',
      path: '/v1/accounts/:id/sign-in-links',
      summary: 'Make a single-use link into the chat',
      description: 'The resident arrives identified: you vouch for the first factor. Give it to nobody else.',
      status: 201,
      answer: signInLink,
      examples: { answer: { url: 'https://mfa.example.gov/enter/q5p…', expiresAt: '2026-11-24T10:20:00.000Z' } },
      refusals: ['not_found'],
      async run({ params }) {
        const made = await accounts.signInLink(params.id)
        return made.ok ? { ok: true, answer: made } : made
      },
    }),
  ]
}

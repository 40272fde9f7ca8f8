import { hearDigits } from '../../conversation/digits.js'
import { listen } from '../../conversation/fold.js'
import type { FactorService, Origin } from '../../factors/factor.js'
import { sourceOf } from '../../http/client.js'
import { refuse } from '../../outcome.js'
import { knownLocale, wordsFor } from '../../words/words.js'
import { minutesFresh, standingByChallenge, standingByFactor } from './freshness.js'
import { operation, type Operation } from './operation.js'
import type { ApiParts } from './parts.js'
import { challenge, delivering, entry, newChallenge, verdict, type Verdict } from './schemas.js'

const EXAMPLE = {
  id: '9b0f6c1e-52c7-4c7b-9f0a-2a1d0f5f3c77',
  expiresAt: '2026-11-24T10:20:00.000Z',
  guessesLeft: 5,
  nextSendAt: '2026-11-24T10:10:30.000Z',
}

/** Why a code does not go out, whichever call asks for it. */
const UNSENT = [
  'not_found',
  'no_delivery',
  'opted_out',
  'landline',
  'calls_stopped',
  'country_off',
  'same_number',
  'number_in_use',
  'primary_first',
  'unreachable',
  'blocked',
  'not_sent',
  'too_soon',
  'too_many',
  'account_locked',
  'challenge_closed',
  'not_linked',
  'already_linked',
] as const

/** Challenges a factor, sends more codes, checks what the resident entered. */
export function challengeOperations({ factors, prisma, policy }: ApiParts): Operation[] {
  return [
    operation({
      id: 'createChallenge',
      method: 'POST',
      path: '/v1/challenges',
      summary: 'Challenge a factor',
      description:
        'Opens an attempt to prove a factor; an earlier one of the same factor is closed. A phone is sent a code by this call.',
      body: newChallenge,
      status: 201,
      answer: challenge,
      examples: {
        body: { factorId: '0c7d1a52-0c3f-4a0e-8a64-0d7b6f1b2e90', delivery: 'sms', purpose: 'link', locale: 'es' },
        answer: EXAMPLE,
      },
      refusals: ['bad_request', 'verification_needed', ...UNSENT],
      async run({ body: { factorId, delivery, purpose, locale, clientIp } }) {
        const standing = await standingByFactor(prisma, policy, factorId)
        if (standing === undefined) return refuse('not_found')
        if (standing.method === 'phone' && delivery === undefined) {
          return { ...refuse('bad_request'), message: 'A phone needs a delivery: sms or call.' }
        }
        // Enrolled before another factor became active, a pending one would else slip past the check.
        if (purpose === 'link' && standing.status === 'pending' && !standing.mayChange) {
          return refuse('verification_needed')
        }
        const opened = await factors.challenge({
          factorId,
          purpose,
          locale: knownLocale(locale ?? standing.locale) ?? 'en',
          origin: originOf(clientIp),
          ...(delivery === undefined ? {} : { delivery }),
        })
        return opened.ok ? { ok: true, answer: opened.challenge } : opened
      },
    }),
    operation({
      id: 'sendCode',
      method: 'POST',
      path: '/v1/challenges/:id/send',
      summary: 'Send one more code',
      description: 'Earlier codes stay valid until they expire; the budget of guesses stays as it is.',
      body: delivering,
      status: 202,
      answer: challenge,
      examples: { body: { delivery: 'call' }, answer: EXAMPLE },
      refusals: UNSENT,
      async run({ params, body }) {
        const sent = await factors.send(params.id, body.delivery)
        return sent.ok ? { ok: true, answer: sent.challenge } : sent
      },
    }),
    operation({
      id: 'checkCode',
      method: 'POST',
      path: '/v1/challenges/:id/check',
      summary: 'Check what the resident entered',
      description: `Every well-formed code that is compared costs a guess unless it is right. Linking one more factor is proved within ${minutesFresh(policy)} minutes of a check by this API, as enrolling it is.`,
      body: entry,
      status: 200,
      answer: verdict,
      examples: {
        body: { code: '007419' },
        answer: { verified: true, amr: ['otp', 'sms'], at: '2026-11-24T10:12:00.000Z' },
      },
      refusals: ['not_found', 'verification_needed'],
      async run({ params, body }) {
        const standing = await standingByChallenge(prisma, policy, params.id)
        if (standing === undefined) return refuse('not_found')
        if (standing.purpose === 'link' && !standing.mayChange) return refuse('verification_needed')
        const checked = await factors.check(params.id, codeIn(body.code, standing.locale), originOf(undefined))
        const answer = verdictOf(checked, standing.guessesLeft)
        return answer === undefined ? refuse('not_found') : { ok: true, answer }
      },
    }),
  ]
}

/** The six digits in what the resident typed or pasted, as in a chat; an entry without them stays as it is, and is malformed. */
function codeIn(entry: string, locale: string): string {
  const words = wordsFor(locale)
  const heard = hearDigits(listen(entry, words), 6, words)
  return heard !== undefined && 'answer' in heard ? heard.answer : entry
}

/** Where a relying party's request came from: the resident's address, if it says so; never the relying party's own. */
function originOf(clientIp: string | undefined): Origin {
  return { channel: 'api', ...(clientIp === undefined ? {} : { source: sourceOf(clientIp) }) }
}

/** @param guesses what the challenge had left before, for a reason that took none. */
function verdictOf(checked: Awaited<ReturnType<FactorService['check']>>, guesses: number): Verdict | undefined {
  if (checked.ok) return { verified: true, amr: checked.proof.amr, at: checked.proof.at }
  const { why, left, retryAfter, clockOff } = checked
  if (why === 'not_found') return undefined
  const wait = why === 'account_locked' ? retryAfter : undefined
  return { verified: false, why, guessesLeft: left ?? guesses, retryAfter: wait, clockOff }
}

import type { Say } from '../src/conversation/ask.js'
import type { Turn } from '../src/conversation/turn.js'
import { wordsFor } from '../src/words/words.js'
import type { Services } from './services.js'

/** What is said before the first text to a number: what it is for, what it may cost, how to stop it, and the terms. */
export function consentTo({ brand, termsUrl, privacyUrl }: Services['agency']): Required<Pick<Say, 'key' | 'with'>> {
  return { key: 'ask.consent', with: { brand, termsUrl, privacyUrl } }
}

/** The resident agreed: kept in the words that they read or heard. */
export function agree({ agency, factors }: Services, factorId: string, turn: Turn): Promise<void> {
  const { key, with: values } = consentTo(agency)
  return factors.consent(factorId, wordsFor(turn.locale).say(key, values))
}

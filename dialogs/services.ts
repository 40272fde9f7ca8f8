import type { CountryCode } from 'libphonenumber-js/max'
import type { MailedCodes, Pairing, Sessions } from '../src/accounts/account.js'
import type { FactorService } from '../src/factors/factor.js'
import type { Turn } from '../src/conversation/turn.js'

/** What the journeys work with. */
export interface Services {
  factors: FactorService
  sessions: Sessions
  mailedCodes: MailedCodes
  pairing: Pairing
  /** Sets the language of an account. */
  setLocale(accountId: string, locale: string): Promise<void>
  /** The agency, as it is named to residents. */
  agency: {
    brand: string
    site: string
    supportPhone: string
    supportUrl: string
    termsUrl: string
    privacyUrl: string
    aboutUrl: string
    messagesUrl: string
    feedbackUrl: string
  }
  /** The number that texts come from, for who is to text START to it; undefined where it is not known. */
  textsFrom: string | undefined
  /** The country of a number that names none. */
  country: CountryCode
}

/** Who a turn's journey is for. Journeys behind the sign-in never run without. */
export async function accountOf(turn: Turn): Promise<string> {
  const standing = await turn.standing()
  if (standing === undefined) throw new Error('a journey behind the sign-in ran without a session')
  return standing.accountId
}

/** A factor was proved: the session is verified, and the page is told to renew it. */
export async function rise(services: Services, turn: Turn, amr: string[]): Promise<void> {
  if (turn.sessionId === undefined) return
  await services.sessions.rise(turn.sessionId, amr)
  turn.refresh()
  turn.signal = 'verified'
}

/** Seconds as what a person would say: whole minutes from a minute on. */
export function wait(turn: Turn, key: string, seconds: number): void {
  if (seconds < 60) turn.tell(`${key}_seconds`, { count: Math.max(1, seconds) })
  else turn.tell(`${key}_minutes`, { count: Math.ceil(seconds / 60) })
}

import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import type { FactorService } from '../factors/factor.js'
import type { Conversing } from './conversing.js'

/** What of a factor is shown to its owner: the number as people group it, the key in groups of four. */
export function revealing(factors: FactorService): Conversing['reveal'] {
  return async (factorId) => {
    const [number, app] = await Promise.all([factors.revealNumber(factorId), factors.revealApp(factorId)])
    if (number !== undefined) {
      const grouped = parsePhoneNumberFromString(number)?.formatInternational() ?? number
      return { number: grouped, masked: number.slice(-2) }
    }
    if (app === undefined) return {}
    const key = app.secret.match(/.{1,4}/g)?.join(' ') ?? app.secret
    return { key, otpauthUri: app.otpauthUri, account: app.account }
  }
}

/** Looks each factor up once, however many messages name it. */
export function remembering(reveal: Conversing['reveal']): Conversing['reveal'] {
  const known = new Map<string, ReturnType<Conversing['reveal']>>()
  return (factorId) => {
    const revealed = known.get(factorId) ?? reveal(factorId)
    known.set(factorId, revealed)
    return revealed
  }
}

import type { CountryCode } from 'libphonenumber-js/max'
import type { Answer, Field, PhoneEntry } from '../src/conversation/ask.js'
import type { Turn } from '../src/conversation/turn.js'
import type { Slot, Via } from '../src/factors/factor.js'
import { accountOf, type Services } from './services.js'

/** "By text or by call", said along with something else. */
export const WAY: Field = { name: 'via', kind: 'choice', options: [{ id: 'sms' }, { id: 'call' }] }

export const isVia = (answer: Answer | undefined): answer is Via => answer === 'sms' || answer === 'call'

export const isPhone = (answer: Answer | undefined): answer is PhoneEntry =>
  typeof answer === 'object' && !Array.isArray(answer) && 'number' in answer

/** Makes a number a pending factor, which is all that is kept of it. */
export async function enrolPhone(
  { factors, country }: Services,
  turn: Turn,
  entry: PhoneEntry,
  slot: Slot,
): ReturnType<Services['factors']['enrolPhone']> {
  const wanted = { number: entry.number, country: (entry.country as CountryCode | undefined) ?? country, slot }
  return factors.enrolPhone(await accountOf(turn), wanted, turn.channel.name)
}

import { parsePhoneNumberFromString } from 'libphonenumber-js/max'

/** What was typed, as E.164: any number that could exist; without a country code it is a US number. */
export function toE164(typed: string): string | undefined {
  const parsed = parsePhoneNumberFromString(typed, 'US')
  return parsed?.isPossible() === true ? parsed.number : undefined
}

/** What a carrier knows of a number: nothing if nobody can have it, else whether the numbering plan rules out texts to it. */
export function kindOf(to: string): 'mobile' | 'fixed' | undefined {
  const parsed = to.startsWith('+') ? parsePhoneNumberFromString(to) : undefined
  if (parsed?.isValid() !== true) return undefined
  return parsed.getType() === 'FIXED_LINE' ? 'fixed' : 'mobile'
}

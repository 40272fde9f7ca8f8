import { parsePhoneNumberWithError, ParseError, type CountryCode, type PhoneNumber } from 'libphonenumber-js/max'
import { refuse, type Outcome } from '../outcome.js'
import type { NumberRefusal } from './factor.js'

/** A number that may be linked. */
export interface LinkableNumber {
  e164: string
  country: CountryCode | undefined
  /** `••43` */
  masked: string
}

const PREMIUM = new Set(['PREMIUM_RATE', 'SHARED_COST', 'PAGER', 'UAN', 'VOICEMAIL', 'PERSONAL_NUMBER'])

/**
 * Numbers of the North American plan that cost who calls them and pass for ordinary ones: information services (976) and
 * directory assistance (555-1212), which every area code keeps apart (NANPA: Central Office Code Assignment Guidelines,
 * ATIS-0300051).
 */
const CHARGED = /^\+1\d{3}(976\d{4}|5551212)$/

/**
 * Understands a number as people write it, and says why it cannot be linked.
 * @param countries ISO 3166 codes that can be texted or called at all.
 */
export function linkable(
  entry: string,
  country: CountryCode,
  countries: ReadonlySet<CountryCode>,
): Outcome<{ number: LinkableNumber }, NumberRefusal> {
  const parsed = parse(entry, country)
  if (parsed === undefined) return refuse('invalid_number')
  if (parsed.ext !== undefined && parsed.ext !== '') return refuse('extension')
  if (!parsed.isValid()) return refuse('invalid_number')
  const type = parsed.getType()
  if (type === 'TOLL_FREE') return refuse('toll_free')
  if ((type !== undefined && PREMIUM.has(type)) || CHARGED.test(parsed.number)) return refuse('premium_number')
  if (parsed.country === undefined || !countries.has(parsed.country)) return refuse('country_off')
  return {
    ok: true,
    number: { e164: parsed.number, country: parsed.country, masked: `••${parsed.number.slice(-2)}` },
  }
}

function parse(entry: string, country: CountryCode): PhoneNumber | undefined {
  try {
    return parsePhoneNumberWithError(entry.slice(0, 64), country)
  } catch (error) {
    if (error instanceof ParseError) return undefined
    throw error
  }
}

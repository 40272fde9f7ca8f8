import { randomInt } from 'node:crypto'
import { parsePhoneNumberFromString } from 'libphonenumber-js/max'

/** A valid US number that no other test has, E.164. */
export function someNumber(): string {
  for (;;) {
    const number = `+1512${randomInt(200, 970)}${String(randomInt(10_000)).padStart(4, '0')}`
    if (parsePhoneNumberFromString(number)?.getType() === 'FIXED_LINE_OR_MOBILE') return number
  }
}

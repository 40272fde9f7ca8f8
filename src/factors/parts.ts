import type { CountryCode } from 'libphonenumber-js/max'
import type { Logger } from '../log.js'
import type { PrismaClient } from '../store/db.js'
import type { Keyring } from '../store/keyring.js'
import type { Sender } from './sender.js'
import type { Policy } from './policy.js'

/** What the factor service is made of. */
export interface FactorParts {
  prisma: PrismaClient
  keyring: Keyring
  policy: Policy
  /** ISO 3166 codes of the countries that may be texted and called, and of a number that names none. */
  countries: { sms: readonly CountryCode[]; voice: readonly CountryCode[]; standard: CountryCode }
  /** The name that an authentication app shows. */
  issuer: string
  sender: Sender
  log: Logger
}

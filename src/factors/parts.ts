import type { Config } from '../config.js'
import type { Logger } from '../log.js'
import type { PrismaClient } from '../store/db.js'
import type { Keyring } from '../store/keyring.js'
import type { Sender } from './factor.js'
import type { Policy } from './policy.js'

/** What the factor service is made of. */
export interface FactorParts {
  prisma: PrismaClient
  keyring: Keyring
  policy: Policy
  countries: Config['countries']
  /** The name that an authentication app shows. */
  issuer: string
  sender: Sender
  log: Logger
}

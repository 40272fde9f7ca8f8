import type { Policy } from '../factors/policy.js'
import type { Logger } from '../log.js'
import type { Mailer } from '../mail/mail.js'
import type { PrismaClient } from '../store/db.js'
import type { Keyring } from '../store/keyring.js'

/** What the accounts are made of. */
export interface AccountParts {
  prisma: PrismaClient
  keyring: Keyring
  policy: Policy
  mailer: Mailer
  log: Logger
  config: {
    /** The address others reach us by, without a closing slash. */
    publicUrl: string
    brand: { name: string; supportPhone: string }
  }
}

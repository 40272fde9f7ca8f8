import type { Accounts } from '../../accounts/accounts.js'
import type { FactorService } from '../../factors/factor.js'
import type { Policy } from '../../factors/policy.js'
import type { Logger } from '../../log.js'
import type { PrismaClient } from '../../store/db.js'
import type { Keyring } from '../../store/keyring.js'

/** What the API asks of the accounts. */
export type ApiAccounts = Pick<Accounts, 'create' | 'byNumber' | 'byEmail' | 'signInLink'>

/** What the API is made of. */
export interface ApiParts {
  factors: FactorService
  accounts: ApiAccounts
  prisma: PrismaClient
  keyring: Pick<Keyring, 'hash'>
  policy: Policy
  /** Secrets of relying parties by key id; empty: every call answers 401. */
  apiKeys: ReadonlyMap<string, string>
  log: Logger
}

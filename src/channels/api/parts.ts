import type { FactorService } from '../../factors/factor.js'
import type { Policy } from '../../factors/policy.js'
import type { Logger } from '../../log.js'
import type { Outcome } from '../../outcome.js'
import type { PrismaClient } from '../../store/db.js'

/** An account as a relying party sees it. */
export interface NamedAccount {
  id: string
  number: string
}

/** What the API asks of the accounts. */
export interface ApiAccounts {
  /** Makes an account for a relying party, which vouches for the address. */
  create(entry: { email?: string; locale: string }): Promise<Outcome<NamedAccount, 'email_in_use'>>
  /** By the number as people write it. */
  byNumber(number: string): Promise<NamedAccount | undefined>
  byEmail(email: string): Promise<NamedAccount | undefined>
  /** A single-use link into the chat as this account, identified. */
  signInLink(accountId: string): Promise<Outcome<{ url: string; expiresAt: Date }, 'not_found'>>
}

/** What the API is made of. */
export interface ApiParts {
  factors: FactorService
  accounts: ApiAccounts
  prisma: PrismaClient
  policy: Policy
  /** Secrets of relying parties by key id; empty: every call answers 401. */
  apiKeys: ReadonlyMap<string, string>
  log: Logger
}

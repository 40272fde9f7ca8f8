import type { Accounts } from '../accounts/accounts.js'
import type { Standing } from '../accounts/account.js'
import type { Config } from '../config.js'
import type { Policy } from '../factors/policy.js'
import type { Answer, Incoming } from '../http/route.js'
import type { Cookies } from './cookies.js'

/** What the web's routes are made of. */
export interface WebParts {
  accounts: Accounts
  config: Pick<Config, 'brand' | 'publicUrl' | 'development'>
  policy: Pick<Policy, 'passwordLeast'>
  /** The chat, for a session that is open. */
  chat(incoming: Incoming, standing: Standing): Promise<Answer>
}

/** The same, with our cookies. */
export interface Web extends WebParts {
  cookies: Cookies
}

import type { Outcome } from '../outcome.js'
import type { SendRefusal } from '../factors/factor.js'

/** Who moves texts and calls. One request a call of these: an ambiguous time-out is `unknown`, never sent again. */
export interface Carrier {
  /** Sends a text. `statusUrl` is told what becomes of it. */
  text(to: string, body: string, statusUrl: string): Promise<Outcome<{ sid: string }, SendRefusal | 'unknown'>>
  /** Places a call, whose TwiML is fetched from `url`. */
  call(to: string, url: string, statusUrl: string): Promise<Outcome<{ sid: string }, SendRefusal | 'unknown'>>
}

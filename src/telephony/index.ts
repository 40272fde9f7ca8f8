import type { Config } from '../config.js'
import type { DeliveryNews } from '../factors/codeCalls.js'
import { createDeliveries } from '../factors/deliveries.js'
import type { FactorService } from '../factors/factor.js'
import { createTextConsent } from '../factors/notes.js'
import type { Policy } from '../factors/policy.js'
import type { Route } from '../http/route.js'
import type { Logger } from '../log.js'
import type { PrismaClient } from '../store/db.js'
import type { Keyring } from '../store/keyring.js'
import { codeCallTurns } from './codeCall.js'
import { codeCallRoutes } from './codeCallRoutes.js'
import { inboundRoutes } from './inbound.js'
import { signedBy } from './signature.js'
import { statusRoutes } from './statuses.js'

export type { DeliveryNews } from '../factors/codeCalls.js'
export { createSender, type SenderParts } from './outbox.js'
export { signedBy, type Fields, type Signed } from './signature.js'

/** What telephony is made of. */
export interface TelephonyParts {
  prisma: PrismaClient
  keyring: Keyring
  policy: Policy
  config: Pick<Config, 'carrier' | 'publicUrl' | 'brand'>
  factors: Pick<FactorService, 'revoke'>
  /** Tells a conversation what became of a delivery that it asked for. */
  onNews: (news: DeliveryNews) => Promise<void>
  log: Logger
}

/** The carrier's webhooks about codes: calls that give one, and statuses. */
export function createTelephony(parts: TelephonyParts): { routes: Route[] } {
  const { config, factors, onNews, log } = parts
  const { publicUrl, brand } = config
  const calls = createDeliveries(parts)
  const signed = signedBy(config.carrier.authToken, publicUrl)
  const tell = async (news: DeliveryNews) => {
    try {
      await onNews(news)
    } catch (err) {
      log.error(
        { err, delivery: news.deliveryId, status: news.status },
        'a conversation could not be told of a delivery',
      )
    }
  }
  const turns = codeCallTurns({ calls, factors, brand, publicUrl, tell })
  return {
    routes: [
      ...codeCallRoutes({ signed, calls, turns, brand, log }),
      ...statusRoutes({ signed, calls, tell }),
      ...inboundRoutes({ signed, consent: createTextConsent(parts), config, log }),
    ],
  }
}

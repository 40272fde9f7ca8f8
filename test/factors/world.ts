import { randomInt } from 'node:crypto'
import type { Parcel, SendRefusal } from '../../src/factors/factor.js'
import { DEFAULT_POLICY, type Policy } from '../../src/factors/policy.js'
import { createDeliveries } from '../../src/factors/deliveries.js'
import { createFactors } from '../../src/factors/service.js'
import { openLog } from '../../src/log.js'
import { refuse } from '../../src/outcome.js'
import { randomEmail, testDatabase } from '../support/database.js'

/** The factor service over the test's database, with a carrier that writes down what it is given. */
export async function world(policy: Partial<Policy> = {}) {
  const { prisma, keyring } = await testDatabase()
  const sent: Parcel[] = []
  const refusals: SendRefusal[] = []
  const parts = {
    prisma,
    keyring,
    policy: { ...DEFAULT_POLICY, ...policy },
    countries: { sms: ['US', 'CA', 'PR'], voice: ['US', 'CA', 'PR', 'MX'], standard: 'US' } as const,
    issuer: 'Ringback',
    sender: {
      send: (parcel: Parcel) => {
        const why = refusals.shift()
        if (why !== undefined) return Promise.resolve(refuse(why))
        sent.push(parcel)
        return Promise.resolve({ ok: true, status: 'sent', carrierSid: `SM${parcel.deliveryId}` } as const)
      },
    },
    log: openLog('silent'),
  }
  const factors = createFactors(parts)
  return {
    prisma,
    factors,
    deliveries: createDeliveries(parts),
    sent,
    /** The next sends are refused so, one after another. */
    refusals,
    origin: { channel: 'webchat' },
    async account(): Promise<string> {
      const { id } = await prisma.account.create({
        data: { number: String(randomInt(1e10, 1e11)), email: randomEmail(), madeBy: 'web' },
      })
      return id
    },
    /** Lets so many seconds pass for an account's sends. */
    async later(seconds: number): Promise<void> {
      await prisma.$executeRaw`
        UPDATE throttle SET hits = ARRAY(SELECT h - make_interval(secs => ${seconds}::int) FROM unnest(hits) h)`
    },
  }
}

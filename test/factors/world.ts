import { randomInt } from 'node:crypto'
import type { Purpose, SendRefusal, Slot } from '../../src/factors/factor.js'
import type { Parcel } from '../../src/factors/sender.js'
import { DEFAULT_POLICY, type Policy } from '../../src/factors/policy.js'
import { createDeliveries } from '../../src/factors/deliveries.js'
import { createFactors } from '../../src/factors/service.js'
import { openLog } from '../../src/log.js'
import { refuse } from '../../src/outcome.js'
import { randomEmail, testDatabase } from '../support/database.js'
import { someNumber } from '../support/numbers.js'

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
  const account = async (): Promise<string> => {
    const { id } = await prisma.account.create({
      data: { number: String(randomInt(1e10, 1e11)), email: randomEmail(), madeBy: 'web' },
    })
    return id
  }
  const origin = { channel: 'webchat' }

  /** A pending phone of an account. */
  const pendingPhone = async (accountId: string, number = someNumber(), slot: Slot = 'primary'): Promise<string> => {
    const enrolled = await factors.enrolPhone(accountId, { number, slot })
    if (!enrolled.ok) throw new Error(enrolled.why)
    return enrolled.id
  }
  /** A challenge by text, and the code that went out. */
  const challenged = async (factorId: string, purpose: Purpose = 'link') => {
    const opened = await factors.challenge({ factorId, purpose, delivery: 'sms', locale: 'en', origin })
    if (!opened.ok) throw new Error(opened.why)
    return { challenge: opened.challenge, code: sent.at(-1)!.code }
  }
  /** A phone that was linked. */
  const linkedPhone = async (accountId: string, slot: Slot = 'primary'): Promise<string> => {
    const id = await pendingPhone(accountId, someNumber(), slot)
    const { challenge, code } = await challenged(id)
    const checked = await factors.check(challenge.id, code, origin)
    if (!checked.ok) throw new Error(checked.why)
    return id
  }

  return {
    parts,
    prisma,
    factors,
    deliveries: createDeliveries(parts),
    sent,
    /** The next sends are refused so, one after another. */
    refusals,
    origin,
    account,
    pendingPhone,
    challenged,
    linkedPhone,
    /** Lets so many seconds pass for an account's sends. */
    async later(seconds: number): Promise<void> {
      await prisma.$executeRaw`
        UPDATE throttle SET hits = ARRAY(SELECT h - make_interval(secs => ${seconds}::int) FROM unnest(hits) h)`
    },
  }
}

/** The world of a test file. */
export type World = Awaited<ReturnType<typeof world>>

/** Six digits that are not the code. */
export const wrongFor = (code: string): string => (code === '000000' ? '111111' : '000000')

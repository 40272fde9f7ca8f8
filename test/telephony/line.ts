import { randomBytes, randomInt } from 'node:crypto'
import { expect } from 'chai'
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js'
import type { FactorService, Via } from '../../src/factors/factor.js'
import { DEFAULT_POLICY, type Policy } from '../../src/factors/policy.js'
import { createFactors } from '../../src/factors/service.js'
import { openLog } from '../../src/log.js'
import type { PrismaClient } from '../../src/store/db.js'
import type { Carrier } from '../../src/telephony/carrier.js'
import { createSender, createTelephony, type DeliveryNews } from '../../src/telephony/index.js'
import { testDatabase } from '../support/database.js'
import { someNumber } from '../support/numbers.js'
import { serve, type Served } from '../support/serve.js'

const TOKEN = 'the auth token'
const PUBLIC_URL = 'https://mfa.example.gov'

export const newSid = (prefix: string): string => prefix + randomBytes(16).toString('hex')

/** A request to the carrier, as our sender made it. */
interface Handed {
  to: string
  sid: string
  statusUrl: string
  body?: string
  url?: string
}

/** A carrier that takes everything, signs as Twilio does, and a person whose phone it reaches. */
export class Line {
  readonly handed: Handed[] = []
  readonly news: DeliveryNews[] = []
  newsFails = false

  private constructor(
    readonly prisma: PrismaClient,
    readonly factors: FactorService,
    readonly served: Served,
    /** What was logged, a line each. */
    readonly logged: string[],
  ) {}

  static async open(policy: Partial<Policy> = {}): Promise<Line> {
    const { prisma, keyring } = await testDatabase()
    const logged: string[] = []
    const log = openLog('trace', { write: (said) => void logged.push(said) })
    const config = {
      publicUrl: PUBLIC_URL,
      brand: { name: 'Ringback', supportPhone: '+1 202-555-0100' },
      carrier: { accountSid: 'AC', authToken: TOKEN, from: '', voiceFrom: '', apiUrl: undefined },
    }
    const parts = {
      prisma,
      keyring,
      policy: { ...DEFAULT_POLICY, sendGap: 0, ...policy },
      log,
      config: config as never,
    }
    const carrier: Carrier = {
      text: (to, body, statusUrl) => line.hand({ to, statusUrl, body, sid: newSid('SM') }),
      call: (to, url, statusUrl) => line.hand({ to, statusUrl, url, sid: newSid('CA') }),
    }
    const factors = createFactors({
      ...parts,
      countries: { sms: ['US'], voice: ['US'], standard: 'US' },
      issuer: 'Ringback',
      sender: createSender({ ...parts, carrier }),
    })
    const onNews = (news: DeliveryNews) => line.hear(news)
    const { routes } = createTelephony({ ...parts, factors, onNews })
    const line = new Line(prisma, factors, await serve(routes), logged)
    return line
  }

  /** A challenge of a phone that is being linked, whose code is handed to the carrier. */
  async challenge(via: Via, { locale = 'en', factorId }: { locale?: string; factorId?: string } = {}) {
    const id = factorId ?? (await this.phone())
    const conversationId = newSid('chat')
    const opened = await this.factors.challenge({
      factorId: id,
      purpose: 'link',
      delivery: via,
      locale,
      origin: { channel: 'webchat', conversationId },
    })
    if (!opened.ok) throw new Error(opened.why)
    const handed = this.handed.at(-1)
    if (handed === undefined) throw new Error('nothing was handed over')
    const { id: challengeId, deliveryId } = opened.challenge
    return { factorId: id, challengeId, conversationId, deliveryId: deliveryId ?? '', handed }
  }

  /** A phone that is pending for a new account. */
  async phone(): Promise<string> {
    const { id } = await this.prisma.account.create({ data: { number: String(randomInt(1e10, 1e11)), madeBy: 'web' } })
    const enrolled = await this.factors.enrolPhone(id, { number: someNumber() })
    if (!enrolled.ok) throw new Error(enrolled.why)
    return enrolled.id
  }

  /** Posts a webhook to an address of ours, signed unless another signature is given. */
  async post(url: string, fields: Record<string, string>, signature?: string | null): Promise<Response> {
    const signed = signature === undefined ? getExpectedTwilioSignature(TOKEN, url, fields) : signature
    return fetch(url.replace(PUBLIC_URL, this.served.url), {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: signed === null ? {} : { 'x-twilio-signature': signed },
    })
  }

  async status(url: string, fields: Record<string, string>): Promise<void> {
    expect((await this.post(url, fields)).status).to.equal(204)
  }

  /** What the conversations were told, once there is so much. */
  async told(count: number): Promise<DeliveryNews[]> {
    const end = Date.now() + 5000
    while (this.news.length < count && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 5))
    return this.news.splice(0)
  }

  close(): Promise<void> {
    return this.served.close()
  }

  private hand(handed: Handed): Promise<{ ok: true; sid: string }> {
    this.handed.push(handed)
    return Promise.resolve({ ok: true, sid: handed.sid })
  }

  private hear(news: DeliveryNews): Promise<void> {
    if (this.newsFails) return Promise.reject(new Error('no such chat'))
    this.news.push(news)
    return Promise.resolve()
  }
}

import { randomInt } from 'node:crypto'
import { expect } from 'chai'
import type { Route } from '../../../src/http/route.js'
import { createApiRoutes } from '../../../src/channels/api/routes.js'
import type { FactorService, SendRefusal, Purpose, Via } from '../../../src/factors/factor.js'
import type { Parcel, Sender } from '../../../src/factors/sender.js'
import { DEFAULT_POLICY } from '../../../src/factors/policy.js'
import { createFactors } from '../../../src/factors/service.js'
import { createAccounts } from '../../../src/accounts/accounts.js'
import { readConfig } from '../../../src/config.js'
import { createMailer } from '../../../src/mail/mailer.js'
import { openLog } from '../../../src/log.js'
import { refuse } from '../../../src/outcome.js'
import type { PrismaClient } from '../../../src/store/db.js'
import { testDatabase } from '../../support/database.js'
import { outcomeOf, promised, type Answered, type Documented } from './promised.js'
import { appCode } from '../../support/authenticator.js'
import { serve } from '../../support/serve.js'

/** The carrier's place: keeps what was sent, or refuses it. */
export class Post implements Sender {
  readonly parcels: Parcel[] = []
  refuses: SendRefusal | undefined

  send(parcel: Parcel): ReturnType<Sender['send']> {
    if (this.refuses !== undefined) return Promise.resolve(refuse(this.refuses))
    this.parcels.push(parcel)
    return Promise.resolve({ ok: true, status: 'sent', carrierSid: `SM${parcel.deliveryId.replaceAll('-', '')}` })
  }

  /** The newest code for a challenge. */
  codeOf(challengeId: unknown): string {
    const parcel = this.parcels.findLast((one) => one.challengeId === challengeId)
    if (parcel === undefined) throw new Error('nothing was sent')
    return parcel.code
  }
}

/** A relying party's server with a key, in front of the API over HTTP, the real services and the database. */
export class RelyingParty {
  readonly post = new Post()
  prisma!: PrismaClient
  factors!: FactorService
  routes: Route[] = []
  url = ''
  readonly logged: string[] = []
  private opened = Promise.resolve()
  private close: () => Promise<void> = () => Promise.resolve()
  private paths: Documented = {}

  /** Serves; to be called once before the tests. */
  open(apiKeys = new Map([['portal', 'a:secret']])): Promise<void> {
    this.opened = this.start(apiKeys)
    return this.opened
  }

  private async start(apiKeys: ReadonlyMap<string, string>): Promise<void> {
    const { prisma, keyring } = await testDatabase()
    this.prisma = prisma
    const log = openLog('trace', { write: (line) => void this.logged.push(line) })
    const { countries, brand } = readConfig({ DATABASE_URL: 'memory://' })
    const parts = { prisma, keyring, policy: DEFAULT_POLICY, log }
    this.factors = createFactors({ ...parts, countries, issuer: brand.name, sender: this.post })
    const accounts = createAccounts({
      ...parts,
      mailer: createMailer('smtp://127.0.0.1:9', 'no-reply@example.org'),
      config: { publicUrl: 'https://mfa.example.gov', brand },
    })
    const { factors } = this
    this.routes = createApiRoutes({ factors, accounts, prisma, keyring, policy: DEFAULT_POLICY, apiKeys, log })
    const served = await serve(this.routes)
    this.url = served.url
    this.close = () => served.close()
    const response = await fetch(`${this.url}/v1/openapi.json`)
    this.paths = ((await response.json()) as { paths: Documented }).paths
  }

  /** A start that outlasted its hook is stopped too: nothing keeps the process. */
  async stop(): Promise<void> {
    await this.opened
    await this.close()
  }

  get(path: string): Promise<Answered> {
    return this.call('GET', path)
  }

  send(path: string, body?: unknown): Promise<Answered> {
    return this.call('POST', path, body)
  }

  delete(path: string): Promise<Answered> {
    return this.call('DELETE', path)
  }

  async newAccount(): Promise<string> {
    const { body } = await this.send('/v1/accounts')
    return body['id'] as string
  }

  /** An account with an active phone; the sends are old enough for another. */
  async newPhone(number = randomNumber()): Promise<{ account: string; factor: string }> {
    const account = await this.newAccount()
    const { body } = await this.send(`/v1/accounts/${account}/factors`, { method: 'phone', number })
    const opened = await this.challenge(body['id'], 'link', 'sms')
    expect((await this.check(opened, this.post.codeOf(opened.body['id']))).body).to.include({ verified: true })
    await this.ageSends()
    return { account, factor: body['id'] as string }
  }

  /** Links an app to an account that was verified just now; its id. */
  async newApp(account: string): Promise<string> {
    const { body } = await this.send(`/v1/accounts/${account}/factors`, { method: 'app' })
    const opened = await this.challenge(body['id'], 'link')
    expect((await this.check(opened, appCode(body['secret'] as string))).body).to.include({ verified: true })
    return body['id'] as string
  }

  challenge(factorId: unknown, purpose: Purpose, delivery?: Via, more: object = {}): Promise<Answered> {
    return this.send('/v1/challenges', { factorId, purpose, ...(delivery === undefined ? {} : { delivery }), ...more })
  }

  /** Checks a code of a challenge that was opened. */
  check({ body: { id } }: Answered, code: string): Promise<Answered> {
    expect(id, 'a challenge that was opened').to.be.a('string')
    return this.send(`/v1/challenges/${String(id)}/check`, { code })
  }

  /** The status of each of an account's factors, by its id. */
  async statuses(account: string): Promise<Record<string, string>> {
    const { body } = await this.get(`/v1/accounts/${account}/factors`)
    return Object.fromEntries(
      (body['factors'] as { id: string; status: string }[]).map(({ id, status }) => [id, status]),
    )
  }

  /** Every send so far was an hour ago. */
  async ageSends(): Promise<void> {
    await this.prisma.$executeRaw`
      UPDATE throttle SET hits = ARRAY(SELECT hit - interval '1 hour' FROM unnest(hits) hit)`
  }

  /** What was proved is more than 20 minutes old, and every send an hour. */
  async age(account: string): Promise<void> {
    await this.ageSends()
    await this.prisma.$executeRaw`
      UPDATE account SET api_verified_at = api_verified_at - interval '21 minutes' WHERE id = ${account}::uuid`
  }

  /** A challenge's time, and its codes', is over. */
  async expire(challengeId: unknown): Promise<void> {
    const id = String(challengeId)
    await this.prisma.$executeRaw`
      UPDATE delivery SET expires_at = now() - interval '1 second' - interval '1 second' WHERE challenge_id = ${id}::uuid`
    await this.prisma.$executeRaw`
      UPDATE challenge SET expires_at = now() - interval '1 second' - interval '1 second' WHERE id = ${id}::uuid`
  }

  /** Every answer is one that the document promises. */
  async call(method: string, path: string, body?: unknown): Promise<Answered> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        authorization: 'Bearer portal:a:secret',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    const answered = {
      status: response.status,
      headers: response.headers,
      body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
    }
    expect(promised(this.paths, method, path), `${method} ${path} → ${text}`).to.include(outcomeOf(answered))
    return answered
  }
}

/** A number that no other test has; nothing is ever sent to it. */
export const randomNumber = (): string => `+1202${randomInt(2_000_000, 5_550_000)}`

/** Six digits that are not the code. */
export const otherThan = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0')

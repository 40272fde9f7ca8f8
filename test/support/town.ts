import { expect } from 'chai'
import { compose, type Running } from '../../src/compose.js'
import { readConfig } from '../../src/config.js'
import { openLog } from '../../src/log.js'
import type { NetworkView } from '../../src/web/client/phonesWire.js'
import { randomEmail, TEST_KEYS, testDatabase } from './database.js'
import { freePort } from './freePort.js'
import { someNumber } from './numbers.js'
import { HeldPhone, until } from './phone.js'
import { Visitor } from './visitor.js'

const ONE_ADDRESS = {
  accountsPerSource: { max: 1000, seconds: 86_400 },
  mailsPerSource: { max: 1000, seconds: 600 },
  setUpSendsPerSource: { max: 1000, seconds: 300 },
}

/** The whole application on a free port, with the development carrier and mailbox: a town to play journeys in. */
export class Town {
  private constructor(
    readonly site: string,
    private readonly running: Running,
    private readonly logged: string[],
  ) {}

  static async open(env: Record<string, string> = {}): Promise<Town> {
    const port = await freePort()
    const logged: string[] = []
    const config = readConfig({
      PORT: String(port),
      DATABASE_URL: 'memory://',
      RINGBACK_KEYS: TEST_KEYS,
      RINGBACK_API_KEYS: 'test:secret-of-the-test',
      // Every resident of the town signs up from one address.
      RINGBACK_POLICY: JSON.stringify(ONE_ADDRESS),
      ...env,
    })
    const log = openLog('trace', { write: (line) => void logged.push(line) })
    const running = await compose(config, log, await testDatabase())
    await running.listen()
    return new Town(`http://localhost:${port}`, running, logged)
  }

  close(): Promise<void> {
    return this.running.close()
  }

  /** A phone nobody has linked yet. */
  phone(): HeldPhone {
    return new HeldPhone(this.site, someNumber())
  }

  /** Someone who has just made an account, signed in in a browser. */
  async newResident(locale = 'en'): Promise<Resident> {
    const resident = new Resident(this.site, locale)
    await resident.signUp()
    return resident
  }

  /** Calls the JSON API; the answer's body. */
  async api(method: string, path: string, body?: object): Promise<Record<string, unknown>> {
    const response = await fetch(new URL(path, this.site), {
      method,
      headers: { authorization: 'Bearer test:secret-of-the-test', 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return response.status === 204 ? {} : ((await response.json()) as Record<string, unknown>)
  }

  /** The newest challenge of a resident. */
  async challengeOf(resident: Resident): Promise<string> {
    const { prisma } = await testDatabase()
    const { id } = await prisma.challenge.findFirstOrThrow({
      where: { factor: { account: { email: resident.email } } },
      orderBy: { createdAt: 'desc' },
    })
    return id
  }

  /** Lets the time pass that stands between two sends. */
  async age(_resident?: Resident): Promise<void> {
    const { prisma } = await testDatabase()
    await prisma.$executeRaw`UPDATE throttle SET hits = ARRAY(SELECT h - interval '20 minutes' FROM unnest(hits) h)`
  }

  /** Looks again until something is heard. */
  async eventually(look: () => Promise<string>, expected: RegExp): Promise<string> {
    return until(async () => {
      const heard = await look()
      return expected.test(heard) ? heard : undefined
    })
  }

  /** None of these stands in the log, in a conversation's state, in its history or in an event. */
  async expectNowhere(secrets: string[]): Promise<void> {
    const { prisma } = await testDatabase()
    const places = {
      log: this.logged.join('\n'),
      state: JSON.stringify(await prisma.conversation.findMany()),
      history: JSON.stringify(await prisma.message.findMany()),
      events: JSON.stringify((await prisma.event.findMany()).map((event) => ({ ...event, id: String(event.id) }))),
    }
    for (const [place, text] of Object.entries(places)) {
      for (const secret of secrets) expect(text.includes(secret), `a secret in the ${place}`).to.equal(false)
    }
  }
}

/** A resident with a browser and a mailbox. */
export class Resident extends Visitor {
  readonly email = randomEmail()
  readonly password = `violet-${randomEmail().slice(1, 9)}-kettle`

  constructor(
    site: string,
    private readonly locale: string,
  ) {
    super(site)
  }

  override fetch(path: string, init: RequestInit = {}): Promise<Response> {
    return super.fetch(path, { ...init, headers: { 'accept-language': this.locale, ...(init.headers as object) } })
  }

  async signUp(): Promise<void> {
    const begun = await this.post('/sign-up', { email: this.email, password: this.password })
    expect(begun.status).to.equal(200)
    const confirmed = await this.post('/sign-up/confirm', { email: this.email, code: await this.mailedCode() })
    expect(confirmed.status).to.equal(200)
  }

  async signIn(): Promise<void> {
    const response = await this.post('/sign-in', { email: this.email, password: this.password })
    expect(response.status).to.equal(200)
  }

  /** The code in the newest mail, once one has come that was not read before. */
  async mailedCode(): Promise<string> {
    const mail = await until(async () => {
      const state = (await (await fetch(new URL('/phones/state', this.site))).json()) as NetworkView
      return state.mails?.find(({ to, id }) => to.includes(this.email) && !this.read.has(id))
    })
    this.read.add(mail.id)
    this.lastMailedCode = /\b\d{6}\b/.exec(mail.text)?.[0] ?? ''
    return this.lastMailedCode
  }

  /** The code that was read last. */
  lastMailedCode = ''

  private readonly read = new Set<string>()
}

import { randomInt } from 'node:crypto'
import { expect } from 'chai'
import { createAccounts, type Accounts } from '../../src/accounts/accounts.js'
import { readConfig } from '../../src/config.js'
import { DEFAULT_POLICY, type Policy } from '../../src/factors/policy.js'
import { openLog } from '../../src/log.js'
import { createMailer, openMailbox, type Arrived, type Mailbox, type Mailer } from '../../src/mail/index.js'
import type { PrismaClient } from '../../src/store/db.js'
import { createWebRoutes } from '../../src/web/routes.js'
import { randomEmail, testDatabase } from '../support/database.js'
import { serve, type Served } from '../support/serve.js'
import { Visitor } from '../support/visitor.js'

/** The web's routes over a real server, database and mailbox. The chat stands as a page that says who is signed in. */
export class Site {
  private constructor(
    readonly served: Served,
    readonly accounts: Accounts,
    readonly prisma: PrismaClient,
    readonly mailbox: Mailbox,
  ) {}

  static async open(more: { policy?: Partial<Policy>; publicUrl?: string; mailer?: Mailer } = {}): Promise<Site> {
    const { prisma, keyring } = await testDatabase()
    const mailbox = await openMailbox()
    const config = readConfig({ DATABASE_URL: 'memory://', PUBLIC_URL: more.publicUrl ?? 'http://localhost:3978' })
    const policy = { ...DEFAULT_POLICY, ...more.policy }
    const accounts = createAccounts({
      prisma,
      keyring,
      policy,
      mailer: more.mailer ?? createMailer(mailbox.url, config.mailFrom),
      log: openLog('silent'),
      config,
    })
    const routes = createWebRoutes({
      accounts,
      policy,
      config,
      chat: (_incoming, standing) => Promise.resolve({ status: 200, html: `the chat, ${standing.level}` }),
    })
    return new Site(await serve(routes, { trustProxy: 1 }), accounts, prisma, mailbox)
  }

  async close(): Promise<void> {
    await this.served.close()
    await this.mailbox.close()
  }

  browser(): Browser {
    return new Browser(this.served.url)
  }

  /** Mails to an address, newest first. */
  mailsTo(email: string): Arrived[] {
    return this.mailbox.list().filter(({ to }) => to === email)
  }

  /** The code in the newest mail to an address. */
  codeTo(email: string): string {
    return /^\d{6}$/m.exec(this.mailsTo(email)[0]?.text ?? '')?.[0] ?? 'no code'
  }

  /** A browser that has just made an account. */
  async newResident(): Promise<Browser & { email: string }> {
    const browser = this.browser()
    const email = randomEmail()
    expect((await browser.post('/sign-up', { email, password: PASSWORD })).status).to.equal(200)
    expect((await browser.post('/sign-up/confirm', { email, code: this.codeTo(email) })).status).to.equal(200)
    return Object.assign(browser, { email })
  }

  async accountOf(email: string): Promise<string> {
    return String((await this.accounts.byEmail(email))?.id)
  }

  /** Gives the account a factor, as far as sessions look at one. */
  async giveFactor(accountId: string): Promise<void> {
    await this.prisma.factor.create({ data: { accountId, method: 'app', status: 'active', sealed: 'test' } })
    await this.prisma.account.update({ where: { id: accountId }, data: { everActiveAt: new Date() } })
  }
}

export const PASSWORD = 'violet kettle on the moor'

/** A visitor with an address of its own, who fills in forms as browsers do. */
export class Browser extends Visitor {
  private readonly address = `10.${randomInt(256)}.${randomInt(256)}.${randomInt(256)}`

  override fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = { 'x-forwarded-for': this.address, ...(init.headers as Record<string, string> | undefined) }
    return super.fetch(path, { ...init, headers })
  }

  form(path: string, fields: Record<string, string> = {}): Promise<Response> {
    return this.fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
      body: new URLSearchParams(fields).toString(),
    })
  }

  /** Another browser with the same cookies. */
  copy(): Browser {
    const other = new Browser(this.site)
    for (const [name, value] of this.jar) other.jar.set(name, value)
    return other
  }

  async page(path: string): Promise<string> {
    return (await this.fetch(path)).text()
  }

  /** What `GET /` shows: the chat's words, or the page's title. */
  async at(path = '/'): Promise<string> {
    const html = await this.page(path)
    return /<title>(.*?)<\/title>/.exec(html)?.[1] ?? html
  }
}

/** The error of an answer in JSON. */
export async function errorOf(response: Response): Promise<{ code: string; message: string; retryAfter?: number }> {
  return ((await response.json()) as { error: { code: string; message: string; retryAfter?: number } }).error
}

/** Another code than this. */
export const otherThan = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0')

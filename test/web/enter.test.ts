import { randomUUID } from 'node:crypto'
import { expect } from 'chai'
import { randomEmail } from '../support/database.js'
import { Site } from './site.js'

describe('a relying party’s sign-in link', () => {
  let site: Site
  before(async () => (site = await Site.open()))
  after(() => site.close())

  const link = async (): Promise<{ path: string; accountId: string }> => {
    const made = await site.accounts.create({ locale: 'en' })
    if (!made.ok) throw new Error(made.why)
    const minted = await site.accounts.signInLink(made.id)
    if (!minted.ok) throw new Error(minted.why)
    expect(Number(minted.expiresAt) - Date.now()).to.be.within(590_000, 610_000)
    expect(minted.url).to.match(/^http:\/\/localhost:3978\/enter\/[\w-]{43}$/)
    return { path: new URL(minted.url).pathname, accountId: made.id }
  }

  it('changes nothing when it is opened, and is used up by its button', async () => {
    const { path } = await link()
    const browser = site.browser()
    for (let count = 0; count < 2; count++) expect(await browser.at(path)).to.equal('Continue to Ringback – Ringback')
    expect(await browser.at()).to.equal('Sign in – Ringback')
    const entered = await browser.form(path)
    expect([entered.status, entered.headers.get('location')]).to.deep.equal([303, '/'])
    expect(await browser.at()).to.equal('the chat, identified')
    expect((await site.browser().form(path)).status).to.equal(410)
    expect((await site.browser().fetch(path)).status).to.equal(410)
  })

  it('opens one session of uses that come at once', async () => {
    const { path, accountId } = await link()
    const answers = await Promise.all(Array.from({ length: 5 }, () => site.browser().form(path)))
    expect(answers.filter(({ status }) => status === 303)).to.have.length(1)
    expect(await site.prisma.session.count({ where: { accountId } })).to.equal(1)
  })

  it('works for ten minutes', async () => {
    const { path, accountId } = await link()
    await site.prisma
      .$executeRaw`UPDATE link SET expires_at = now() - interval '1 second' WHERE account_id = ${accountId}::uuid`
    expect((await site.browser().form(path)).status).to.equal(410)
  })

  it('takes the place of the session that was open in the browser', async () => {
    const resident = await site.newResident()
    await resident.form((await link()).path)
    expect(await site.prisma.session.count({ where: { account: { email: resident.email } } })).to.equal(0)
  })
})

describe('accounts of the API', () => {
  let site: Site
  before(async () => (site = await Site.open()))
  after(() => site.close())

  it('are made, with an address once, and found by address and number', async () => {
    const email = randomEmail()
    const made = await site.accounts.create({ email, locale: 'es' })
    if (!made.ok) throw new Error(made.why)
    const named = { id: made.id, number: made.number }
    expect(made.number).to.match(/^\d{11}$/)
    expect(await site.accounts.create({ email: email.toUpperCase(), locale: 'en' })).to.include({ why: 'email_in_use' })
    expect(await site.accounts.byEmail(email)).to.deep.equal(named)
    const spoken = `${made.number.slice(0, 3)}-${made.number.slice(3, 7)} ${made.number.slice(7)}`
    expect(await site.accounts.byNumber(spoken)).to.deep.equal(named)
    expect(await site.accounts.byNumber('123')).to.equal(undefined)
    expect(await site.accounts.signInLink(randomUUID())).to.include({ why: 'not_found' })
  })
})

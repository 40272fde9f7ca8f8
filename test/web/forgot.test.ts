import { expect } from 'chai'
import { randomEmail } from '../support/database.js'
import { errorOf, otherThan, PASSWORD, Site, type Browser } from './site.js'

describe('replacing a forgotten password', () => {
  let site: Site
  before(async () => (site = await Site.open()))
  after(() => site.close())

  it('takes the mailed code, and ends what the old one opened', async () => {
    const old = await site.newResident()
    const { email } = old
    const browser = site.browser()
    await browser.form('/sign-up', { email, password: 'another violet kettle', forgot: 'yes' })
    expect((await site.browser().post('/sign-in', { email, password: PASSWORD })).status).to.equal(200)
    const confirmed = await browser.post('/sign-up/confirm', { email, code: site.codeTo(email) })
    expect(confirmed.status).to.equal(200)
    expect(site.mailsTo(email)[0]?.subject).to.equal('Your Ringback password was changed')
    expect(await old.at()).to.equal('Sign in – Ringback')
    expect((await site.browser().post('/sign-in', { email, password: PASSWORD })).status).to.equal(401)
    expect((await site.browser().post('/sign-in', { email, password: 'another violet kettle' })).status).to.equal(200)
    const session = await site.prisma.session.findFirst({ where: { account: { email } } })
    expect(session).to.include({ madeAccount: false, level: 'identified' })
  })

  it('is asked for in a mail that says what was asked for', async () => {
    const { email } = await site.newResident()
    const browser = site.browser()
    await browser.form('/sign-up', { email, password: 'another violet kettle', forgot: 'yes' })
    expect(site.mailsTo(email)[0]?.subject).to.equal('Your new Ringback password')
    await browser.form('/sign-up/again')
    expect(site.mailsTo(email).map(({ subject }) => subject)).to.include.members(['Your new Ringback password'])
    expect(site.mailsTo(email)[0]?.text).to.contain('asked for a new password')
    const nobody = randomEmail()
    await site.browser().form('/sign-up', { email: nobody, password: 'another violet kettle', forgot: 'yes' })
    expect(site.mailsTo(nobody)[0]?.text).to.contain('There is no account with this address')
  })

  it('leads back to its own form', async () => {
    const { email } = await site.newResident()
    const browser = site.browser()
    await browser.form('/sign-up', { email, password: 'another violet kettle', forgot: 'yes' })
    expect(await browser.page('/sign-up/confirm')).to.match(/<a href="\/forgot">Use another address/)
    await site.prisma.$executeRaw`UPDATE sign_up SET expires_at = now() - interval '1 minute' WHERE email = ${email}`
    expect((await browser.fetch('/sign-up/confirm')).headers.get('location')).to.equal('/forgot')
    const again = await browser.form('/sign-up/again')
    expect([again.status, await again.text()])
      .to.have.nested.property('1')
      .that.matches(/too old[^]*href="\/forgot"[^>]*>Start again/)
  })

  it('takes the language that was chosen while the mail was awaited', async () => {
    const { email } = await site.newResident()
    const browser = site.browser()
    await browser.form('/sign-up', { email, password: 'another violet kettle', forgot: 'yes' })
    await browser.fetch('/sign-up/confirm?lang=es')
    await browser.form('/sign-up/confirm', { email, code: site.codeTo(email) })
    expect(await site.prisma.account.findUnique({ where: { email } })).to.include({ locale: 'es' })
  })

  it('is mailed to its owner, however many mails strangers asked for', async () => {
    const owner = await site.newResident()
    const { email } = owner
    const asks = async (browser: Browser) =>
      (await browser.post('/sign-up', { email, password: 'another violet kettle' })).status
    const one = site.browser()
    const statuses = []
    for (const stranger of [one, one, one, one, site.browser(), site.browser()]) statuses.push(await asks(stranger))
    expect(statuses, 'three a source, five in all').to.deep.equal([200, 200, 200, 429, 200, 429])
    expect(await asks(owner)).to.equal(200)
    await owner.post('/sign-out')
    await owner.post('/sign-in', { email, password: PASSWORD })
    const session = await site.prisma.session.findFirstOrThrow({ where: { account: { email } } })
    expect(await site.accounts.mailedCodes.send(session.id)).to.deep.equal({ ok: true })
  })

  it('drops what was being linked when the password is replaced', async () => {
    const owner = await site.newResident()
    const account = await site.prisma.account.findUniqueOrThrow({ where: { email: owner.email } })
    await site.prisma.factor.create({
      data: { accountId: account.id, method: 'app', sealed: 'a key', slot: 'primary' },
    })
    await owner.post('/sign-up', { email: owner.email, password: 'another violet kettle' })
    await owner.post('/sign-up/confirm', { email: owner.email, code: site.codeTo(owner.email) })
    expect(await site.prisma.factor.count({ where: { accountId: account.id } })).to.equal(0)
  })

  it('lets one confirmation an hour through many wrong codes, and a known browser always', async () => {
    const strict = await Site.open({ policy: { signInPerAccount: { max: 2, seconds: 43_200 } } })
    const owner = await strict.newResident()
    const begin = async (browser: Browser): Promise<string> => {
      await browser.post('/sign-up', { email: owner.email, password: 'another violet kettle' })
      return strict.codeTo(owner.email)
    }
    const enters = async (browser: Browser, code: string): Promise<string> => {
      const answer = await browser.post('/sign-up/confirm', { email: owner.email, code })
      return answer.status === 200 ? 'confirmed' : (await errorOf(answer)).code
    }
    const stranger = strict.browser()
    const wrong = otherThan(await begin(stranger))
    for (const expected of ['wrong', 'wrong', 'wrong', 'too_many'])
      expect(await enters(stranger, wrong)).to.equal(expected)
    const other = strict.browser()
    expect(await enters(other, await begin(other))).to.equal('too_many')
    expect(await enters(owner, await begin(owner))).to.equal('confirmed')
    await strict.close()
  })
})

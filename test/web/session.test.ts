import { expect } from 'chai'
import { errorOf, PASSWORD, Site } from './site.js'

const OUT = 'Sign in – Ringback'

describe('a session', () => {
  let site: Site
  before(async () => (site = await Site.open()))
  after(() => site.close())

  /** Moves the times of an account's sessions into the past. */
  const age = async (accountId: string, minutes: number): Promise<void> => {
    await site.prisma.$executeRaw`
      UPDATE session SET seen_at = seen_at - make_interval(mins => ${minutes}::int),
        ends_at = ends_at - make_interval(mins => ${minutes}::int) WHERE account_id = ${accountId}::uuid`
  }
  const sessionOf = async (accountId: string): Promise<string> =>
    (await site.prisma.session.findFirstOrThrow({ where: { accountId } })).id

  const ages: [level: 'identified' | 'verified', minutes: number, expected: string][] = [
    ['identified', 14, 'the chat, identified'],
    ['identified', 15, OUT],
    ['verified', 59, 'the chat, verified'],
    ['verified', 60, OUT],
  ]
  for (const [level, minutes, expected] of ages) {
    it(`that is ${level} and was not used for ${minutes} minutes: ${expected}`, async () => {
      const resident = await site.newResident()
      const accountId = await site.accountOf(resident.email)
      if (level === 'verified') {
        await site.accounts.sessions.rise(await sessionOf(accountId), ['otp'])
        await resident.post('/session/renew')
      }
      await age(accountId, minutes)
      expect(await resident.at()).to.equal(expected)
    })
  }

  it('ends after twelve hours, however much it is used', async () => {
    const resident = await site.newResident()
    const accountId = await site.accountOf(resident.email)
    await site.accounts.sessions.rise(await sessionOf(accountId), ['otp'])
    await resident.post('/session/renew')
    for (let count = 0; count < 13; count++) {
      await age(accountId, 55)
      expect(await resident.at(), `after ${(count + 1) * 55} minutes`).to.equal('the chat, verified')
    }
    await age(accountId, 55)
    const html = await resident.page('/')
    expect(html).to.contain('your session is over')
    // It is said once.
    expect(await resident.page('/')).not.to.contain('your session is over')
  })

  it('changes its token when it rises, and the old one stops', async () => {
    const resident = await site.newResident()
    const old = resident.copy()
    await site.accounts.sessions.rise(await sessionOf(await site.accountOf(resident.email)), ['otp', 'sms'])
    const renewed = await resident.post('/session/renew')
    expect(await renewed.json()).to.deep.equal({ ok: true })
    expect(renewed.headers.getSetCookie()[0]).to.match(/^ringback=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/)
    expect(await resident.at()).to.equal('the chat, verified')
    expect(await old.at()).to.equal(OUT)
    const again = await resident.post('/session/renew')
    expect([again.status, again.headers.getSetCookie()]).to.deep.equal([200, []])
  })

  it('changes its token at the next page when the chat did not', async () => {
    const resident = await site.newResident()
    const old = resident.copy()
    await site.accounts.sessions.rise(await sessionOf(await site.accountOf(resident.email)), ['otp'])
    expect(await resident.at()).to.equal('the chat, verified')
    expect(await old.at()).to.equal(OUT)
  })

  it('is one of its own for each browser, and signing out ends that one', async () => {
    const one = await site.newResident()
    const other = site.browser()
    await other.post('/sign-in', { email: one.email, password: PASSWORD })
    const out = await one.form('/sign-out')
    expect([out.status, out.headers.get('location')]).to.deep.equal([303, '/?signed-out'])
    expect(await one.page('/?signed-out')).to.contain('You are signed out.')
    expect(await other.at()).to.equal('the chat, identified')
  })

  it('is looked at without being used, and used by its id', async () => {
    const resident = await site.newResident()
    const accountId = await site.accountOf(resident.email)
    const id = await sessionOf(accountId)
    await age(accountId, 10)
    const peeked = await site.accounts.sessions.peek(id)
    const used = await site.accounts.sessions.byId(id)
    expect(peeked).to.include({ accountId, madeAccount: true, mailed: true, hasEmail: true, hasActive: false })
    expect(Number(used?.endsAt) - Number(peeked?.endsAt)).to.be.within(590_000, 610_000)
    expect((await resident.post('/session/extend')).status).to.equal(200)
    expect((await errorOf(await site.browser().post('/session/extend'))).code).to.equal('unauthorized')
  })

  it('takes a mailed code, five guesses of it', async () => {
    const { email } = await site.newResident()
    const browser = site.browser()
    await browser.post('/sign-in', { email, password: PASSWORD })
    const { id } = await site.prisma.session.findFirstOrThrow({ where: { account: { email }, madeAccount: false } })
    const { mailedCodes, sessions } = site.accounts
    expect(await mailedCodes.check(id, '123456')).to.include({ why: 'expired' })
    expect(await mailedCodes.send(id)).to.deep.equal({ ok: true })
    const code = site.codeTo(email)
    const wrong = code === '000000' ? '000001' : '000000'
    expect(await mailedCodes.check(id, '12')).to.include({ why: 'malformed' })
    expect(await mailedCodes.check(id, wrong)).to.deep.equal({ ok: false, why: 'wrong', left: 4 })
    expect((await sessions.peek(id))?.mailed).to.equal(false)
    expect(await mailedCodes.check(id, code)).to.deep.equal({ ok: true })
    expect((await sessions.peek(id))?.mailed).to.equal(true)
    expect(await mailedCodes.check(id, code)).to.include({ why: 'expired' })

    await mailedCodes.send(id)
    const found = await Promise.all(Array.from({ length: 8 }, () => mailedCodes.check(id, wrong)))
    expect(found.filter((each) => !each.ok && each.why === 'wrong')).to.have.length(5)
    expect(await mailedCodes.check(id, site.codeTo(email))).to.deep.equal({ ok: false, why: 'locked' })
  })
})

describe('cookies behind https', () => {
  it('are bound to the host, and the browser is told to stay on https', async () => {
    const site = await Site.open({ publicUrl: 'https://mfa.example.gov' })
    const { email } = await site.newResident()
    const answer = await site.browser().post('/sign-in', { email, password: PASSWORD })
    for (const line of answer.headers.getSetCookie()) {
      expect(line)
        .to.match(/^__Host-ringback/)
        .and.contain('Secure')
        .and.contain('HttpOnly')
        .and.contain('Path=/')
    }
    expect((await site.browser().fetch('/')).headers.get('strict-transport-security')).to.match(/max-age=\d{8}/)
    await site.close()
  })
})

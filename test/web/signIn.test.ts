import { expect } from 'chai'
import { randomEmail } from '../support/database.js'
import { errorOf, PASSWORD, Site, type Browser } from './site.js'

describe('signing in', () => {
  let site: Site
  before(async () => (site = await Site.open()))
  after(() => site.close())

  const codes = async (browser: Browser, email: string, passwords: string[]): Promise<string[]> => {
    const found: string[] = []
    for (const password of passwords) {
      const answer = await browser.post('/sign-in', { email, password })
      found.push(answer.ok ? 'ok' : (await errorOf(answer)).code)
    }
    return found
  }
  const wrong = (count: number): string[] => Array<string>(count).fill('not the password')
  const same = (count: number, code: string): string[] => Array<string>(count).fill(code)

  it('opens an identified session by form, whatever the case of the address', async () => {
    const { email } = await site.newResident()
    const browser = site.browser()
    const answer = await browser.form('/sign-in', { email: ` ${email.toUpperCase()} `, password: PASSWORD })
    expect([answer.status, answer.headers.get('location')]).to.deep.equal([303, '/'])
    expect(await browser.at()).to.equal('the chat, identified')
  })

  it('takes a password however its characters are composed', async () => {
    const browser = site.browser()
    const email = randomEmail()
    await browser.post('/sign-up', { email, password: 'año nuevo café' })
    await browser.post('/sign-up/confirm', { email, code: site.codeTo(email) })
    const decomposed = 'año nuevo café'.normalize('NFD')
    expect(await codes(site.browser(), email, [decomposed])).to.deep.equal(['ok'])
  })

  it('says the same of a wrong password and a missing account, and keeps the address', async () => {
    const { email } = await site.newResident()
    const [known, missing] = await Promise.all(
      [email, randomEmail()].map(async (address) => {
        const answer = await site.browser().form('/sign-in', { email: address, password: 'not the password' })
        return { status: answer.status, html: (await answer.text()).replaceAll(address, '…') }
      }),
    )
    expect(known).to.deep.equal(missing)
    expect(known?.status).to.equal(401)
    expect(known?.html).to.contain('value="…"').and.contain('role="alert"').and.not.contain('not the password')
  })

  it('is as calm about an address that is none', async () => {
    const answer = await site.browser().post('/sign-in', { email: 'a b', password: 'not the password' })
    expect((await errorOf(answer)).code).to.equal('wrong_credentials')
  })

  it('takes about as long for a missing account', async () => {
    const { email } = await site.newResident()
    const time = async (address: string): Promise<number> => {
      const browser = site.browser()
      const from = performance.now()
      await codes(browser, address, wrong(8))
      return performance.now() - from
    }
    await time(randomEmail())
    const [known, missing] = [await time(email), await time(randomEmail())]
    expect(missing / known).to.be.within(0.4, 2.5)
  })

  for (const account of ['known', 'missing'] as const) {
    it(`pauses a source after ten wrong ones at a ${account} account`, async () => {
      const email = account === 'known' ? (await site.newResident()).email : randomEmail()
      const browser = site.browser()
      expect(await codes(browser, email, wrong(11))).to.deep.equal([...same(10, 'wrong_credentials'), 'too_many'])
      const paused = await browser.post('/sign-in', { email, password: PASSWORD })
      expect(paused.status).to.equal(429)
      expect(Number(paused.headers.get('retry-after'))).to.be.within(590, 600)
      if (account === 'known') expect(await codes(site.browser(), email, [PASSWORD])).to.deep.equal(['ok'])
    })
  }

  it('does not count right ones as wrong', async () => {
    const { email } = await site.newResident()
    const browser = site.browser()
    expect(await codes(browser, email, Array<string>(12).fill(PASSWORD))).to.deep.equal(same(12, 'ok'))
    expect(await codes(browser, email, [...wrong(9), PASSWORD])).to.deep.equal([...same(9, 'wrong_credentials'), 'ok'])
  })

  it('compares no more than ten of thirty that come at once', async () => {
    const { email } = await site.newResident()
    const browser = site.browser()
    const found = await Promise.all(wrong(30).map(async (password) => (await codes(browser, email, [password]))[0]))
    expect(found.filter((code) => code === 'wrong_credentials')).to.have.length(10)
  })

  it('pauses a source after thirty wrong ones at any accounts', async () => {
    const browser = site.browser()
    const found: string[] = []
    for (let count = 0; count < 31; count++) found.push(...(await codes(browser, randomEmail(), wrong(1))))
    expect(found).to.deep.equal([...same(30, 'wrong_credentials'), 'too_many'])
  })
})

describe('signing in to an account under attack', () => {
  let site: Site
  before(async () => {
    const policy = { signInPerAccount: { max: 6, seconds: 43_200 }, signInUntilReset: 10 }
    site = await Site.open({ policy })
  })
  after(() => site.close())

  const attack = async (email: string, times: number): Promise<string[]> => {
    const found: string[] = []
    for (let count = 0; count < times; count++) {
      const answer = await site.browser().post('/sign-in', { email, password: 'not the password' })
      found.push((await errorOf(answer)).code)
    }
    return found
  }

  it('lets in who signed in before in this browser, others once an hour', async () => {
    const owner = await site.newResident()
    const { email } = owner
    const found = await attack(email, 8)
    expect(found.slice(5)).to.deep.equal(['wrong_credentials', 'wrong_credentials', 'too_many'])
    const stranger = await site.browser().post('/sign-in', { email, password: PASSWORD })
    expect(Number(stranger.headers.get('retry-after'))).to.be.within(3590, 3600)
    await owner.post('/sign-out')
    expect((await owner.post('/sign-in', { email, password: PASSWORD })).status).to.equal(200)
  })

  it('asks for a new password after too many in a row, and takes it', async () => {
    const owner = await site.newResident()
    const { email } = owner
    const policy = { signInUntilReset: 3 }
    const strict = await Site.open({ policy })
    for (let count = 0; count < 3; count++) {
      await strict.browser().post('/sign-in', { email, password: 'not the password' })
    }
    const refused = await strict.browser().post('/sign-in', { email, password: PASSWORD })
    expect([refused.status, (await errorOf(refused)).code]).to.deep.equal([403, 'reset_needed'])
    await owner.post('/sign-up', { email, password: 'another violet kettle' })
    await owner.post('/sign-up/confirm', { email, code: site.codeTo(email) })
    const afterwards = await strict.browser().post('/sign-in', { email, password: 'another violet kettle' })
    expect(afterwards.status).to.equal(200)
    await strict.close()
  })
})

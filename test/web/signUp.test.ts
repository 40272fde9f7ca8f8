import { expect } from 'chai'
import { randomEmail } from '../support/database.js'
import { errorOf, otherThan, PASSWORD, Site } from './site.js'

describe('signing up', () => {
  let site: Site
  before(async () => (site = await Site.open()))
  after(() => site.close())

  it('goes by plain forms: both forms, the code, the chat', async () => {
    const browser = site.browser()
    const email = randomEmail()
    expect(await browser.at()).to.equal('Sign in – Ringback')
    const begun = await browser.form('/sign-up', { email, password: PASSWORD })
    expect([begun.status, begun.headers.get('location')]).to.deep.equal([303, '/sign-up/confirm'])
    expect(await browser.page('/sign-up/confirm'))
      .to.contain('Check your mail')
      .and.contain(email)
    expect(site.mailsTo(email)[0]?.subject).to.equal('Your Ringback code')
    const confirmed = await browser.form('/sign-up/confirm', { email, code: site.codeTo(email) })
    expect([confirmed.status, confirmed.headers.get('location')]).to.deep.equal([303, '/'])
    expect(await browser.at()).to.equal('the chat, identified')
  })

  it('keeps what was entered beside an error, never the password', async () => {
    const browser = site.browser()
    const answer = await browser.form('/sign-up', { email: 'ana@example', password: PASSWORD })
    const html = await answer.text()
    expect(answer.status).to.equal(422)
    expect(html).to.contain('value="ana@example"').and.contain('aria-invalid="true"').and.not.contain(PASSWORD)
    expect(html).to.match(/aria-describedby="sign-up-email-error"[^>]*autofocus/s)
  })

  const weak: [password: string, why: RegExp][] = [
    ['7 chars', /short/],
    ['x'.repeat(257), /very long/],
    ['password123', /Many people/],
    ['Ringback2026', /mostly/],
  ]
  for (const [password, why] of weak) {
    it(`refuses ${password.slice(0, 20)}`, async () => {
      const answer = await site.browser().post('/sign-up', { email: randomEmail(), password })
      expect(answer.status).to.equal(422)
      const error = await errorOf(answer)
      expect(error.code).to.equal('weak_password')
      expect(error.message).to.match(why)
    })
  }

  it('answers a known and a new address alike, and tells the owner the truth', async () => {
    const { email } = await site.newResident()
    const answers = await Promise.all(
      [email, randomEmail()].map(async (address) => {
        const answer = await site.browser().post('/sign-up', { email: address, password: 'another violet kettle' })
        const cookie = answer.headers.getSetCookie().map((line) => line.replace(/=[^;]+/, '=…'))
        return { status: answer.status, body: await answer.text(), cookie }
      }),
    )
    expect(answers[0]).to.deep.equal(answers[1])
    expect(site.mailsTo(email)[0]?.subject).to.equal('You already have a Ringback account')
  })

  it('takes five guesses, counts no malformed one, and then starts again', async () => {
    const browser = site.browser()
    const email = randomEmail()
    await browser.post('/sign-up', { email, password: PASSWORD })
    const code = site.codeTo(email)
    const script: [entry: string, code: string][] = [
      ['12345', 'malformed'],
      ['hello', 'malformed'],
      ...Array.from({ length: 5 }, (): [string, string] => [otherThan(code), 'wrong']),
      [code, 'locked'],
    ]
    for (const [entry, expected] of script) {
      expect((await errorOf(await browser.post('/sign-up/confirm', { email, code: entry }))).code).to.equal(expected)
    }
    expect(await site.accounts.byEmail(email)).to.equal(undefined)
  })

  it('shows how to start again once no code is taken any more', async () => {
    const browser = site.browser()
    const email = randomEmail()
    await browser.form('/sign-up', { email, password: PASSWORD })
    const wrong = otherThan(site.codeTo(email))
    const pages: string[] = []
    for (let count = 0; count < 6; count++)
      pages.push(await (await browser.form('/sign-up/confirm', { email, code: wrong })).text())
    pages.push(await (await browser.form('/sign-up/again')).text())
    expect(pages.map((html) => html.includes('Start again'))).to.deep.equal([
      false,
      false,
      false,
      false,
      true,
      true,
      true,
    ])
    for (const html of pages.slice(4))
      expect(html)
        .to.match(/class="button" href="\/"/)
        .and.not.contain('name="code"')
  })

  it('takes a code however it is written', async () => {
    const browser = site.browser()
    const email = randomEmail()
    await browser.post('/sign-up', { email, password: PASSWORD })
    const code = site.codeTo(email)
    const arabic = code.replace(/\d/g, (digit) => String.fromCharCode(0x660 + Number(digit)))
    const answer = await browser.post('/sign-up/confirm', { email, code: `${arabic.slice(0, 3)} ${arabic.slice(3)}` })
    expect(answer.status).to.equal(200)
  })

  for (const language of ['en', 'es']) {
    it(`takes the whole mail, pasted into the field (${language})`, async () => {
      const browser = site.browser()
      const email = randomEmail()
      await browser.fetch(`/?lang=${language}`)
      await browser.post('/sign-up', { email, password: PASSWORD })
      const pasted = (site.mailsTo(email)[0]?.text ?? '').replaceAll('\n', '')
      expect((await browser.form('/sign-up/confirm', { email, code: pasted })).status).to.equal(303)
    })
  }

  it('compares no more than five of twenty guesses that come at once', async () => {
    const browser = site.browser()
    const email = randomEmail()
    await browser.post('/sign-up', { email, password: PASSWORD })
    const wrong = otherThan(site.codeTo(email))
    const codes = await Promise.all(
      Array.from({ length: 20 }, async () =>
        errorOf(await browser.post('/sign-up/confirm', { email, code: wrong })).then(({ code }) => code),
      ),
    )
    expect(codes.filter((code) => code === 'wrong')).to.have.length(5)
    expect(codes.filter((code) => code === 'locked')).to.have.length(15)
  })

  it('makes one account of confirmations that come at once', async () => {
    const browser = site.browser()
    const email = randomEmail()
    await browser.post('/sign-up', { email, password: PASSWORD })
    const code = site.codeTo(email)
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => browser.post('/sign-up/confirm', { email, code })),
    )
    expect(answers.filter(({ status }) => status === 200)).to.have.length(1)
    expect(await site.prisma.account.count({ where: { email } })).to.equal(1)
    expect(await site.prisma.session.count({ where: { account: { email } } })).to.equal(1)
  })

  it('confirms only what this browser began: a stranger’s password never comes to the owner’s account', async () => {
    const email = randomEmail()
    const stranger = site.browser()
    const owner = site.browser()
    await stranger.post('/sign-up', { email, password: 'password of the stranger' })
    const strangersCode = site.codeTo(email)
    await owner.post('/sign-up', { email, password: PASSWORD })
    const ownersCode = site.codeTo(email)
    expect((await errorOf(await owner.post('/sign-up/confirm', { email, code: strangersCode }))).code).to.equal('wrong')
    // Without a cookie, two live sign-ups of an address are one too many.
    const plain = await site.browser().post('/sign-up/confirm', { email, code: ownersCode })
    expect((await errorOf(plain)).code).to.equal('expired')
    expect((await owner.post('/sign-up/confirm', { email, code: ownersCode })).status).to.equal(200)
    const signIn = await site.browser().post('/sign-in', { email, password: 'password of the stranger' })
    expect(signIn.status).to.equal(401)
  })

  it('confirms without a cookie while there is one sign-up of the address', async () => {
    const email = randomEmail()
    await site.browser().post('/sign-up', { email, password: PASSWORD })
    const plain = await site.browser().post('/sign-up/confirm', { email, code: site.codeTo(email) })
    expect(plain.status).to.equal(200)
  })

  it('takes no code that is too old, and sweeps it away later', async () => {
    const browser = site.browser()
    const email = randomEmail()
    await browser.post('/sign-up', { email, password: PASSWORD })
    await site.prisma
      .$executeRaw`UPDATE sign_up SET expires_at = now() - interval '1 second' - interval '1 second' WHERE email = ${email}`
    const late = await browser.post('/sign-up/confirm', { email, code: site.codeTo(email) })
    expect((await errorOf(late)).code).to.equal('expired')
    await site.prisma
      .$executeRaw`UPDATE sign_up SET expires_at = now() - interval '1 second' - interval '2 hours' WHERE email = ${email}`
    await site.browser().post('/sign-up', { email: randomEmail(), password: PASSWORD })
    expect(await site.prisma.signUp.count({ where: { email } })).to.equal(0)
  })

  it('mails a new code for the same sign-up, with the guesses that were left', async () => {
    const browser = site.browser()
    const email = randomEmail()
    await browser.post('/sign-up', { email, password: PASSWORD })
    const first = site.codeTo(email)
    await browser.post('/sign-up/confirm', { email, code: otherThan(first) })
    expect((await browser.form('/sign-up/again')).status).to.equal(200)
    const second = site.codeTo(email)
    const wrong = await errorOf(await browser.post('/sign-up/confirm', { email, code: otherThan(second) }))
    expect(wrong.message).to.contain('3 more times')
    expect((await browser.post('/sign-up/confirm', { email, code: second })).status).to.equal(200)
  })

  it('mails an address five times in ten minutes, whoever asks', async () => {
    const email = randomEmail()
    for (let count = 0; count < 5; count++) {
      expect((await site.browser().post('/sign-up', { email, password: PASSWORD })).status).to.equal(200)
    }
    const sixth = await site.browser().post('/sign-up', { email, password: PASSWORD })
    expect(sixth.status).to.equal(429)
    expect(Number(sixth.headers.get('retry-after'))).to.be.within(590, 600)
    expect(site.mailsTo(email)).to.have.length(5)
  })

  it('makes five accounts a day for a source', async () => {
    const browser = site.browser()
    for (let count = 0; count <= 5; count++) {
      const email = randomEmail()
      await browser.post('/sign-up', { email, password: PASSWORD })
      const answer = await browser.post('/sign-up/confirm', { email, code: site.codeTo(email) })
      expect(answer.status, `account ${count + 1}`).to.equal(count < 5 ? 200 : 429)
    }
  })
})

describe('signing up while mail is down', () => {
  it('says so honestly, and keeps nothing', async () => {
    const mailer = { send: () => Promise.reject(new Error('refused')), close: () => undefined }
    const site = await Site.open({ mailer })
    const email = randomEmail()
    const answer = await site.browser().form('/sign-up', { email, password: PASSWORD })
    expect(answer.status).to.equal(503)
    expect(await answer.text()).to.contain('try again in a few minutes')
    expect(await site.prisma.signUp.count({ where: { email } })).to.equal(0)
    await site.close()
  })
})

import { expect } from 'chai'
import type { SendRefusal } from '../../../src/factors/factor.js'
import { appCode, oathtool, otherThan, randomNumber, RelyingParty, type Answered } from './relyingParty.js'

const code = ({ status, body }: Answered): string => `${status} ${(body['error'] as { code: string }).code}`

describe('challenges by the API', () => {
  const party = new RelyingParty()
  before(() => party.open())
  after(() => party.stop())
  afterEach(() => (party.post.refuses = undefined))

  it('links a phone by text, and verifies it by call', async () => {
    const account = await party.newAccount()
    const phone = await party.send(`/v1/accounts/${account}/factors`, { method: 'phone', number: randomNumber() })
    expect(phone.body).to.have.all.keys('id', 'masked')
    const opened = await party.challenge(phone.body['id'], 'link', 'sms')
    expect(opened.status).to.equal(201)
    expect(opened.body).to.have.all.keys('id', 'expiresAt', 'guessesLeft', 'nextSendAt')
    expect(opened.body['guessesLeft']).to.equal(5)
    expect(Date.parse(opened.body['expiresAt'] as string) - Date.now()).to.be.within(9 * 60_000, 11 * 60_000)
    expect(Date.parse(opened.body['nextSendAt'] as string) - Date.now()).to.be.within(20_000, 40_000)

    const linked = await party.check(opened, party.post.codeOf(opened.body['id']))
    expect(linked.status).to.equal(200)
    expect(linked.body).to.have.all.keys('verified', 'amr', 'at')
    expect(linked.body).to.deep.include({ verified: true, amr: ['otp', 'sms'] })
    expect(linked.body['at']).to.match(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)

    await party.age(account)
    const called = await party.challenge(phone.body['id'], 'verify', 'call')
    expect(party.post.parcels.at(-1)).to.include({ via: 'call', locale: 'en' })
    const verified = await party.check(called, party.post.codeOf(called.body['id']))
    expect(verified.body).to.deep.include({ verified: true, amr: ['otp', 'tel'] })
  })

  it('links an app with the code that oathtool shows', async function () {
    const account = await party.newAccount()
    const app = await party.send(`/v1/accounts/${account}/factors`, { method: 'app' })
    expect(app.status).to.equal(201)
    expect(app.body).to.have.all.keys('id', 'otpauthUri', 'secret')
    expect(app.body['secret']).to.match(/^[A-Z2-7]{32}$/)
    const opened = await party.challenge(app.body['id'], 'link')
    expect(opened.body).to.deep.include({ guessesLeft: 5, nextSendAt: null })
    const shown = oathtool(app.body['secret'] as string)
    if (shown === undefined) this.skip()
    const linked = await party.check(opened, shown)
    expect(linked.body).to.deep.include({ verified: true, amr: ['otp'] })
    expect((await party.check(opened, shown)).body).to.include({ verified: false, why: 'used' })
  })

  it('takes a code as people write it, and any language that there are words for', async () => {
    const { factor } = await party.newPhone()
    const opened = await party.challenge(factor, 'verify', 'sms', { locale: 'es-PR', clientIp: '2001:db8::1' })
    expect(party.post.parcels.at(-1)).to.include({ locale: 'es' })
    const digits = party.post.codeOf(opened.body['id'])
    const checked = await party.check(opened, ` ${digits.slice(0, 3)}-${digits.slice(3)} `)
    expect(checked.body).to.include({ verified: true })
  })

  it('counts the guesses of a challenge over all of its codes; a malformed one costs nothing', async () => {
    const { factor } = await party.newPhone()
    const opened = await party.challenge(factor, 'verify', 'sms')
    const first = party.post.codeOf(opened.body['id'])
    expect((await party.check(opened, '12345')).body).to.deep.equal({
      verified: false,
      why: 'malformed',
      guessesLeft: 5,
    })
    for (const left of [4, 3]) {
      expect((await party.check(opened, otherThan(first))).body).to.deep.equal({
        verified: false,
        why: 'wrong',
        guessesLeft: left,
      })
    }
    const soon = await party.send(`/v1/challenges/${String(opened.body['id'])}/send`, { delivery: 'call' })
    expect(code(soon)).to.equal('429 too_soon')
    expect((soon.body['error'] as { retryAfter: number }).retryAfter).to.be.within(1, 30)
    expect(soon.headers.get('retry-after')).to.equal(String((soon.body['error'] as { retryAfter: number }).retryAfter))
    await party.ageSends()
    const sent = await party.send(`/v1/challenges/${String(opened.body['id'])}/send`, { delivery: 'call' })
    expect(sent.status).to.equal(202)
    expect(sent.body).to.include({ id: opened.body['id'], guessesLeft: 3 })
    for (const left of [2, 1, 0]) {
      expect((await party.check(opened, otherThan(first))).body).to.include({ why: 'wrong', guessesLeft: left })
    }
    expect((await party.check(opened, first)).body).to.deep.equal({ verified: false, why: 'locked', guessesLeft: 0 })
    await party.ageSends()
    const closed = await party.send(`/v1/challenges/${String(opened.body['id'])}/send`, { delivery: 'sms' })
    expect(code(closed)).to.equal('409 challenge_closed')
  })

  it('of many guesses at the same moment no more are compared than the budget has', async () => {
    const { factor } = await party.newPhone()
    const opened = await party.challenge(factor, 'verify', 'sms')
    const right = party.post.codeOf(opened.body['id'])
    const guesses = await Promise.all(Array.from({ length: 20 }, () => party.check(opened, otherThan(right))))
    const whys = guesses.map(({ body }) => body['why'])
    expect(whys.filter((why) => why === 'wrong')).to.have.length(5)
    expect(whys.filter((why) => why === 'locked')).to.have.length(15)
    expect((await party.check(opened, right)).body).to.include({ verified: false, why: 'locked' })
  })

  it('of one code entered many times at the same moment one is right', async () => {
    const { factor } = await party.newPhone()
    const opened = await party.challenge(factor, 'verify', 'sms')
    const right = party.post.codeOf(opened.body['id'])
    const entries = await Promise.all(Array.from({ length: 10 }, () => party.check(opened, right)))
    expect(entries.filter(({ body }) => body['verified'] === true)).to.have.length(1)
  })

  it('locks the account after ten wrong codes, and says for how long', async () => {
    const { account, factor } = await party.newPhone()
    for (let round = 0; round < 2; round++) {
      await party.ageSends()
      const opened = await party.challenge(factor, 'verify', 'sms')
      const wrong = otherThan(party.post.codeOf(opened.body['id']))
      for (let guess = 0; guess < 5; guess++) await party.check(opened, wrong)
    }
    await party.ageSends()
    const refused = await party.challenge(factor, 'verify', 'sms')
    expect(code(refused)).to.equal('429 account_locked')
    expect(Number(refused.headers.get('retry-after'))).to.be.within(500, 600)

    await party.prisma.$executeRaw`UPDATE account SET locked_until = NULL WHERE id = ${account}::uuid`
    const opened = await party.challenge(factor, 'verify', 'sms')
    await party.prisma.$executeRaw`
      UPDATE account SET locked_until = now() + interval '5 minutes' WHERE id = ${account}::uuid`
    const { status, body } = await party.check(opened, party.post.codeOf(opened.body['id']))
    expect(status).to.equal(200)
    expect(body).to.include({ verified: false, why: 'account_locked', guessesLeft: 5 })
    expect(body['retryAfter']).to.be.within(200, 300)
  })

  it('an old code is expired, and one of a revoked challenge is revoked', async () => {
    const { factor } = await party.newPhone()
    const opened = await party.challenge(factor, 'verify', 'sms')
    const right = party.post.codeOf(opened.body['id'])
    await party.expire(opened.body['id'])
    expect((await party.check(opened, right)).body).to.include({ verified: false, why: 'expired' })

    const { factor: other } = await party.newPhone()
    const revoked = await party.challenge(other, 'verify', 'call')
    await party.factors.revoke(revoked.body['id'] as string)
    expect((await party.check(revoked, party.post.codeOf(revoked.body['id']))).body).to.include({ why: 'revoked' })
  })

  it('a new challenge closes the earlier one of the factor', async () => {
    const { factor } = await party.newPhone()
    const earlier = await party.challenge(factor, 'verify', 'sms')
    const right = party.post.codeOf(earlier.body['id'])
    await party.ageSends()
    await party.challenge(factor, 'verify', 'sms')
    expect((await party.check(earlier, right)).body['verified']).to.equal(false)
  })

  it('a challenge fits its factor’s state and method', async () => {
    const account = await party.newAccount()
    const app = await party.send(`/v1/accounts/${account}/factors`, { method: 'app' })
    expect(code(await party.challenge(app.body['id'], 'verify'))).to.equal('409 not_linked')
    expect(code(await party.challenge(app.body['id'], 'link', 'sms'))).to.equal('409 no_delivery')
    const opened = await party.challenge(app.body['id'], 'link')
    const resent = await party.send(`/v1/challenges/${String(opened.body['id'])}/send`, { delivery: 'sms' })
    expect(code(resent)).to.equal('409 no_delivery')
    await party.check(opened, appCode(app.body['secret'] as string))
    expect(code(await party.challenge(app.body['id'], 'link'))).to.equal('409 already_linked')

    const { factor } = await party.newPhone()
    expect(code(await party.challenge(factor, 'verify'))).to.equal('400 bad_request')
    expect(code(await party.challenge(factor, 'link', 'sms'))).to.equal('409 already_linked')
  })

  const carrier: [SendRefusal, string][] = [
    ['opted_out', '422 opted_out'],
    ['landline', '422 landline'],
    ['calls_stopped', '422 calls_stopped'],
    ['country_off', '422 country_off'],
    ['unreachable', '422 unreachable'],
    ['blocked', '422 blocked'],
    ['not_sent', '424 not_sent'],
  ]
  for (const [why, expected] of carrier) {
    it(`what the carrier makes of it: ${why} → ${expected}`, async () => {
      const { factor } = await party.newPhone()
      party.post.refuses = why
      expect(code(await party.challenge(factor, 'verify', 'sms'))).to.equal(expected)
    })
  }

  it('says when another number may be tried', async () => {
    const account = await party.newAccount()
    let last: Answered | undefined
    for (let number = 0; number < 4; number++) {
      const phone = await party.send(`/v1/accounts/${account}/factors`, { method: 'phone', number: randomNumber() })
      last = await party.challenge(phone.body['id'], 'link', 'sms')
    }
    expect(last === undefined ? '' : code(last)).to.equal('429 too_many')
    expect(Number(last?.headers.get('retry-after'))).to.be.greaterThan(60)
  })

  it('explains an app’s clock that is off, and accepts nothing for it', async () => {
    const account = await party.newAccount()
    const app = await party.send(`/v1/accounts/${account}/factors`, { method: 'app' })
    const opened = await party.challenge(app.body['id'], 'link')
    const { body } = await party.check(opened, appCode(app.body['secret'] as string, 300))
    expect(body).to.include({ verified: false, why: 'wrong', guessesLeft: 4 })
    expect(body['clockOff']).to.be.within(240, 360)
  })

  it('no code, number or key is logged', () => {
    const logged = party.logged.join('')
    for (const { code: secret, to } of party.post.parcels) {
      expect(logged).not.to.contain(to).and.not.to.contain(to.slice(2))
      expect(logged).not.to.match(new RegExp(`(?<!\\d)${secret}(?!\\d)`))
    }
  })
})

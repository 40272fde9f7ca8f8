import { expect } from 'chai'
import type { SendRefusal } from '../../../src/factors/factor.js'
import { outcomeOf, type Answered } from './promised.js'
import { appCode } from '../../support/authenticator.js'
import { randomNumber, RelyingParty } from './relyingParty.js'

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

  it('links an app with the code that it shows', async () => {
    const account = await party.newAccount()
    const app = await party.send(`/v1/accounts/${account}/factors`, { method: 'app' })
    expect(app.status).to.equal(201)
    expect(app.body).to.have.all.keys('id', 'otpauthUri', 'secret')
    expect(app.body['secret']).to.match(/^[A-Z2-7]{32}$/)
    const opened = await party.challenge(app.body['id'], 'link')
    expect(opened.body).to.deep.include({ guessesLeft: 5, nextSendAt: null })
    const shown = appCode(app.body['secret'] as string)
    const linked = await party.check(opened, shown)
    expect(linked.body).to.deep.include({ verified: true, amr: ['otp'] })
    expect((await party.check(opened, shown)).body).to.include({ verified: false, why: 'used' })
  })

  it('knows a resident’s address by its hash, one subscriber’s IPv6 addresses as one', async () => {
    const { factor } = await party.newPhone()
    const sources: (string | undefined)[] = []
    for (const clientIp of ['2001:db8::1', '2001:DB8:0:0:ffff::2', '198.51.100.7', '198.51.100.8', undefined]) {
      await party.ageSends()
      const opened = await party.challenge(factor, 'verify', 'sms', clientIp === undefined ? {} : { clientIp })
      const { source } = await party.prisma.challenge.findUniqueOrThrow({ where: { id: opened.body['id'] as string } })
      sources.push(source === null ? undefined : Buffer.from(source).toString('hex'))
    }
    const [one, other, four, another, none] = sources
    expect(one)
      .to.match(/^[0-9a-f]{64}$/)
      .and.to.equal(other)
    expect(new Set([one, four, another, none])).to.have.length(4)
    expect(none).to.equal(undefined)
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
    expect(outcomeOf(await party.challenge(app.body['id'], 'verify'))).to.equal('409 not_linked')
    expect(outcomeOf(await party.challenge(app.body['id'], 'link', 'sms'))).to.equal('409 no_delivery')
    const opened = await party.challenge(app.body['id'], 'link')
    const resent = await party.send(`/v1/challenges/${String(opened.body['id'])}/send`, { delivery: 'sms' })
    expect(outcomeOf(resent)).to.equal('409 no_delivery')
    await party.check(opened, appCode(app.body['secret'] as string))
    expect(outcomeOf(await party.challenge(app.body['id'], 'link'))).to.equal('409 already_linked')

    const { factor } = await party.newPhone()
    expect(outcomeOf(await party.challenge(factor, 'verify'))).to.equal('400 bad_request')
    expect(outcomeOf(await party.challenge(factor, 'link', 'sms'))).to.equal('409 already_linked')
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
      expect(outcomeOf(await party.challenge(factor, 'verify', 'sms'))).to.equal(expected)
    })
  }

  it('says when another number may be tried', async () => {
    const account = await party.newAccount()
    let last: Answered | undefined
    for (let number = 0; number < 4; number++) {
      const phone = await party.send(`/v1/accounts/${account}/factors`, { method: 'phone', number: randomNumber() })
      last = await party.challenge(phone.body['id'], 'link', 'sms')
    }
    expect(last === undefined ? '' : outcomeOf(last)).to.equal('429 too_many')
    expect(Number(last?.headers.get('retry-after'))).to.be.greaterThan(60)
  })

  it('no code, number or key is logged', () => {
    const logged = party.logged.join('')
    for (const { code: secret, to } of party.post.parcels) {
      expect(logged).not.to.contain(to).and.not.to.contain(to.slice(2))
      expect(logged).not.to.match(new RegExp(`(?<!\\d)${secret}(?!\\d)`))
    }
  })
})

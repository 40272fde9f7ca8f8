import { expect } from 'chai'
import { outcomeOf } from './promised.js'
import { otherThan, RelyingParty } from './relyingParty.js'
import { appCode } from '../../support/authenticator.js'

describe('checks by the API', () => {
  const party = new RelyingParty()
  before(() => party.open())
  after(() => party.stop())

  it('takes a code as people write it, and any language that there are words for', async () => {
    const { factor } = await party.newPhone()
    const opened = await party.challenge(factor, 'verify', 'sms', { locale: 'es-PR', clientIp: '2001:db8::1' })
    expect(party.post.parcels.at(-1)).to.include({ locale: 'es' })
    const digits = party.post.codeOf(opened.body['id'])
    const checked = await party.check(opened, ` ${digits.slice(0, 3)}-${digits.slice(3)} `)
    expect(checked.body).to.include({ verified: true })
  })

  it('takes other scripts’ digits and a pasted message', async () => {
    const { factor } = await party.newPhone()
    const fullWidth = (digits: string) => digits.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)))
    const first = await party.challenge(factor, 'verify', 'sms')
    const scripted = await party.check(first, fullWidth(party.post.codeOf(first.body['id'])))
    expect(scripted.body).to.include({ verified: true })
    await party.ageSends()
    const second = await party.challenge(factor, 'verify', 'sms')
    const digits = party.post.codeOf(second.body['id'])
    const pasted = await party.check(second, `Your code is ${digits}. It works for 10 minutes.`)
    expect(pasted.body).to.include({ verified: true })
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
    expect(outcomeOf(soon)).to.equal('429 too_soon')
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
    expect(outcomeOf(closed)).to.equal('409 challenge_closed')
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
    expect(outcomeOf(refused)).to.equal('429 account_locked')
    expect(Number(refused.headers.get('retry-after'))).to.be.within(500, 600)

    await party.prisma.$executeRaw`UPDATE account SET locked_until = NULL WHERE id = ${account}::uuid`
    const opened = await party.challenge(factor, 'verify', 'sms')
    await party.prisma.$executeRaw`
      UPDATE account SET locked_until = now() - interval '1 second' + interval '5 minutes' WHERE id = ${account}::uuid`
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

  it('explains an app’s clock that is off, and accepts nothing for it', async () => {
    const account = await party.newAccount()
    const app = await party.send(`/v1/accounts/${account}/factors`, { method: 'app' })
    const opened = await party.challenge(app.body['id'], 'link')
    const { body } = await party.check(opened, appCode(app.body['secret'] as string, 300))
    expect(body).to.include({ verified: false, why: 'wrong', guessesLeft: 4 })
    expect(body['clockOff']).to.be.within(240, 360)
  })
})

import { expect } from 'chai'
import { world, type World, wrongFor } from './world.js'

describe('a send', () => {
  let w: World
  before(async () => (w = await world()))

  it('keeps 30 seconds, the earlier code and the budget', async () => {
    const { challenge, code } = await w.challenged(await w.pendingPhone(await w.account()))
    await w.factors.check(challenge.id, wrongFor(code), w.origin)
    expect(await w.factors.send(challenge.id, 'sms')).to.deep.include({ why: 'too_soon' })
    await w.later(31)
    const again = await w.factors.send(challenge.id, 'call')
    expect(again.ok && again.challenge).to.include({ id: challenge.id, guessesLeft: 4 })
    expect(await w.factors.check(challenge.id, code, w.origin)).to.include({ ok: true })
  })

  it('passes once when it comes at once', async () => {
    const id = await w.pendingPhone(await w.account())
    const request = { factorId: id, purpose: 'link', delivery: 'sms', locale: 'en', origin: w.origin } as const
    const opened = await Promise.all(Array.from({ length: 8 }, () => w.factors.challenge(request)))
    expect(opened.filter(({ ok }) => ok)).to.have.length(1)
  })

  it('on its first day an account tries three numbers', async () => {
    const account = await w.account()
    for (let i = 0; i < 3; i += 1) await w.challenged(await w.pendingPhone(account))
    const id = await w.pendingPhone(account)
    const fourth = await w.factors.challenge({
      factorId: id,
      purpose: 'link',
      delivery: 'sms',
      locale: 'en',
      origin: w.origin,
    })
    expect(fourth).to.include({ ok: false, why: 'too_many' })
  })

  it('a number that texted STOP, or is a landline, is remembered; the call remains', async () => {
    for (const why of ['opted_out', 'landline'] as const) {
      const id = await w.pendingPhone(await w.account())
      const request = { factorId: id, purpose: 'link', locale: 'en', origin: w.origin } as const
      w.refusals.push(why)
      expect(await w.factors.challenge({ ...request, delivery: 'sms' })).to.include({ why })
      const before = w.sent.length
      expect(await w.factors.challenge({ ...request, delivery: 'sms' })).to.include({ why })
      expect(w.sent).to.have.length(before)
      await w.later(31)
      expect(await w.factors.challenge({ ...request, delivery: 'call' })).to.include({ ok: true })
    }
  })

  it('a country is on for the one and off for the other', async () => {
    const id = await w.pendingPhone(await w.account(), '+52 55 5123 4567')
    const request = { factorId: id, purpose: 'link', locale: 'en', origin: w.origin } as const
    expect(await w.factors.challenge({ ...request, delivery: 'sms' })).to.include({ why: 'country_off' })
    expect(await w.factors.challenge({ ...request, delivery: 'call' })).to.include({ ok: true })
  })

  it('a new challenge closes the earlier one; renewing a closed one opens another', async () => {
    const id = await w.pendingPhone(await w.account())
    const first = await w.challenged(id)
    await w.later(31)
    const second = await w.challenged(id)
    expect(await w.factors.check(first.challenge.id, first.code, w.origin)).to.include({ why: 'revoked' })
    for (let i = 0; i < 5; i += 1) await w.factors.check(second.challenge.id, wrongFor(second.code), w.origin)
    await w.later(31)
    expect(await w.factors.send(second.challenge.id, 'sms')).to.include({ why: 'challenge_closed' })
    const third = await w.factors.renew(second.challenge.id, 'sms', w.origin)
    expect(third.ok && third.challenge.id).not.to.equal(second.challenge.id)
  })

  it('keeps no code once the carrier has the text', async () => {
    const { challenge } = await w.challenged(await w.pendingPhone(await w.account()))
    const [row] = await w.prisma.delivery.findMany({ where: { challengeId: challenge.id } })
    expect(row).to.include({ status: 'sent', sealed: null })
  })

  it('a revoked challenge gives and takes no code', async () => {
    const { challenge, code } = await w.challenged(await w.pendingPhone(await w.account()))
    await w.factors.revoke(challenge.id)
    expect(await w.factors.check(challenge.id, code, w.origin)).to.include({ why: 'revoked' })
    expect(await w.factors.renew(challenge.id, 'sms', w.origin)).to.include({ why: 'challenge_closed' })
  })
})

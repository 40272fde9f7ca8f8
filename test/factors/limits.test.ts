import { randomUUID } from 'node:crypto'
import { expect } from 'chai'
import type { Origin, Via } from '../../src/factors/factor.js'
import { someNumber } from '../support/numbers.js'
import { world, type World } from './world.js'

describe('the limits of sends', () => {
  let w: World
  before(async () => (w = await world()))

  const send = (factorId: string, more: { delivery?: Via; origin?: Origin } = {}) =>
    w.factors.challenge({ factorId, purpose: 'link', delivery: 'sms', locale: 'en', origin: w.origin, ...more })
  const someSource = (): Origin => ({ channel: 'webchat', source: randomUUID() })
  const hour = () => w.later(3601)

  it('five in ten minutes to a number for an account, by text or call', async () => {
    const id = await w.pendingPhone(await w.account())
    for (const delivery of ['sms', 'call', 'sms', 'call', 'sms'] as const) {
      expect(await send(id, { delivery })).to.include({ ok: true })
      await w.later(31)
    }
    const refused = await send(id)
    expect(refused).to.include({ ok: false, why: 'too_many' })
    // The first was 155 seconds ago.
    expect(refused).to.have.property('retryAfter').within(430, 445)
    await w.later(446)
    expect(await send(id)).to.include({ ok: true })
  })

  it('five in ten minutes to an unproved number, whoever asks', async () => {
    const number = someNumber()
    for (let i = 0; i < 5; i += 1) {
      expect(await send(await w.pendingPhone(await w.account(), number))).to.include({ ok: true })
    }
    expect(await send(await w.pendingPhone(await w.account(), number))).to.include({ why: 'too_many' })
  })

  it('what one account may not send takes nothing from another', async () => {
    const number = someNumber()
    const id = await w.pendingPhone(await w.account(), number)
    await send(id)
    for (let i = 0; i < 9; i += 1) expect(await send(id)).to.include({ why: 'too_soon' })
    expect(await send(await w.pendingPhone(await w.account(), number))).to.include({ ok: true })
  })

  it('ten an hour of an account', async () => {
    const account = await w.account()
    const id = await w.linkedPhone(account)
    const verify = () =>
      w.factors.challenge({ factorId: id, purpose: 'verify', delivery: 'sms', locale: 'en', origin: w.origin })
    await w.later(150)
    for (let i = 0; i < 9; i += 1) {
      expect(await verify()).to.include({ ok: true })
      await w.later(150)
    }
    expect(await verify()).to.include({ why: 'too_many' })
    await hour()
    expect(await verify()).to.include({ ok: true })
  })

  it('25 in five minutes of set-up from one source; what is sent to a linked phone isn’t one', async () => {
    const origin = someSource()
    for (let i = 0; i < 25; i += 1) {
      expect(await send(await w.pendingPhone(await w.account()), { origin })).to.include({ ok: true })
    }
    expect(await send(await w.pendingPhone(await w.account()), { origin })).to.include({ why: 'too_many' })
    expect(await send(await w.pendingPhone(await w.account()), { origin: someSource() })).to.include({ ok: true })
    const linked = await w.linkedPhone(await w.account())
    await w.later(31)
    const verify = { factorId: linked, purpose: 'verify', delivery: 'sms', locale: 'en', origin } as const
    expect(await w.factors.challenge(verify)).to.include({ ok: true })
  })

  it('the source is that of who opened the challenge, for one more code too', async () => {
    const origin = someSource()
    const opened = await send(await w.pendingPhone(await w.account()), { origin })
    if (!opened.ok) throw new Error(opened.why)
    for (let i = 0; i < 24; i += 1) await send(await w.pendingPhone(await w.account()), { origin })
    await w.later(31)
    expect(await w.factors.send(opened.challenge.id, 'sms')).to.include({ why: 'too_many' })
  })

  it('three unproved numbers on the first day; one that was counted doesn’t count again', async () => {
    const account = await w.account()
    const numbers = [someNumber(), someNumber(), someNumber()]
    for (const number of [...numbers, ...numbers]) {
      await w.later(31)
      expect(await send(await w.pendingPhone(account, number))).to.include({ ok: true })
    }
    await w.later(600)
    expect(await send(await w.pendingPhone(account))).to.include({ why: 'too_many' })
    expect(await send(await w.pendingPhone(account, numbers[0]))).to.include({ ok: true })
  })

  it('twenty a day later', async () => {
    const account = await w.account()
    await w.prisma.$executeRaw`UPDATE account SET created_at = now() - interval '25 hours' WHERE id = ${account}::uuid`
    for (let i = 0; i < 20; i += 1) {
      expect(await send(await w.pendingPhone(account))).to.include({ ok: true })
      await w.later(400)
    }
    expect(await send(await w.pendingPhone(account))).to.include({ why: 'too_many' })
  })

  it('what the carrier refuses is counted, but not waited for', async () => {
    const account = await w.account()
    const id = await w.pendingPhone(account)
    w.refusals.push('landline')
    expect(await send(id)).to.include({ why: 'landline' })
    expect(await send(id, { delivery: 'call' })).to.include({ ok: true })
    expect(await send(id, { delivery: 'call' })).to.include({ why: 'too_soon' })
    const { hits } = await w.prisma.throttle.findUniqueOrThrow({ where: { key: `sends:${account}` } })
    expect(hits).to.have.length(2)
  })

  it('what we refuse ourselves is not counted', async () => {
    const account = await w.account()
    const id = await w.pendingPhone(account, '+52 55 5123 4567')
    expect(await send(id)).to.include({ why: 'country_off' })
    expect(await w.prisma.throttle.findUnique({ where: { key: `sends:${account}` } })).to.equal(null)
  })

  it('says when one more may be sent', async () => {
    const opened = await send(await w.pendingPhone(await w.account()))
    if (!opened.ok) throw new Error(opened.why)
    const seconds = (opened.challenge.nextSendAt!.getTime() - Date.now()) / 1000
    expect(seconds).to.be.within(25, 31)
  })
})

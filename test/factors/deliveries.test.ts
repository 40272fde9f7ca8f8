import { randomUUID } from 'node:crypto'
import { expect } from 'chai'
import type { Via } from '../../src/factors/factor.js'
import { DEFAULT_POLICY } from '../../src/factors/policy.js'
import { sweepFactors } from '../../src/factors/sweep.js'
import { world, type World } from './world.js'

describe('what becomes of deliveries', () => {
  let w: World
  before(async () => (w = await world()))

  const sent = async (delivery: Via, factorId?: string) => {
    const origin = { channel: 'webchat', conversationId: randomUUID() }
    const id = factorId ?? (await w.pendingPhone(await w.account()))
    const opened = await w.factors.challenge({ factorId: id, purpose: 'link', delivery, locale: 'es', origin })
    if (!opened.ok) throw new Error(opened.why)
    const { id: challengeId, deliveryId } = opened.challenge
    const { code } = w.sent.at(-1)!
    return { ...origin, factorId: id, challengeId, deliveryId: deliveryId!, carrierSid: `SM${deliveryId}`, code }
  }
  const row = (id: string) => w.prisma.delivery.findUniqueOrThrow({ where: { id } })
  const wrongPair = (press: string) => (press === '11' ? '22' : '11')

  describe('a text', () => {
    it('moves forward only, and each change is told once', async () => {
      const { deliveryId, carrierSid, conversationId, challengeId } = await sent('sms')
      const told = { conversationId, challengeId, deliveryId }
      const settled = (status: 'sent' | 'delivered' | 'failed') =>
        w.deliveries.deliverySettled(deliveryId, { carrierSid, status })
      expect(await settled('sent')).to.equal(undefined)
      expect(await settled('delivered')).to.deep.equal({ ...told, status: 'delivered' })
      for (const late of ['sent', 'delivered', 'failed'] as const) expect(await settled(late)).to.equal(undefined)
      expect((await row(deliveryId)).status).to.equal('delivered')
    })

    it('is told once when the carrier says it twice at once', async () => {
      const { deliveryId, carrierSid } = await sent('sms')
      const report = { carrierSid, status: 'failed', why: 'unreachable', error: 30003 } as const
      const told = await Promise.all([1, 2, 3].map(() => w.deliveries.deliverySettled(deliveryId, report)))
      expect(told.filter((news) => news !== undefined)).to.have.length(1)
      expect(await row(deliveryId)).to.include({ status: 'failed', error: 30003 })
    })

    it('that did not arrive leaves the call to be chosen at once', async () => {
      const { challengeId, deliveryId, carrierSid } = await sent('sms')
      expect(await w.factors.send(challengeId, 'call')).to.include({ why: 'too_soon' })
      await w.deliveries.deliverySettled(deliveryId, { carrierSid, status: 'failed', why: 'landline', error: 30006 })
      expect(await w.factors.send(challengeId, 'sms')).to.include({ why: 'landline' })
      expect(await w.factors.send(challengeId, 'call')).to.include({ ok: true })
    })

    it('of another SID, or of no delivery of ours, is nothing', async () => {
      const { deliveryId } = await sent('sms')
      const report = { carrierSid: 'SMother', status: 'delivered' } as const
      expect(await w.deliveries.deliverySettled(deliveryId, report)).to.equal(undefined)
      expect(await w.deliveries.deliverySettled(randomUUID(), report)).to.equal(undefined)
      expect(await w.deliveries.deliverySettled('7', report)).to.equal(undefined)
      expect((await row(deliveryId)).status).to.equal('sent')
    })

    for (const why of ['landline', 'opted_out'] as const) {
      it(`that fails as ${why} keeps texts from the number, until policy has it forgotten`, async () => {
        const { deliveryId, carrierSid, factorId } = await sent('sms')
        await w.deliveries.deliverySettled(deliveryId, { carrierSid, status: 'failed', why })
        await w.later(31)
        const request = { factorId, purpose: 'link', delivery: 'sms', locale: 'en', origin: w.origin } as const
        expect(await w.factors.challenge(request)).to.include({ why })
        await w.prisma.$executeRaw`
          UPDATE number_note SET landline_until = now(), opted_out_until = now() FROM factor
          WHERE factor.id = ${factorId}::uuid AND factor.number_hash = number_note.number_hash`
        expect(await w.factors.challenge(request)).to.include({ ok: true })
      })
    }

    it('is not opened as a call', async () => {
      const { deliveryId } = await sent('sms')
      expect(await w.deliveries.openCall(deliveryId, 'CA1')).to.equal(undefined)
    })
  })

  describe('a call', () => {
    it('keeps its code until it ends', async () => {
      const call = await sent('call')
      expect((await row(call.deliveryId)).sealed)
        .to.be.a('string')
        .that.does.not.contain(call.code)
      await w.deliveries.deliverySettled(call.deliveryId, {
        carrierSid: call.carrierSid,
        status: 'failed',
        why: 'busy',
      })
      expect((await row(call.deliveryId)).sealed).to.equal(null)
    })

    it('gives the code for the two digits it asked for last, and then again', async () => {
      const { deliveryId, carrierSid, code, challengeId, conversationId } = await sent('call')
      expect(await w.deliveries.openCall(deliveryId, carrierSid)).to.deep.equal({
        challengeId,
        conversationId,
        locale: 'es',
        state: 'asking',
      })
      expect(await w.deliveries.callHeard(deliveryId), 'before the digits').to.equal(undefined)
      const first = (await w.deliveries.askPress(deliveryId, 1))!
      expect(first).to.match(/^[1-8]{2}$/)
      expect(await w.deliveries.askPress(deliveryId, 1), 'a repeated webhook').to.equal(first)
      expect(await w.deliveries.pressed(deliveryId, 1, wrongPair(first))).to.equal(undefined)
      const second = (await w.deliveries.askPress(deliveryId, 2))!
      expect(await w.deliveries.pressed(deliveryId, 1, first), 'the earlier digits').to.equal(undefined)
      expect(await w.deliveries.askPress(deliveryId, 3), 'no third asking').to.equal(undefined)
      expect(await w.deliveries.pressed(deliveryId, 2, second)).to.deep.equal({ code, minutes: 9 })
      expect(await w.deliveries.callHeard(deliveryId)).to.deep.equal({ code, minutes: 9 })
      expect(await w.deliveries.openCall(deliveryId, carrierSid)).to.include({ state: 'heard' })
    })

    it('is asked its second digits only after the first', async () => {
      const { deliveryId } = await sent('call')
      expect(await w.deliveries.askPress(deliveryId, 2)).to.equal(undefined)
    })

    it('is one call: another SID opens nothing', async () => {
      const { deliveryId } = await sent('call')
      expect(await w.deliveries.openCall(deliveryId, 'CAother')).to.equal(undefined)
    })

    const closings: [string, (call: Awaited<ReturnType<typeof sent>>) => Promise<unknown>, string][] = [
      ['revoked', ({ challengeId }) => w.factors.revoke(challengeId), 'revoked'],
      [
        'superseded',
        async ({ factorId }) => {
          await w.later(31)
          await w.challenged(factorId)
        },
        'over',
      ],
      ['right', ({ challengeId, code }) => w.factors.check(challengeId, code, w.origin), 'over'],
      [
        'guessed wrong five times',
        async ({ challengeId, code }) => {
          const wrong = code === '000000' ? '111111' : '000000'
          for (let i = 0; i < 5; i += 1) await w.factors.check(challengeId, wrong, w.origin)
        },
        'over',
      ],
    ]
    for (const [name, close, state] of closings) {
      it(`of a challenge that was ${name} gives nothing more, and its code is erased`, async () => {
        const call = await sent('call')
        const press = (await w.deliveries.askPress(call.deliveryId, 1))!
        await close(call)
        expect(await w.deliveries.openCall(call.deliveryId, call.carrierSid)).to.include({ state })
        expect(await w.deliveries.pressed(call.deliveryId, 1, press)).to.equal(undefined)
        expect((await row(call.deliveryId)).sealed).to.equal(null)
      })
    }

    it('whose code expired gives nothing, and is swept', async () => {
      const { deliveryId, carrierSid } = await sent('call')
      await w.deliveries.askPress(deliveryId, 1)
      await w.prisma
        .$executeRaw`UPDATE delivery SET expires_at = now() - interval '1 second' - interval '1 second' WHERE id = ${deliveryId}::uuid`
      expect(await w.deliveries.openCall(deliveryId, carrierSid)).to.include({ state: 'over' })
      while ((await sweepFactors(w.prisma, DEFAULT_POLICY)) > 0);
      expect((await row(deliveryId)).sealed).to.equal(null)
    })

    it('that ended without its code heard delivered nothing', async () => {
      const { deliveryId, carrierSid } = await sent('call')
      const news = await w.deliveries.deliverySettled(deliveryId, { carrierSid, status: 'delivered' })
      expect(news).to.include({ status: 'failed', why: 'unheard' })
    })

    it('unheard three times in a row stops calls to the number for a day; one that is heard forgives', async () => {
      const factorId = await w.pendingPhone(await w.account())
      const ring = async () => {
        await w.later(3600)
        return (await sent('call', factorId)).deliveryId
      }
      const unheard = async () => {
        const id = await ring()
        await w.deliveries.callUnheard(id)
        await w.deliveries.callUnheard(id)
      }
      await unheard()
      await unheard()
      const heard = await ring()
      await w.deliveries.pressed(heard, 1, (await w.deliveries.askPress(heard, 1))!)
      for (let i = 0; i < 3; i += 1) await unheard()
      const request = { factorId, purpose: 'link', locale: 'en', origin: w.origin } as const
      await w.later(3600)
      expect(await w.factors.challenge({ ...request, delivery: 'call' })).to.include({ why: 'calls_stopped' })
      expect(await w.factors.challenge({ ...request, delivery: 'sms' })).to.include({ ok: true })
    })

    it('is not made again when the owner of the number wants none', async () => {
      const { deliveryId, factorId } = await sent('call')
      await w.deliveries.stopCalls(deliveryId)
      const request = { factorId, purpose: 'link', delivery: 'call', locale: 'en', origin: w.origin } as const
      expect(await w.factors.challenge(request)).to.include({ why: 'calls_stopped' })
    })
  })

  it('is kept for the help desk for a while, and then deleted with its challenge', async () => {
    const { challengeId, deliveryId } = await sent('sms')
    while ((await sweepFactors(w.prisma, DEFAULT_POLICY)) > 0);
    expect(await row(deliveryId)).to.include({ challengeId })
    await w.prisma.$executeRaw`
      UPDATE challenge SET expires_at = expires_at - interval '31 days' WHERE id = ${challengeId}::uuid`
    while ((await sweepFactors(w.prisma, DEFAULT_POLICY)) > 0);
    expect(await w.prisma.delivery.count({ where: { id: deliveryId } })).to.equal(0)
  })

  it('what the throttle needs no more is swept; what it needs stays', async () => {
    const { factorId } = await sent('sms')
    const { accountId } = await w.prisma.factor.findUniqueOrThrow({ where: { id: factorId } })
    const key = `sends:${accountId}`
    await sweepFactors(w.prisma, DEFAULT_POLICY)
    expect(await w.prisma.throttle.count({ where: { key } })).to.equal(1)
    await w.prisma.throttle.update({ where: { key }, data: { idle: new Date(0) } })
    while ((await sweepFactors(w.prisma, DEFAULT_POLICY)) > 0);
    expect(await w.prisma.throttle.count({ where: { key } })).to.equal(0)
  })
})

import { randomUUID } from 'node:crypto'
import { expect } from 'chai'
import type { CheckRefusal, Purpose, SendRefusal, Via } from '../../src/factors/factor.js'
import { world, wrongFor, type World } from './world.js'

interface Asked {
  factorId: string
  purpose?: Purpose
  delivery?: Via | null
}

describe('why a factor is not challenged or accepted', () => {
  let w: World
  before(async () => (w = await world()))

  const ask = ({ factorId, purpose = 'link', delivery = 'sms' }: Asked) =>
    w.factors.challenge({
      factorId,
      purpose,
      locale: 'en',
      origin: w.origin,
      ...(delivery === null ? {} : { delivery }),
    })
  const account = (accountId: string, data: { lockedUntil: Date }) =>
    w.prisma.account.update({ where: { id: accountId }, data })
  const soon = () => new Date(Date.now() + 90_000)
  const pending = async () => w.pendingPhone(await w.account())

  const unopened: [string, SendRefusal, () => Promise<Asked>][] = [
    ['no factor', 'not_found', () => Promise.resolve({ factorId: randomUUID() })],
    ['linking what is linked', 'already_linked', async () => ({ factorId: await w.linkedPhone(await w.account()) })],
    ['verifying what is pending', 'not_linked', async () => ({ factorId: await pending(), purpose: 'verify' })],
    [
      'verifying what is disabled',
      'not_linked',
      async () => {
        const factorId = await w.linkedPhone(await w.account())
        await w.prisma.factor.update({ where: { id: factorId }, data: { status: 'disabled' } })
        return { factorId, purpose: 'verify' }
      },
    ],
    ['a phone without a delivery', 'no_delivery', async () => ({ factorId: await pending(), delivery: null })],
    [
      'a delivery to an app',
      'no_delivery',
      async () => ({ factorId: (await w.factors.enrolApp(await w.account())).id }),
    ],
    [
      'a locked account',
      'account_locked',
      async () => {
        const id = await w.account()
        const factorId = await w.pendingPhone(id)
        await account(id, { lockedUntil: soon() })
        return { factorId }
      },
    ],
    [
      'a locked account’s app',
      'account_locked',
      async () => {
        const id = await w.account()
        const factorId = (await w.factors.enrolApp(id)).id
        await account(id, { lockedUntil: soon() })
        return { factorId, delivery: null }
      },
    ],
    ...(['unreachable', 'blocked', 'not_sent'] as const).map((why): [string, SendRefusal, () => Promise<Asked>] => [
      `the carrier says ${why}`,
      why,
      async () => {
        const factorId = await pending()
        w.refusals.push(why)
        return { factorId }
      },
    ]),
  ]
  for (const [name, why, asked] of unopened) {
    it(`${name}: ${why}`, async () => {
      const request = await asked()
      const before = w.sent.length
      const refused = await ask(request)
      expect(refused).to.include({ ok: false, why })
      if (why === 'account_locked') expect(refused).to.have.property('retryAfter').within(80, 91)
      expect(w.sent).to.have.length(before)
    })
  }

  it('what the carrier refused leaves the challenge open, and no code in its row', async () => {
    const factorId = await pending()
    w.refusals.push('unreachable')
    await ask({ factorId })
    const row = await w.prisma.challenge.findFirstOrThrow({ where: { factorId }, include: { deliveries: true } })
    expect(row.closedAt).to.equal(null)
    expect(row.deliveries[0]).to.include({ status: 'failed', sealed: null })
    expect(await w.factors.send(row.id, 'call')).to.include({ ok: true })
  })

  type Closed = { id: string; accountId: string; factorId: string; code: string }
  const closings: [
    string,
    (open: Closed) => Promise<unknown>,
    CheckRefusal,
    send: SendRefusal,
    renew: SendRefusal | 'ok',
  ][] = [
    ['used', ({ id, code }) => w.factors.check(id, code, w.origin), 'used', 'challenge_closed', 'challenge_closed'],
    ['revoked', ({ id }) => w.factors.revoke(id), 'revoked', 'challenge_closed', 'challenge_closed'],
    [
      'superseded',
      ({ factorId }) => w.challenged(factorId, 'verify'),
      'revoked',
      'challenge_closed',
      'challenge_closed',
    ],
    [
      'closed by wrong guesses',
      async ({ id, code }) => {
        for (let i = 0; i < 5; i += 1) await w.factors.check(id, wrongFor(code), w.origin)
      },
      'locked',
      'challenge_closed',
      'ok',
    ],
    [
      'expired',
      ({ id }) =>
        w.prisma.$executeRaw`UPDATE challenge SET expires_at = now() - interval '1 second' WHERE id = ${id}::uuid`,
      'expired',
      'challenge_closed',
      'ok',
    ],
    [
      'open, but its account locked',
      ({ accountId }) => account(accountId, { lockedUntil: soon() }),
      'account_locked',
      'account_locked',
      'account_locked',
    ],
    [
      'open, but its factor disabled',
      ({ factorId }) => w.prisma.factor.update({ where: { id: factorId }, data: { status: 'disabled' } }),
      'disabled',
      'not_linked',
      'not_linked',
    ],
    [
      'gone with its factor',
      ({ factorId }) => w.prisma.factor.delete({ where: { id: factorId } }),
      'not_found',
      'not_found',
      'not_found',
    ],
  ]
  for (const [name, close, checked, sent, renewed] of closings) {
    it(`a challenge that is ${name}: check ${checked}, send ${sent}, renew ${renewed}`, async () => {
      const accountId = await w.account()
      const factorId = await w.linkedPhone(accountId)
      await w.later(31)
      const { challenge, code } = await w.challenged(factorId, 'verify')
      const { id } = challenge
      await w.later(31)
      await close({ id, accountId, factorId, code })
      await w.later(31)
      const answer = await w.factors.check(id, code, w.origin)
      expect(answer).to.include({ ok: false, why: checked })
      if (checked === 'account_locked') expect(answer).to.have.property('retryAfter').within(80, 91)
      expect(await w.factors.send(id, 'sms')).to.include({ ok: false, why: sent })
      const again = await w.factors.renew(id, 'sms', w.origin)
      expect(again.ok ? 'ok' : again.why).to.equal(renewed)
      if (again.ok) expect(again.challenge).to.include({ factorId, guessesLeft: 5 }).and.not.include({ id })
    })
  }

  it('no app is sent to', async () => {
    const { id } = await w.factors.enrolApp(await w.account())
    const opened = await ask({ factorId: id, delivery: null })
    if (!opened.ok) throw new Error(opened.why)
    expect(await w.factors.send(opened.challenge.id, 'sms')).to.include({ why: 'no_delivery' })
    expect(await w.factors.renew(opened.challenge.id, 'call', w.origin)).to.include({ why: 'no_delivery' })
  })

  it('a newer code extends the challenge, not the earlier code', async () => {
    const { challenge, code } = await w.challenged(await pending())
    await w.prisma
      .$executeRaw`UPDATE delivery SET expires_at = now() - interval '1 second' + interval '1 minute' WHERE challenge_id = ${challenge.id}::uuid`
    await w.prisma
      .$executeRaw`UPDATE challenge SET expires_at = now() - interval '1 second' + interval '1 minute' WHERE id = ${challenge.id}::uuid`
    await w.later(31)
    const again = await w.factors.send(challenge.id, 'call')
    if (!again.ok) throw new Error(again.why)
    expect((again.challenge.expiresAt.getTime() - Date.now()) / 1000).to.be.within(590, 601)
    await w.prisma.$executeRaw`
      UPDATE delivery SET expires_at = now() - interval '1 second' WHERE challenge_id = ${challenge.id}::uuid AND via = 'sms'`
    expect(await w.factors.check(challenge.id, code, w.origin)).to.include({ why: 'expired', left: 4 })
    const proved = await w.factors.check(challenge.id, w.sent.at(-1)!.code, w.origin)
    expect(proved.ok && proved.proof.amr).to.deep.equal(['otp', 'tel'])
  })
})

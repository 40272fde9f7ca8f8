import { expect } from 'chai'
import { world, type World, wrongFor } from './world.js'

describe('a check', () => {
  let w: World
  before(async () => (w = await world()))

  it('links with the right code, once', async () => {
    const account = await w.account()
    const { challenge, code } = await w.challenged(await w.pendingPhone(account))
    const checked = await w.factors.check(challenge.id, ` ${code.slice(0, 3)}-${code.slice(3)} `, w.origin)
    expect(checked).to.deep.include({ ok: true })
    expect(checked.ok && checked.proof.amr).to.deep.equal(['otp', 'sms'])
    expect(await w.factors.check(challenge.id, code, w.origin)).to.include({ why: 'used' })
    const [factor] = await w.factors.list(account)
    expect(factor).to.include({ status: 'active', method: 'phone', slot: 'primary', lastVia: 'sms' })
  })

  it('takes five guesses; the fifth says wrong, then it is locked for the right code too', async () => {
    const { challenge, code } = await w.challenged(await w.pendingPhone(await w.account()))
    for (const left of [4, 3, 2, 1, 0]) {
      const answer = await w.factors.check(challenge.id, wrongFor(code), w.origin)
      expect(answer).to.deep.include({ ok: false, why: 'wrong', left })
    }
    expect(await w.factors.check(challenge.id, code, w.origin)).to.include({ why: 'locked' })
  })

  it('a malformed entry costs nothing', async () => {
    const { challenge, code } = await w.challenged(await w.pendingPhone(await w.account()))
    for (const entry of ['', '12345', '1234567', 'abcdef', '12 34 5x']) {
      expect(await w.factors.check(challenge.id, entry, w.origin)).to.include({ why: 'malformed' })
    }
    expect(await w.factors.check(challenge.id, wrongFor(code), w.origin)).to.include({ left: 4 })
  })

  it('the right code as the fifth guess is right', async () => {
    const { challenge, code } = await w.challenged(await w.pendingPhone(await w.account()))
    for (let i = 0; i < 4; i += 1) await w.factors.check(challenge.id, wrongFor(code), w.origin)
    expect(await w.factors.check(challenge.id, code, w.origin)).to.include({ ok: true })
  })

  it('compares no guess too many when they come at once', async () => {
    const { challenge, code } = await w.challenged(await w.pendingPhone(await w.account()))
    const wrong = wrongFor(code)
    const answers = await Promise.all(Array.from({ length: 40 }, () => w.factors.check(challenge.id, wrong, w.origin)))
    const why = answers.map((answer) => (answer.ok ? 'right' : answer.why))
    expect(why.filter((reason) => reason === 'wrong')).to.have.length(5)
    expect(why.filter((reason) => reason === 'locked')).to.have.length(35)
  })

  it('is right once when it comes at once', async () => {
    const { challenge, code } = await w.challenged(await w.pendingPhone(await w.account()))
    const answers = await Promise.all(Array.from({ length: 10 }, () => w.factors.check(challenge.id, code, w.origin)))
    expect(answers.filter(({ ok }) => ok)).to.have.length(1)
  })

  it('an old code says so, and costs a guess', async () => {
    const { challenge, code } = await w.challenged(await w.pendingPhone(await w.account()))
    await w.prisma
      .$executeRaw`UPDATE delivery SET expires_at = now() - interval '1 second' WHERE challenge_id = ${challenge.id}::uuid`
    expect(await w.factors.check(challenge.id, code, w.origin)).to.deep.include({ why: 'expired', left: 4 })
    await w.prisma
      .$executeRaw`UPDATE challenge SET expires_at = now() - interval '1 second' WHERE id = ${challenge.id}::uuid`
    expect(await w.factors.check(challenge.id, code, w.origin)).to.include({ why: 'expired', left: 4 })
  })

  it('a code of one challenge proves nothing in another', async () => {
    const { code } = await w.challenged(await w.pendingPhone(await w.account()))
    const other = await w.challenged(await w.pendingPhone(await w.account()))
    if (code !== other.code)
      expect(await w.factors.check(other.challenge.id, code, w.origin)).to.include({ why: 'wrong' })
  })

  it('ten wrong in a row lock the account, twice as long the next time; a right one forgives', async () => {
    const account = await w.account()
    const id = await w.linkedPhone(account)
    const lot = async (): Promise<void> => {
      for (let i = 0; i < 2; i += 1) {
        await w.later(3600)
        const { challenge, code } = await w.challenged(id, 'verify')
        for (let guess = 0; guess < 5; guess += 1) await w.factors.check(challenge.id, wrongFor(code), w.origin)
      }
    }
    await lot()
    const opened = await w.factors.challenge({
      factorId: id,
      purpose: 'verify',
      delivery: 'sms',
      locale: 'en',
      origin: w.origin,
    })
    expect(opened)
      .to.deep.include({ ok: false, why: 'account_locked' })
      .and.have.property('retryAfter')
      .within(595, 601)
    await w.prisma
      .$executeRaw`UPDATE account SET locked_until = now() - interval '1 second' WHERE id = ${account}::uuid`
    await lot()
    const { lockedUntil } = await w.prisma.account.findUniqueOrThrow({ where: { id: account } })
    expect((lockedUntil!.getTime() - Date.now()) / 60_000).to.be.within(19, 20.1)
    await w.prisma
      .$executeRaw`UPDATE account SET locked_until = now() - interval '1 second' WHERE id = ${account}::uuid`
    await w.later(3600)
    const { challenge, code } = await w.challenged(id, 'verify')
    expect(await w.factors.check(challenge.id, code, w.origin)).to.include({ ok: true })
    expect(await w.prisma.account.findUniqueOrThrow({ where: { id: account } })).to.include({
      wrong: 0,
      lockedUntil: null,
    })
  })

  it('a hundred wrong in a row disable the factor', async () => {
    const account = await w.account()
    const id = await w.linkedPhone(account)
    await w.later(3600)
    await w.prisma.account.update({ where: { id: account }, data: { wrong: 99 } })
    const { challenge, code } = await w.challenged(id, 'verify')
    await w.factors.check(challenge.id, wrongFor(code), w.origin)
    expect(await w.factors.check(challenge.id, code, w.origin)).to.include({ why: 'disabled' })
    expect((await w.factors.list(account))[0]).to.include({ status: 'disabled' })
  })

  it('the one that disables a factor says so, and costs the account’s other factor nothing', async () => {
    const account = await w.account()
    const phone = await w.linkedPhone(account)
    const other = await w.linkedPhone(account, 'secondary')
    await w.later(3600)
    await w.prisma.account.update({ where: { id: account }, data: { wrong: 99 } })
    const { challenge, code } = await w.challenged(phone, 'verify')
    const last = await w.factors.check(challenge.id, wrongFor(code), w.origin)
    expect(last).to.include({ why: 'wrong', brings: 'disabled' })
    await w.prisma.account.update({ where: { id: account }, data: { lockedUntil: null } })
    const again = await w.challenged(other, 'verify')
    const wrong = await w.factors.check(again.challenge.id, wrongFor(again.code), w.origin)
    expect(wrong).to.deep.equal({ ok: false, why: 'wrong', left: 4 })
    const statuses = (await w.factors.list(account)).map(({ slot, status }) => `${slot} ${status}`)
    expect(statuses).to.have.members(['secondary active', 'primary disabled'])
  })

  it('the one that locks the account says for how long', async () => {
    const account = await w.account()
    const id = await w.linkedPhone(account)
    await w.later(3600)
    await w.prisma.account.update({ where: { id: account }, data: { wrong: 9 } })
    const { challenge, code } = await w.challenged(id, 'verify')
    const { retryAfter, ...last } = (await w.factors.check(challenge.id, wrongFor(code), w.origin)) as {
      retryAfter?: number
    }
    expect(last).to.include({ why: 'wrong', brings: 'account_locked' })
    expect(retryAfter).to.be.within(595, 601)
  })
})

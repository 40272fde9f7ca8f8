import { expect } from 'chai'
import { appCode } from '../support/authenticator.js'
import { someNumber } from '../support/numbers.js'
import { world } from './world.js'

type World = Awaited<ReturnType<typeof world>>

describe('factor service', () => {
  let w: World
  before(async () => (w = await world()))

  const pendingPhone = async (account: string, number = someNumber()) => {
    const enrolled = await w.factors.enrolPhone(account, { number })
    if (!enrolled.ok) throw new Error(enrolled.why)
    return enrolled.id
  }
  const challenged = async (factorId: string, purpose: 'link' | 'verify' = 'link') => {
    const opened = await w.factors.challenge({ factorId, purpose, delivery: 'sms', locale: 'en', origin: w.origin })
    if (!opened.ok) throw new Error(opened.why)
    return { challenge: opened.challenge, code: w.sent.at(-1)!.code }
  }
  const linkedPhone = async (account: string) => {
    const id = await pendingPhone(account)
    const { challenge, code } = await challenged(id)
    expect(await w.factors.check(challenge.id, code, w.origin)).to.include({ ok: true })
    return id
  }
  const wrongFor = (code: string) => (code === '000000' ? '111111' : '000000')

  describe('a number', () => {
    const rows: [string, string][] = [
      ['12', 'invalid_number'],
      ['555-555-0143', 'invalid_number'],
      ['900 234 5678', 'premium_number'],
      ['800 234 5678', 'toll_free'],
      ['202 555 0143 ext 12', 'extension'],
      ['+44 20 7946 0018', 'country_off'],
      ['not a number', 'invalid_number'],
    ]
    for (const [number, why] of rows) {
      it(`${number}: ${why}`, async () => {
        expect(await w.factors.enrolPhone(await w.account(), { number })).to.deep.include({ ok: false, why })
      })
    }

    it('is masked to two digits, and sealed', async () => {
      const account = await w.account()
      expect(await w.factors.enrolPhone(account, { number: '(202) 555-0143' })).to.include({ ok: true, masked: '••43' })
      const row = await w.prisma.factor.findFirstOrThrow({ where: { accountId: account } })
      expect(JSON.stringify({ ...row, lastStep: 0 })).not.to.contain('2025550143')
    })

    it('a second one must differ and needs a first', async () => {
      const account = await w.account()
      const early = await w.factors.enrolPhone(account, { number: '202-555-0143', slot: 'secondary' })
      expect(early).to.include({ why: 'primary_first' })
      const id = await linkedPhone(account)
      const number = (await w.factors.revealNumber(id))!
      const same = await w.factors.enrolPhone(account, { number, slot: 'secondary' })
      expect(same).to.include({ why: 'same_number' })
    })

    it('is linked by five accounts at most', async () => {
      const number = someNumber()
      const few = await world({ accountsPerNumber: 1 })
      const first = await few.factors.enrolPhone(await few.account(), { number })
      if (!first.ok) throw new Error(first.why)
      const opened = await few.factors.challenge({
        factorId: first.id,
        purpose: 'link',
        delivery: 'sms',
        locale: 'en',
        origin: few.origin,
      })
      if (!opened.ok) throw new Error(opened.why)
      await few.factors.check(opened.challenge.id, few.sent.at(-1)!.code, few.origin)
      expect(await few.factors.enrolPhone(await few.account(), { number })).to.include({ why: 'number_in_use' })
    })
  })

  describe('a check', () => {
    it('links with the right code, once', async () => {
      const account = await w.account()
      const { challenge, code } = await challenged(await pendingPhone(account))
      const checked = await w.factors.check(challenge.id, ` ${code.slice(0, 3)}-${code.slice(3)} `, w.origin)
      expect(checked).to.deep.include({ ok: true })
      expect(checked.ok && checked.proof.amr).to.deep.equal(['otp', 'sms'])
      expect(await w.factors.check(challenge.id, code, w.origin)).to.include({ why: 'used' })
      const [factor] = await w.factors.list(account)
      expect(factor).to.include({ status: 'active', method: 'phone', slot: 'primary', lastVia: 'sms' })
    })

    it('takes five guesses; the fifth says wrong, then it is locked for the right code too', async () => {
      const { challenge, code } = await challenged(await pendingPhone(await w.account()))
      for (const left of [4, 3, 2, 1, 0]) {
        const answer = await w.factors.check(challenge.id, wrongFor(code), w.origin)
        expect(answer).to.deep.include({ ok: false, why: 'wrong', left })
      }
      expect(await w.factors.check(challenge.id, code, w.origin)).to.include({ why: 'locked' })
    })

    it('a malformed entry costs nothing', async () => {
      const { challenge, code } = await challenged(await pendingPhone(await w.account()))
      for (const entry of ['', '12345', '1234567', 'abcdef', '12 34 5x']) {
        expect(await w.factors.check(challenge.id, entry, w.origin)).to.include({ why: 'malformed' })
      }
      expect(await w.factors.check(challenge.id, wrongFor(code), w.origin)).to.include({ left: 4 })
    })

    it('the right code as the fifth guess is right', async () => {
      const { challenge, code } = await challenged(await pendingPhone(await w.account()))
      for (let i = 0; i < 4; i += 1) await w.factors.check(challenge.id, wrongFor(code), w.origin)
      expect(await w.factors.check(challenge.id, code, w.origin)).to.include({ ok: true })
    })

    it('compares no guess too many when they come at once', async () => {
      const { challenge, code } = await challenged(await pendingPhone(await w.account()))
      const wrong = wrongFor(code)
      const answers = await Promise.all(
        Array.from({ length: 40 }, () => w.factors.check(challenge.id, wrong, w.origin)),
      )
      const why = answers.map((answer) => (answer.ok ? 'right' : answer.why))
      expect(why.filter((reason) => reason === 'wrong')).to.have.length(5)
      expect(why.filter((reason) => reason === 'locked')).to.have.length(35)
    })

    it('is right once when it comes at once', async () => {
      const { challenge, code } = await challenged(await pendingPhone(await w.account()))
      const answers = await Promise.all(Array.from({ length: 10 }, () => w.factors.check(challenge.id, code, w.origin)))
      expect(answers.filter(({ ok }) => ok)).to.have.length(1)
    })

    it('an old code says so, and costs a guess', async () => {
      const { challenge, code } = await challenged(await pendingPhone(await w.account()))
      await w.prisma.$executeRaw`UPDATE delivery SET expires_at = now() WHERE challenge_id = ${challenge.id}::uuid`
      expect(await w.factors.check(challenge.id, code, w.origin)).to.deep.include({ why: 'expired', left: 4 })
      await w.prisma.$executeRaw`UPDATE challenge SET expires_at = now() WHERE id = ${challenge.id}::uuid`
      expect(await w.factors.check(challenge.id, code, w.origin)).to.include({ why: 'expired', left: 4 })
    })

    it('a code of one challenge proves nothing in another', async () => {
      const { code } = await challenged(await pendingPhone(await w.account()))
      const other = await challenged(await pendingPhone(await w.account()))
      if (code !== other.code)
        expect(await w.factors.check(other.challenge.id, code, w.origin)).to.include({ why: 'wrong' })
    })

    it('ten wrong in a row lock the account, twice as long the next time; a right one forgives', async () => {
      const account = await w.account()
      const id = await linkedPhone(account)
      const lot = async (): Promise<void> => {
        for (let i = 0; i < 2; i += 1) {
          await w.later(3600)
          const { challenge, code } = await challenged(id, 'verify')
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
        .within(595, 600)
      await w.prisma.$executeRaw`UPDATE account SET locked_until = now() WHERE id = ${account}::uuid`
      await lot()
      const { lockedUntil } = await w.prisma.account.findUniqueOrThrow({ where: { id: account } })
      expect((lockedUntil!.getTime() - Date.now()) / 60_000).to.be.within(19, 20.1)
      await w.prisma.$executeRaw`UPDATE account SET locked_until = now() WHERE id = ${account}::uuid`
      await w.later(3600)
      const { challenge, code } = await challenged(id, 'verify')
      expect(await w.factors.check(challenge.id, code, w.origin)).to.include({ ok: true })
      expect(await w.prisma.account.findUniqueOrThrow({ where: { id: account } })).to.include({
        wrong: 0,
        lockedUntil: null,
      })
    })

    it('a hundred wrong in a row disable the factor', async () => {
      const account = await w.account()
      const id = await linkedPhone(account)
      await w.later(3600)
      await w.prisma.account.update({ where: { id: account }, data: { wrong: 99 } })
      const { challenge, code } = await challenged(id, 'verify')
      await w.factors.check(challenge.id, wrongFor(code), w.origin)
      expect(await w.factors.check(challenge.id, code, w.origin)).to.include({ why: 'disabled' })
      expect((await w.factors.list(account))[0]).to.include({ status: 'disabled' })
    })
  })

  describe('a send', () => {
    it('keeps 30 seconds, the earlier code and the budget', async () => {
      const { challenge, code } = await challenged(await pendingPhone(await w.account()))
      await w.factors.check(challenge.id, wrongFor(code), w.origin)
      expect(await w.factors.send(challenge.id, 'sms')).to.deep.include({ why: 'too_soon' })
      await w.later(31)
      const again = await w.factors.send(challenge.id, 'call')
      expect(again.ok && again.challenge).to.include({ id: challenge.id, guessesLeft: 4 })
      expect(await w.factors.check(challenge.id, code, w.origin)).to.include({ ok: true })
    })

    it('passes once when it comes at once', async () => {
      const id = await pendingPhone(await w.account())
      const request = { factorId: id, purpose: 'link', delivery: 'sms', locale: 'en', origin: w.origin } as const
      const opened = await Promise.all(Array.from({ length: 8 }, () => w.factors.challenge(request)))
      expect(opened.filter(({ ok }) => ok)).to.have.length(1)
    })

    it('on its first day an account tries three numbers', async () => {
      const account = await w.account()
      for (let i = 0; i < 3; i += 1) await challenged(await pendingPhone(account))
      const id = await pendingPhone(account)
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
        const id = await pendingPhone(await w.account())
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
      const id = await pendingPhone(await w.account(), '+52 55 5123 4567')
      const request = { factorId: id, purpose: 'link', locale: 'en', origin: w.origin } as const
      expect(await w.factors.challenge({ ...request, delivery: 'sms' })).to.include({ why: 'country_off' })
      expect(await w.factors.challenge({ ...request, delivery: 'call' })).to.include({ ok: true })
    })

    it('a new challenge closes the earlier one; renewing a closed one opens another', async () => {
      const id = await pendingPhone(await w.account())
      const first = await challenged(id)
      await w.later(31)
      const second = await challenged(id)
      expect(await w.factors.check(first.challenge.id, first.code, w.origin)).to.include({ why: 'revoked' })
      for (let i = 0; i < 5; i += 1) await w.factors.check(second.challenge.id, wrongFor(second.code), w.origin)
      await w.later(31)
      expect(await w.factors.send(second.challenge.id, 'sms')).to.include({ why: 'challenge_closed' })
      const third = await w.factors.renew(second.challenge.id, 'sms', w.origin)
      expect(third.ok && third.challenge.id).not.to.equal(second.challenge.id)
    })

    it('keeps no code once the carrier has the text', async () => {
      const { challenge } = await challenged(await pendingPhone(await w.account()))
      const [row] = await w.prisma.delivery.findMany({ where: { challengeId: challenge.id } })
      expect(row).to.include({ status: 'sent', sealed: null })
    })
  })

  describe('an app', () => {
    const linking = async (account: string) => {
      const { id, secret, otpauthUri } = await w.factors.enrolApp(account)
      const opened = await w.factors.challenge({ factorId: id, purpose: 'link', locale: 'en', origin: w.origin })
      if (!opened.ok) throw new Error(opened.why)
      return { id, secret, otpauthUri, challenge: opened.challenge }
    }

    it('is linked by its code, and no step counts twice', async () => {
      const { id, secret, otpauthUri, challenge } = await linking(await w.account())
      expect(secret).to.match(/^[A-Z2-7]{32}$/)
      expect(otpauthUri).to.match(/^otpauth:\/\/totp\/Ringback:/)
      expect(challenge).to.include({ nextSendAt: null, deliveryId: null })
      const code = appCode(secret)
      const checked = await w.factors.check(challenge.id, code, w.origin)
      expect(checked.ok && checked.proof.amr).to.deep.equal(['otp'])
      const again = await w.factors.challenge({ factorId: id, purpose: 'verify', locale: 'en', origin: w.origin })
      if (!again.ok) throw new Error(again.why)
      expect(await w.factors.check(again.challenge.id, code, w.origin)).to.include({ why: 'used' })
      const next = appCode(secret, 30)
      expect(await w.factors.check(again.challenge.id, next, w.origin)).to.include({ ok: true })
    })

    it('a code of a clock that is off is explained while linking, and not accepted', async () => {
      const { secret, challenge } = await linking(await w.account())
      const ahead = await w.factors.check(challenge.id, appCode(secret, 300), w.origin)
      expect(ahead).to.include({ ok: false, why: 'wrong' })
      expect(!ahead.ok && ahead.clockOff).to.be.within(270, 330)
    })

    it('keeps its key until it is proved, and shows it no more afterwards', async () => {
      const { id, secret, challenge } = await linking(await w.account())
      expect(await w.factors.revealApp(id)).to.include({ secret })
      await w.factors.check(challenge.id, appCode(secret), w.origin)
      expect(await w.factors.revealApp(id)).to.equal(undefined)
    })

    it('takes the place of the one that was there when it is proved, not before', async () => {
      const account = await w.account()
      const first = await linking(account)
      await w.factors.check(first.challenge.id, appCode(first.secret), w.origin)
      const second = await linking(account)
      expect((await w.factors.list(account)).map(({ status }) => status)).to.deep.equal(['active', 'pending'])
      await w.factors.check(second.challenge.id, appCode(second.secret), w.origin)
      expect((await w.factors.list(account)).map(({ id }) => id)).to.deep.equal([second.id])
    })
  })

  it('the last active factor is kept', async () => {
    const account = await w.account()
    const phone = await linkedPhone(account)
    expect(await w.factors.remove(account, phone, w.origin)).to.include({ why: 'last_factor' })
    const { id, secret } = await w.factors.enrolApp(account)
    const opened = await w.factors.challenge({ factorId: id, purpose: 'link', locale: 'en', origin: w.origin })
    if (!opened.ok) throw new Error(opened.why)
    await w.factors.check(opened.challenge.id, appCode(secret), w.origin)
    const both = await Promise.all([phone, id].map((factor) => w.factors.remove(account, factor, w.origin)))
    expect(both.map(({ ok }) => ok).sort()).to.deep.equal([false, true])
  })

  it('a revoked challenge gives and takes no code', async () => {
    const { challenge, code } = await challenged(await pendingPhone(await w.account()))
    await w.factors.revoke(challenge.id)
    expect(await w.factors.check(challenge.id, code, w.origin)).to.include({ why: 'revoked' })
    expect(await w.factors.renew(challenge.id, 'sms', w.origin)).to.include({ why: 'challenge_closed' })
  })
})

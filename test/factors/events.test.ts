import { expect } from 'chai'
import { takeGuess } from '../../src/factors/guess.js'
import { DEFAULT_POLICY } from '../../src/factors/policy.js'
import { appCode } from '../support/authenticator.js'
import { someNumber } from '../support/numbers.js'
import { world, wrongFor, type World } from './world.js'

describe('what is remembered of an account', () => {
  let w: World
  before(async () => (w = await world()))

  /** Oldest first. */
  const eventsOf = async (accountId: string) => {
    const rows = await w.prisma.event.findMany({ where: { accountId }, orderBy: { id: 'asc' } })
    return rows.map(({ type, outcome, channel }) => `${type} ${outcome} ${channel}`)
  }
  const api = { channel: 'api' }

  it('each step, without a code or number', async () => {
    const account = await w.account()
    const number = someNumber()
    const id = await w.pendingPhone(account, number)
    const { challenge, code } = await w.challenged(id)
    await w.factors.check(challenge.id, wrongFor(code), w.origin)
    await w.later(31)
    await w.factors.renew(challenge.id, 'call', { channel: 'voice' })
    await w.factors.check(challenge.id, code, { channel: 'voice' })
    await w.later(31)
    const again = await w.challenged(id, 'verify')
    await w.factors.revoke(again.challenge.id)
    expect(await eventsOf(account)).to.deep.equal([
      'enrol phone api',
      'send sms webchat',
      'check wrong webchat',
      'send call voice',
      'check linked voice',
      'send sms webchat',
      'revoke revoked call',
    ])
    const stored = JSON.stringify(await w.prisma.event.findMany({ where: { accountId: account } }), (_, value) =>
      typeof value === 'bigint' ? String(value) : (value as unknown),
    )
    expect(stored)
      .not.to.contain(number.slice(2))
      .and.not.to.match(new RegExp(`"${code}"`))
  })

  it('what a wrong guess brings about: a closed challenge, a locked account, a disabled factor', async () => {
    const account = await w.account()
    const id = await w.linkedPhone(account)
    const wrongs = async (times: number) => {
      await w.later(3600)
      const { challenge, code } = await w.challenged(id, 'verify')
      for (let i = 0; i < times; i += 1) await w.factors.check(challenge.id, wrongFor(code), w.origin)
    }
    await wrongs(5)
    await wrongs(5)
    await w.prisma.account.update({ where: { id: account }, data: { wrong: 99, lockedUntil: null } })
    await wrongs(1)
    const outcomes = (await eventsOf(account)).filter((event) => event.startsWith('check'))
    expect(outcomes).to.deep.equal([
      'check linked webchat',
      ...Array<string>(4).fill('check wrong webchat'),
      'check locked webchat',
      ...Array<string>(4).fill('check wrong webchat'),
      'check account_locked webchat',
      'check disabled webchat',
    ])
  })

  it('a code that was used, a factor that was removed, and one that another replaced', async () => {
    const account = await w.account()
    await w.linkedPhone(account)
    const link = async () => {
      const { id, secret } = await w.factors.enrolApp(account, 'webchat')
      const opened = await w.factors.challenge({ factorId: id, purpose: 'link', locale: 'en', origin: w.origin })
      if (!opened.ok) throw new Error(opened.why)
      await w.factors.check(opened.challenge.id, appCode(secret), w.origin)
      return { id, secret }
    }
    await link()
    const { id, secret } = await link()
    const again = await w.factors.challenge({ factorId: id, purpose: 'verify', locale: 'en', origin: w.origin })
    if (!again.ok) throw new Error(again.why)
    await w.factors.check(again.challenge.id, appCode(secret), w.origin)
    await w.factors.remove(account, id, api)
    expect((await eventsOf(account)).slice(3)).to.deep.equal([
      'enrol app webchat',
      'check linked webchat',
      'enrol app webchat',
      'remove replaced webchat',
      'check linked webchat',
      'check used webchat',
      'remove removed api',
    ])
  })

  it('when a factor was first active, and when it was last checked by the API', async () => {
    const account = await w.account()
    const row = () => w.prisma.account.findUniqueOrThrow({ where: { id: account } })
    expect(await row()).to.include({ everActiveAt: null, apiVerifiedAt: null })
    const id = await w.linkedPhone(account)
    const { everActiveAt, apiVerifiedAt } = await row()
    expect(everActiveAt).to.be.a('date')
    expect(apiVerifiedAt, 'a chat is not the API').to.equal(null)
    await w.later(31)
    const { challenge, code } = await w.challenged(id, 'verify')
    await w.factors.check(challenge.id, code, api)
    expect((await row()).everActiveAt).to.deep.equal(everActiveAt)
    expect((await row()).apiVerifiedAt).to.be.a('date')
  })

  it('a guess that was taken and never settled costs a guess and nothing else', async () => {
    const { challenge, code } = await w.challenged(await w.pendingPhone(await w.account()))
    const parts = { prisma: w.prisma, policy: DEFAULT_POLICY }
    expect(await takeGuess(parts, challenge.id)).to.include({ why: null, left: 4 })
    expect(await w.factors.check(challenge.id, wrongFor(code), w.origin)).to.include({ left: 3 })
    expect(await w.factors.check(challenge.id, code, w.origin)).to.include({ ok: true })
  })

  it('a right guess undoes what taking it brought about: the lock at the tenth, the end at the hundredth', async () => {
    const account = await w.account()
    const id = await w.linkedPhone(account)
    for (const wrong of [9, 99]) {
      await w.later(3600)
      await w.prisma.account.update({ where: { id: account }, data: { wrong } })
      const { challenge, code } = await w.challenged(id, 'verify')
      expect(await w.factors.check(challenge.id, code, w.origin)).to.include({ ok: true })
      const row = await w.prisma.account.findUniqueOrThrow({ where: { id: account } })
      expect(row).to.include({ wrong: 0, lockedUntil: null })
      expect((await w.factors.list(account))[0]).to.include({ id, status: 'active' })
    }
  })
})

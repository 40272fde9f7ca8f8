import { expect } from 'chai'
import { appCode } from '../support/authenticator.js'
import { someNumber } from '../support/numbers.js'
import { world, wrongFor, type World } from './world.js'

/** So many at once. */
const atOnce = <Answer>(times: number, ask: () => Promise<Answer>): Promise<Answer[]> =>
  Promise.all(Array.from({ length: times }, ask))

const whys = (answers: readonly ({ ok: true } | { ok: false; why: string })[]): string[] =>
  answers.map((answer) => (answer.ok ? 'ok' : answer.why))

describe('factors, at once', () => {
  let w: World
  before(async () => {
    const many = { max: 1000, seconds: 600 }
    w = await world({ sendGap: 0, sendsPerNumber: many, sendsPerAccount: many, sendsPerUnprovedNumber: many })
  })

  const openApp = async (account: string) => {
    const { id, secret } = await w.factors.enrolApp(account)
    const opened = await w.factors.challenge({ factorId: id, purpose: 'link', locale: 'en', origin: w.origin })
    if (!opened.ok) throw new Error(opened.why)
    return { id, secret, challenge: opened.challenge }
  }

  it('fifty wrong guesses are compared five times', async () => {
    const { challenge, code } = await w.challenged(await w.pendingPhone(await w.account()))
    const answers = whys(await atOnce(50, () => w.factors.check(challenge.id, wrongFor(code), w.origin)))
    expect(answers.filter((why) => why === 'wrong')).to.have.length(5)
    expect(answers.filter((why) => why === 'locked')).to.have.length(45)
  })

  it('wrong guesses at several challenges of one account lock it at the tenth', async () => {
    const account = await w.account()
    const app = await openApp(account)
    await w.linkedPhone(account)
    const verifying = await w.challenged((await w.factors.list(account))[0]!.id, 'verify')
    const guesses = await Promise.all([
      atOnce(5, () => w.factors.check(app.challenge.id, wrongFor(appCode(app.secret)), w.origin)),
      atOnce(5, () => w.factors.check(verifying.challenge.id, wrongFor(verifying.code), w.origin)),
    ])
    expect(whys(guesses.flat())).to.deep.equal(Array(10).fill('wrong'))
    const row = await w.prisma.account.findUniqueOrThrow({ where: { id: account } })
    expect(row.wrong).to.equal(10)
    expect(row.lockedUntil!.getTime()).to.be.greaterThan(Date.now())
  })

  it('twenty right codes are right once, and none of them locks', async () => {
    const account = await w.account()
    const { challenge, code } = await w.challenged(await w.pendingPhone(account))
    const answers = whys(await atOnce(20, () => w.factors.check(challenge.id, code, w.origin)))
    expect(answers.filter((why) => why === 'ok')).to.have.length(1)
    expect(answers.filter((why) => why === 'used' || why === 'locked')).to.have.length(19)
    expect(await w.prisma.account.findUniqueOrThrow({ where: { id: account } })).to.include({
      wrong: 0,
      lockedUntil: null,
    })
  })

  it('guesses at one account never stand in each other’s way', async () => {
    for (let round = 0; round < 15; round += 1) {
      const { challenge, code } = await w.challenged(await w.pendingPhone(await w.account()))
      const answers = whys(await atOnce(10, () => w.factors.check(challenge.id, wrongFor(code), w.origin)))
      expect(answers.filter((why) => why === 'wrong')).to.have.length(5)
    }
  })

  it('one code of an app is right once', async () => {
    const account = await w.account()
    const { id, secret, challenge } = await openApp(account)
    await w.factors.check(challenge.id, appCode(secret), w.origin)
    const again = await w.factors.challenge({ factorId: id, purpose: 'verify', locale: 'en', origin: w.origin })
    if (!again.ok) throw new Error(again.why)
    const next = appCode(secret, 30)
    const answers = whys(await atOnce(4, () => w.factors.check(again.challenge.id, next, w.origin)))
    expect(answers.sort()).to.deep.equal(['ok', 'used', 'used', 'used'])
  })

  it('of challenges that are opened at once, one stays open', async () => {
    const { id } = await w.factors.enrolApp(await w.account())
    await atOnce(8, () => w.factors.challenge({ factorId: id, purpose: 'link', locale: 'en', origin: w.origin }))
    const challenges = await w.prisma.challenge.findMany({ where: { factorId: id }, select: { closedWhy: true } })
    expect(challenges.filter(({ closedWhy }) => closedWhy === null)).to.have.length(1)
    expect(challenges.filter(({ closedWhy }) => closedWhy === 'superseded')).to.have.length(7)
  })

  it('of factors that are enrolled at once, one is pending', async () => {
    const account = await w.account()
    await atOnce(6, () => w.factors.enrolApp(account))
    expect(await w.factors.list(account)).to.have.length(1)
  })

  it('a number that is enrolled in both slots at once is in one', async () => {
    const account = await w.account()
    await w.linkedPhone(account)
    const number = someNumber()
    await Promise.all(
      (['primary', 'secondary'] as const).map((slot) => w.factors.enrolPhone(account, { number, slot })),
    )
    const pending = (await w.factors.list(account)).filter(({ status }) => status === 'pending')
    expect(pending).to.have.length(1)
  })

  it('a check, a challenge, one more code, a revocation and an enrolment are never in the way of one another', async () => {
    for (let round = 0; round < 8; round += 1) {
      const account = await w.account()
      const number = someNumber()
      const factorId = await w.pendingPhone(account, number)
      const { challenge, code } = await w.challenged(factorId)
      const request = { factorId, purpose: 'link', delivery: 'sms', locale: 'en', origin: w.origin } as const
      await Promise.all([
        w.factors.challenge(request),
        w.factors.check(challenge.id, code, w.origin),
        w.factors.challenge(request),
        w.factors.send(challenge.id, 'call'),
        w.factors.enrolPhone(account, { number }),
        w.factors.revoke(challenge.id),
        w.factors.remove(account, factorId, w.origin),
        w.factors.check(challenge.id, code, w.origin),
      ])
    }
  })
})

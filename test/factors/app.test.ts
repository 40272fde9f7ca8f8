import { expect } from 'chai'
import { appCode } from '../support/authenticator.js'
import { world, type World } from './world.js'

describe('an app', () => {
  let w: World
  before(async () => (w = await world()))

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

import { expect } from 'chai'
import { appCode } from '../support/authenticator.js'
import { world, type World } from './world.js'

describe('removing a factor', () => {
  let w: World
  before(async () => (w = await world()))

  it('the last active factor is kept', async () => {
    const account = await w.account()
    const phone = await w.linkedPhone(account)
    expect(await w.factors.remove(account, phone, w.origin)).to.include({ why: 'last_factor' })
    const { id, secret } = await w.factors.enrolApp(account)
    const opened = await w.factors.challenge({ factorId: id, purpose: 'link', locale: 'en', origin: w.origin })
    if (!opened.ok) throw new Error(opened.why)
    await w.factors.check(opened.challenge.id, appCode(secret), w.origin)
    const both = await Promise.all([phone, id].map((factor) => w.factors.remove(account, factor, w.origin)))
    expect(both.map(({ ok }) => ok).sort()).to.deep.equal([false, true])
  })

  it('a second phone takes the place of the first', async () => {
    const account = await w.account()
    const [first, second] = [await w.linkedPhone(account), await w.linkedPhone(account, 'secondary')]
    expect(await w.factors.remove(account, first, w.origin)).to.include({ ok: true })
    const [left, ...more] = await w.factors.list(account)
    expect(left).to.include({ id: second, slot: 'primary', status: 'active' })
    expect(more).to.deep.equal([])
    await w.linkedPhone(account, 'secondary')
  })
})

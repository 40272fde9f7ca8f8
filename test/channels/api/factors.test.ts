import { randomUUID } from 'node:crypto'
import { expect } from 'chai'
import { outcomeOf } from './promised.js'
import { randomNumber, RelyingParty } from './relyingParty.js'
import { appCode } from '../../support/authenticator.js'

describe('factors by the API', () => {
  const party = new RelyingParty()
  before(() => party.open())
  after(() => party.stop())

  /** [entry, expected] */
  const numbers: [object, string][] = [
    [{ number: '12' }, '422 invalid_number'],
    [{ number: '' }, '400 bad_request'],
    [{ number: '+1 900 555 0199' }, '422 premium_number'],
    [{ number: '+1 800 555 0199' }, '422 toll_free'],
    [{ number: '+1 202 555 0199 ext. 12' }, '422 extension'],
    [{ number: '+44 20 7946 0018' }, '422 country_off'],
    [{ number: '020 7946 0018', country: 'gb' }, '422 country_off'],
    [{ number: '+1 202 555 0199', slot: 'secondary' }, '409 primary_first'],
  ]
  for (const [entry, expected] of numbers) {
    it(`${JSON.stringify(entry)} → ${expected}`, async () => {
      const account = await party.newAccount()
      expect(outcomeOf(await party.send(`/v1/accounts/${account}/factors`, { method: 'phone', ...entry }))).to.equal(
        expected,
      )
    })
  }

  it('lists what was linked, and shows two digits of a number', async () => {
    const number = randomNumber()
    const { account, factor } = await party.newPhone(number)
    await party.send(`/v1/accounts/${account}/factors`, { method: 'app' })
    const { status, body } = await party.get(`/v1/accounts/${account}/factors`)
    expect(status).to.equal(200)
    const [phone, app] = body['factors'] as Record<string, unknown>[]
    expect(phone).to.have.all.keys('id', 'method', 'slot', 'status', 'masked', 'linkedAt', 'lastUsedAt')
    expect(phone).to.deep.include({ id: factor, method: 'phone', slot: 'primary', status: 'active' })
    expect(phone?.['masked']).to.equal(`••${number.slice(-2)}`)
    expect(phone?.['linkedAt']).to.match(/Z$/)
    expect(app).to.deep.include({ method: 'app', status: 'pending', masked: null, linkedAt: null, lastUsedAt: null })
    expect(app).not.to.have.property('slot')
  })

  it('replaces a pending one, and an active one only when the new one is proved', async () => {
    const account = await party.newAccount()
    const pending = await party.send(`/v1/accounts/${account}/factors`, { method: 'app' })
    const first = await party.send(`/v1/accounts/${account}/factors`, { method: 'app' })
    expect(first.body['id']).not.to.equal(pending.body['id'])
    expect(await party.statuses(account)).to.deep.equal({ [String(first.body['id'])]: 'pending' })
    await party.check(await party.challenge(first.body['id'], 'link'), appCode(first.body['secret'] as string))

    const second = await party.send(`/v1/accounts/${account}/factors`, { method: 'app' })
    expect(await party.statuses(account)).to.deep.equal({
      [String(first.body['id'])]: 'active',
      [String(second.body['id'])]: 'pending',
    })
    await party.check(await party.challenge(second.body['id'], 'link'), appCode(second.body['secret'] as string))
    expect(await party.statuses(account)).to.deep.equal({ [String(second.body['id'])]: 'active' })
  })

  it('refuses the number of the other phone, and one that five accounts have', async () => {
    const number = randomNumber()
    const { account } = await party.newPhone(number)
    const same = await party.send(`/v1/accounts/${account}/factors`, { method: 'phone', number, slot: 'secondary' })
    expect(outcomeOf(same)).to.equal('409 same_number')
    for (let other = 0; other < 4; other++) await party.newPhone(number)
    const sixth = await party.newAccount()
    const refused = await party.send(`/v1/accounts/${sixth}/factors`, { method: 'phone', number })
    expect(outcomeOf(refused)).to.equal('422 number_in_use')
  })

  it('removes one, and keeps the last', async () => {
    const { account, factor } = await party.newPhone()
    expect(outcomeOf(await party.delete(`/v1/accounts/${account}/factors/${factor}`))).to.equal('409 last_factor')
    const app = await party.newApp(account)
    const removed = await party.delete(`/v1/accounts/${account}/factors/${factor}`)
    expect(removed.status).to.equal(204)
    expect(await party.statuses(account)).to.deep.equal({ [app]: 'active' })
    expect(outcomeOf(await party.delete(`/v1/accounts/${account}/factors/${factor}`))).to.equal('404 not_found')
    expect(outcomeOf(await party.delete(`/v1/accounts/${account}/factors/${randomUUID()}`))).to.equal('404 not_found')
  })

  it('keeps one of two that are removed at the same moment', async () => {
    const { account, factor } = await party.newPhone()
    const app = await party.newApp(account)
    const both = await Promise.all([factor, app].map((id) => party.delete(`/v1/accounts/${account}/factors/${id}`)))
    expect(both.map(({ status }) => status)).to.have.members([204, 409])
    expect(Object.keys(await party.statuses(account))).to.have.length(1)
  })

  it('removes no other account’s', async () => {
    const { account } = await party.newPhone()
    const { factor } = await party.newPhone()
    expect(outcomeOf(await party.delete(`/v1/accounts/${account}/factors/${factor}`))).to.equal('404 not_found')
  })
})

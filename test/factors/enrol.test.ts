import { expect } from 'chai'
import { someNumber } from '../support/numbers.js'
import { world, type World } from './world.js'

describe('a number that is linked', () => {
  let w: World
  before(async () => (w = await world()))

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
    const id = await w.linkedPhone(account)
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

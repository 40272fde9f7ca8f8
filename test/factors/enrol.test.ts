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

  it('is linked by so many accounts at most, however many began to', async () => {
    const number = someNumber()
    const few = await world({ accountsPerNumber: 1, sendGap: 0 })
    const [first, second, third] = await Promise.all(
      [1, 2, 3].map(async () => few.pendingPhone(await few.account(), number)),
    )
    const [one, other] = [await few.challenged(first!), await few.challenged(second!)]
    expect(await few.factors.check(one.challenge.id, one.code, few.origin)).to.include({ ok: true })
    expect(await few.factors.check(other.challenge.id, other.code, few.origin)).to.include({ why: 'revoked' })
    const request = { purpose: 'link', delivery: 'sms', locale: 'en', origin: few.origin } as const
    expect(await few.factors.challenge({ ...request, factorId: third! })).to.include({ why: 'number_in_use' })
    expect(await few.factors.send(other.challenge.id, 'sms')).to.include({ why: 'number_in_use' })
    expect(await few.factors.enrolPhone(await few.account(), { number })).to.include({ why: 'number_in_use' })
  })

  it('is in one slot of an account, however it came there', async () => {
    const number = someNumber()
    const account = await w.account()
    await w.linkedPhone(account)
    const second = await w.challenged(await w.pendingPhone(account, number, 'secondary'))
    // As if two enrolments had looked before either was kept.
    await w.prisma.$executeRaw`
      UPDATE factor SET number_hash = (SELECT number_hash FROM factor WHERE id = ${second.challenge.factorId}::uuid)
      WHERE account_id = ${account}::uuid AND slot = 'primary'`
    expect(await w.factors.check(second.challenge.id, second.code, w.origin)).to.include({ why: 'revoked' })
    await w.later(31)
    expect(await w.factors.send(second.challenge.id, 'sms')).to.include({ why: 'same_number' })
  })

  it('is no second phone once the first is gone', async () => {
    const account = await w.account()
    const { id } = await w.prisma.factor.create({
      data: { accountId: account, method: 'app', status: 'active', sealed: 'an app' },
    })
    const first = await w.linkedPhone(account)
    const second = await w.challenged(await w.pendingPhone(account, someNumber(), 'secondary'))
    expect(await w.factors.remove(account, first, w.origin)).to.include({ ok: true })
    expect(await w.factors.check(second.challenge.id, second.code, w.origin)).to.include({ why: 'revoked' })
    expect(await w.factors.send(second.challenge.id, 'call')).to.include({ why: 'primary_first' })
    expect(
      (await w.factors.list(account)).filter(({ status }) => status === 'active').map((one) => one.id),
    ).to.deep.equal([id])
  })
})

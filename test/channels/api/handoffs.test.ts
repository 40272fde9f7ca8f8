import { randomInt } from 'node:crypto'
import { expect } from 'chai'
import { outcomeOf } from './promised.js'
import { RelyingParty } from './relyingParty.js'
import { testDatabase } from '../../support/database.js'

describe('a caller who was handed over, by the API', () => {
  const party = new RelyingParty()
  before(() => party.open())
  after(() => party.stop())

  const handOver = async (number: string, minutes: number): Promise<string> => {
    const { prisma, keyring } = await testDatabase()
    const accountId = await party.newAccount()
    await prisma.handoff.create({
      data: {
        numberHash: Uint8Array.from(keyring.hash('token', 'handoff', number)),
        accountId,
        method: 'phone',
        at: new Date(),
        expiresAt: new Date(Date.now() + minutes * 60_000),
      },
    })
    return accountId
  }

  it('is told once, by the number as the agent writes it', async () => {
    const account = await handOver('48201937', 10)
    const told = await party.get('/v1/handoffs/4820-1937')
    expect(told.status).to.equal(200)
    expect(told.body).to.include({ account, method: 'phone' })
    expect(outcomeOf(await party.get('/v1/handoffs/48201937'))).to.equal('404 not_found')
  })

  it('is not told after ten minutes', async () => {
    const number = String(randomInt(1e7, 1e8))
    await handOver(number, -1)
    expect(outcomeOf(await party.get(`/v1/handoffs/${number}`))).to.equal('404 not_found')
  })
})

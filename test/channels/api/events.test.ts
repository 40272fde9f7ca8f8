import { expect } from 'chai'
import { randomNumber, RelyingParty } from './relyingParty.js'

interface Event {
  at: string
  type: string
  factorId?: string
  channel: string
  outcome: string
}

describe('events by the API', () => {
  const party = new RelyingParty()
  before(() => party.open())
  after(() => party.stop())

  it('tells what happened, newest first, and nothing secret', async () => {
    const number = randomNumber()
    const { account, factor } = await party.newPhone(number)
    const { status, body } = await party.get(`/v1/accounts/${account}/events`)
    expect(status).to.equal(200)
    expect(body).to.have.all.keys('events')
    const events = body['events'] as Event[]
    expect(events).not.to.be.empty
    for (const event of events) expect(event).to.include.all.keys('at', 'type', 'channel', 'outcome')
    const times = events.map(({ at }) => Date.parse(at))
    expect(times).to.deep.equal(times.toSorted((a, b) => b - a))
    expect(events.map(({ factorId }) => factorId)).to.include(factor)
    expect(events.map(({ channel }) => channel)).to.include('api')
    expect(JSON.stringify(body)).not.to.contain(number.slice(2)).and.not.to.contain(party.post.parcels.at(-1)?.code)
  })

  it('pages through more than a hundred', async () => {
    const account = await party.newAccount()
    await party.prisma.event.createMany({
      data: Array.from({ length: 250 }, (_, at) => ({
        accountId: account,
        type: 'test',
        channel: 'api',
        outcome: String(at),
      })),
    })
    const seen: string[] = []
    let next: unknown = undefined
    let pages = 0
    do {
      const before = typeof next === 'string' ? `?before=${next}` : ''
      const { body } = await party.get(`/v1/accounts/${account}/events${before}`)
      seen.push(...(body['events'] as Event[]).filter(({ type }) => type === 'test').map(({ outcome }) => outcome))
      next = body['next']
      pages++
    } while (next !== undefined)
    expect(pages).to.equal(3)
    expect(seen).to.deep.equal(Array.from({ length: 250 }, (_, at) => String(249 - at)))
  })
})

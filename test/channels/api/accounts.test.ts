import { expect } from 'chai'
import { randomEmail } from '../../support/database.js'
import { RelyingParty } from './relyingParty.js'

describe('accounts by the API', () => {
  const party = new RelyingParty()
  before(() => party.open())
  after(() => party.stop())

  it('makes one without anything, and finds it by its number as it is shown', async () => {
    const made = await party.send('/v1/accounts')
    expect(made.status).to.equal(201)
    expect(made.body).to.have.all.keys('id', 'number')
    const number = made.body['number'] as string
    expect(number).to.match(/^\d{11}$/)
    const shown = `${number.slice(0, 3)}-${number.slice(3, 7)}-${number.slice(7)}`
    for (const query of [number, shown]) {
      const found = await party.get(`/v1/accounts?number=${query}`)
      expect(found.status).to.equal(200)
      expect(found.body).to.deep.equal(made.body)
    }
  })

  it('makes one with an address, once, and finds it by the address in any case', async () => {
    const email = randomEmail()
    const made = await party.send('/v1/accounts', { email, locale: 'es-MX' })
    expect(made.status).to.equal(201)
    const again = await party.send('/v1/accounts', { email: email.toUpperCase() })
    expect(again.status).to.equal(409)
    expect(again.body['error']).to.include({ code: 'email_in_use' })
    const found = await party.get(`/v1/accounts?email=${encodeURIComponent(email.toUpperCase())}`)
    expect(found.body).to.deep.equal(made.body)
    const row = await party.prisma.account.findUniqueOrThrow({ where: { id: made.body['id'] as string } })
    expect(row).to.include({ locale: 'es', madeBy: 'api', email })
  })

  it('makes one of two at the same moment', async () => {
    const email = randomEmail()
    const both = await Promise.all([party.send('/v1/accounts', { email }), party.send('/v1/accounts', { email })])
    expect(both.map(({ status }) => status)).to.have.members([201, 409])
  })

  it('takes English where there are no words for a language', async () => {
    const made = await party.send('/v1/accounts', { locale: 'fi' })
    const row = await party.prisma.account.findUniqueOrThrow({ where: { id: made.body['id'] as string } })
    expect(row.locale).to.equal('en')
  })

  it('makes a sign-in link that ends in ten minutes', async () => {
    const { body: account } = await party.send('/v1/accounts')
    const made = await party.send(`/v1/accounts/${String(account['id'])}/sign-in-links`)
    expect(made.status).to.equal(201)
    expect(made.body).to.have.all.keys('url', 'expiresAt')
    expect(made.body['url']).to.match(/^https?:\/\/\S+[\w-]{20}/)
    expect(Date.parse(made.body['expiresAt'] as string) - Date.now()).to.be.within(9 * 60_000, 11 * 60_000)
    expect(party.logged.join('')).not.to.contain(made.body['url'])
  })
})

import { expect } from 'chai'
import { randomUUID } from 'node:crypto'
import { RelyingParty } from './relyingParty.js'

describe('the API’s keys', () => {
  const party = new RelyingParty()
  const keyless = new RelyingParty()
  before(async () => {
    await party.open()
    await keyless.open(new Map())
  })
  after(async () => {
    await party.stop()
    await keyless.stop()
  })

  const headers: [string, string | undefined][] = [
    ['none', undefined],
    ['another scheme', `Basic ${btoa('portal:a:secret')}`],
    ['no pair', 'Bearer portal'],
    ['an empty secret', 'Bearer portal:'],
    ['half a secret', 'Bearer portal:a'],
    ['a longer secret', 'Bearer portal:a:secret:'],
    ['another id', 'Bearer other:a:secret'],
    ['an unknown id and no secret', 'Bearer other:'],
    ['an empty id', 'Bearer :a:secret'],
  ]
  for (const [name, authorization] of headers) {
    it(`${name} → 401`, async () => {
      const response = await fetch(`${party.url}/v1/accounts?number=1`, {
        headers: authorization === undefined ? {} : { authorization },
      })
      expect(response.status).to.equal(401)
      expect(response.headers.get('www-authenticate')).to.equal('Bearer')
      expect(((await response.json()) as { error: { code: string } }).error.code).to.equal('unauthorized')
    })
  }

  it('a known pair is let in, whatever the scheme’s case', async () => {
    const response = await fetch(`${party.url}/v1/accounts?number=1`, {
      headers: { authorization: 'bearer portal:a:secret' },
    })
    expect(response.status).to.equal(404)
  })

  it('every call but the document needs one', async () => {
    const calls = [
      ['POST', '/v1/accounts'],
      ['GET', '/v1/accounts?number=1'],
      ['POST', `/v1/accounts/${randomUUID()}/sign-in-links`],
      ['GET', `/v1/accounts/${randomUUID()}/factors`],
      ['POST', `/v1/accounts/${randomUUID()}/factors`],
      ['DELETE', `/v1/accounts/${randomUUID()}/factors/${randomUUID()}`],
      ['GET', `/v1/accounts/${randomUUID()}/events`],
      ['POST', '/v1/challenges'],
      ['POST', `/v1/challenges/${randomUUID()}/send`],
      ['POST', `/v1/challenges/${randomUUID()}/check`],
    ] as const
    for (const [method, path] of calls) {
      expect((await fetch(`${party.url}${path}`, { method })).status, `${method} ${path}`).to.equal(401)
    }
    expect((await fetch(`${party.url}/v1/openapi.json`)).status).to.equal(200)
  })

  it('without configured pairs none is known', async () => {
    expect((await keyless.get('/v1/accounts?number=1')).status).to.equal(401)
    expect((await fetch(`${keyless.url}/v1/openapi.json`)).status).to.equal(200)
  })

  it('no secret is logged, and each call names its key', async () => {
    await party.get('/v1/accounts?number=1')
    expect(party.logged.join('')).to.contain('"key":"portal"').and.not.to.contain('a:secret')
  })
})

import { randomUUID } from 'node:crypto'
import { expect } from 'chai'
import { outcomeOf } from './promised.js'
import { RelyingParty } from './relyingParty.js'

const id = randomUUID()

/** [call, body, expected] */
const script: [string, unknown, string][] = [
  ['POST /v1/accounts', [], '400 bad_request'],
  ['POST /v1/accounts', { email: 'not an address' }, '400 bad_request'],
  ['POST /v1/accounts', { email: 'a\u0000@example.org' }, '400 bad_request'],
  ['POST /v1/accounts', { email: `${'a'.repeat(65)}@example.org` }, '400 bad_request'],
  ['POST /v1/accounts', { locale: 'e' }, '400 bad_request'],
  ['POST /v1/accounts', { mail: 'a@example.org' }, '400 bad_request'],
  ['GET /v1/accounts', undefined, '400 bad_request'],
  ['GET /v1/accounts?number=40718255306&email=a@example.org', undefined, '400 bad_request'],
  ['GET /v1/accounts?number=1&number=2', undefined, '400 bad_request'],
  ['GET /v1/accounts?number=nothing', undefined, '404 not_found'],
  ['GET /v1/accounts?number=40718255306%00', undefined, '404 not_found'],
  ['GET /v1/accounts?email=nobody@example.org', undefined, '404 not_found'],
  ['GET /v1/accounts?email=a%00', undefined, '400 bad_request'],
  ['GET /v1/accounts?email=a%00@example.org', undefined, '400 bad_request'],
  ['POST /v1/accounts/1/sign-in-links', undefined, '404 not_found'],
  [`POST /v1/accounts/${id}/sign-in-links`, undefined, '404 not_found'],
  ['GET /v1/accounts/1/factors', undefined, '404 not_found'],
  [`GET /v1/accounts/${id}/factors`, undefined, '404 not_found'],
  [`GET /v1/accounts/${id}%00/factors`, undefined, '404 not_found'],
  [`POST /v1/accounts/${id}/factors`, { method: 'app' }, '404 not_found'],
  [`POST /v1/accounts/${id}/factors`, undefined, '400 bad_request'],
  [`POST /v1/accounts/${id}/factors`, { method: 'passkey' }, '400 bad_request'],
  [`POST /v1/accounts/${id}/factors`, { method: 'app', slot: 'primary' }, '400 bad_request'],
  [`POST /v1/accounts/${id}/factors`, { method: 'phone' }, '400 bad_request'],
  [`POST /v1/accounts/${id}/factors`, { method: 'phone', number: 2025550143 }, '400 bad_request'],
  [`POST /v1/accounts/${id}/factors`, { method: 'phone', number: '2', country: 'XX' }, '400 bad_request'],
  [`POST /v1/accounts/${id}/factors`, { method: 'phone', number: '2', country: 'USA' }, '400 bad_request'],
  [`POST /v1/accounts/${id}/factors`, { method: 'phone', number: '2', slot: 'third' }, '400 bad_request'],
  [`DELETE /v1/accounts/${id}/factors/${id}`, undefined, '404 not_found'],
  ['DELETE /v1/accounts/1/factors/1', undefined, '404 not_found'],
  [`GET /v1/accounts/${id}/events`, undefined, '404 not_found'],
  [`GET /v1/accounts/${id}/events?before=yesterday`, undefined, '400 bad_request'],
  ['POST /v1/challenges', { factorId: id, purpose: 'verify' }, '404 not_found'],
  ['POST /v1/challenges', { factorId: 'one', purpose: 'verify' }, '400 bad_request'],
  ['POST /v1/challenges', { factorId: id }, '400 bad_request'],
  ['POST /v1/challenges', { factorId: id, purpose: 'sign-in' }, '400 bad_request'],
  ['POST /v1/challenges', { factorId: id, purpose: 'verify', delivery: 'fax' }, '400 bad_request'],
  ['POST /v1/challenges', { factorId: id, purpose: 'verify', clientIp: '1.2.3' }, '400 bad_request'],
  [`POST /v1/challenges/${id}/send`, { delivery: 'sms' }, '404 not_found'],
  ['POST /v1/challenges/1/send', { delivery: 'sms' }, '404 not_found'],
  [`POST /v1/challenges/${id}/send`, {}, '400 bad_request'],
  [`POST /v1/challenges/${id}/check`, { code: '123456' }, '404 not_found'],
  ['POST /v1/challenges/1/check', { code: '123456' }, '404 not_found'],
  [`POST /v1/challenges/${id}/check`, { code: 123456 }, '400 bad_request'],
  [`POST /v1/challenges/${id}/check`, { code: ['123456'] }, '400 bad_request'],
  [`POST /v1/challenges/${id}/check`, {}, '400 bad_request'],
]

describe('what the API does not take', () => {
  const party = new RelyingParty()
  before(() => party.open())
  after(() => party.stop())

  for (const [call, body, expected] of script) {
    it(`${call} ${body === undefined ? '' : JSON.stringify(body)} → ${expected}`, async () => {
      const [method = '', path = ''] = call.split(' ')
      expect(outcomeOf(await party.call(method, path, body))).to.equal(expected)
    })
  }

  it('says which field is wrong, and not what was in it', async () => {
    const { body } = await party.send('/v1/challenges', { factorId: id, purpose: 'nonsense', fax: 1 })
    const { message } = body['error'] as { message: string }
    expect(message).to.contain('purpose').and.to.contain('"fax"').and.not.to.contain('nonsense')
  })

  it('repeats few of the fields that it does not take, and little of each', async () => {
    const names = Array.from({ length: 2_000 }, (_, at) => `${at}${'x'.repeat(20)}`)
    for (const fields of [Object.fromEntries(names.map((name) => [name, 1])), { [names.join()]: 1 }]) {
      const { body } = await party.send('/v1/accounts', fields)
      expect(JSON.stringify(body).length).to.be.below(400)
    }
  })

  const JSON_LIKE = 'application/merge-patch+json'
  const raw: [string, RequestInit, number, string][] = [
    ['null', { body: 'null', headers: { 'content-type': 'application/json' } }, 400, 'bad_request'],
    ['bytes', { body: '{"locale":"en"}', headers: { 'content-type': 'application/octet-stream' } }, 415, 'media_type'],
    ['a form in parts', { body: formData() }, 415, 'media_type'],
    ['bytes without a type', { body: Buffer.from('{"locale":"en"}') }, 415, 'media_type'],
    ['another kind of JSON', { body: '{"locale":"en"}', headers: { 'content-type': JSON_LIKE } }, 415, 'media_type'],
    ['broken JSON', { body: '{', headers: { 'content-type': 'application/json' } }, 400, 'bad_request'],
    ['a form', { body: new URLSearchParams({ locale: 'en' }) }, 415, 'media_type'],
    ['plain text', { body: '{"locale":"en"}', headers: { 'content-type': 'text/plain' } }, 415, 'media_type'],
    [
      'a body over 64 KiB',
      { body: JSON.stringify({ locale: 'x'.repeat(70_000) }), headers: { 'content-type': 'application/json' } },
      413,
      'too_large',
    ],
  ]
  for (const [name, init, status, code] of raw) {
    it(`${name} → ${status} ${code}`, async () => {
      const headers = {
        authorization: 'Bearer portal:a:secret',
        ...(init.headers as Record<string, string> | undefined),
      }
      const response = await fetch(`${party.url}/v1/accounts`, { method: 'POST', ...init, headers })
      expect(response.status).to.equal(status)
      expect(((await response.json()) as { error: { code: string } }).error.code).to.equal(code)
    })
  }

  it('an address that is not there answers 404 in JSON', async () => {
    const response = await fetch(`${party.url}/v1/nothing`, { headers: { authorization: 'Bearer portal:a:secret' } })
    expect(response.status).to.equal(404)
    expect(((await response.json()) as { error: { code: string } }).error.code).to.equal('not_found')
  })
})

function formData(): FormData {
  const form = new FormData()
  form.set('locale', 'en')
  return form
}

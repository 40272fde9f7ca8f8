import { expect } from 'chai'
import { isCrossSite, isOwnOrigin } from '../../src/web/crossSite.js'
import { errorOf, Site } from './site.js'

describe('requests from other sites', () => {
  let site: Site
  before(async () => (site = await Site.open()))
  after(() => site.close())

  const POSTS = [
    '/sign-in',
    '/sign-up',
    '/sign-up/confirm',
    '/sign-up/again',
    '/sign-out',
    '/session/renew',
    '/session/extend',
    '/enter/x',
    '/pair/x',
  ]
  const cases: [what: string, headers: (host: string) => Record<string, string>, refused: boolean][] = [
    ['no browser’s headers', () => ({}), false],
    ['Sec-Fetch-Site same-origin', () => ({ 'sec-fetch-site': 'same-origin' }), false],
    ['Sec-Fetch-Site none', () => ({ 'sec-fetch-site': 'none' }), false],
    ['same-origin without an origin to show', () => ({ 'sec-fetch-site': 'same-origin', origin: 'null' }), false],
    ['the origin of the host that a proxy asks for', (host) => ({ origin: `http://${host}` }), true],
    ['the public origin', () => ({ origin: 'http://localhost:3978' }), false],
    ['Sec-Fetch-Site cross-site', () => ({ 'sec-fetch-site': 'cross-site' }), true],
    ['Sec-Fetch-Site same-site', () => ({ 'sec-fetch-site': 'same-site' }), true],
    ['another origin', () => ({ origin: 'https://evil.example' }), true],
    ['no origin to show', () => ({ origin: 'null' }), true],
    [
      'another origin that says same-origin',
      () => ({ 'sec-fetch-site': 'same-origin', origin: 'https://x.example' }),
      true,
    ],
  ]
  for (const [what, headers, refused] of cases) {
    it(`with ${what}: ${refused ? 'refused' : 'taken'}`, async () => {
      for (const path of POSTS) {
        const answer = await site.browser().fetch(path, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers(new URL(site.served.url).host) },
          body: '{}',
        })
        expect(answer.status === 403, path).to.equal(refused)
        if (refused) expect((await errorOf(answer)).code).to.equal('cross_site')
      }
    })
  }
})

describe('an origin', () => {
  const PUBLIC = 'https://mfa.example.gov'
  const rows: [publicUrl: string, host: string, loopback: boolean, origin: string, own: boolean][] = [
    [PUBLIC, 'mfa.example.gov', false, 'https://mfa.example.gov', true],
    [PUBLIC, 'inside:8080', false, 'https://mfa.example.gov', true],
    [PUBLIC, 'mfa.example.gov', false, 'http://mfa.example.gov', false],
    [PUBLIC, 'mfa.example.gov', false, 'https://mfa.example.gov:8443', false],
    [PUBLIC, 'other.example', false, 'http://other.example', false],
    [PUBLIC, 'localhost:3978', true, 'http://localhost:3978', true],
    ['http://localhost:3978', '127.0.0.1:3978', true, 'http://127.0.0.1:3978', true],
    ['http://localhost:3978', 'localhost:3978', true, 'https://localhost:3978', false],
    ['http://localhost:3978', 'localhost:3978', true, 'http://localhost:4000', false],
    ['http://localhost:3978', '192.0.2.1:3978', false, 'http://192.0.2.1:3978', false],
  ]
  for (const [publicUrl, host, loopback, origin, own] of rows) {
    it(`${origin} is ${own ? '' : 'not '}ours at ${host}, publicly ${publicUrl}`, () => {
      expect(isOwnOrigin(origin, { host, loopback }, publicUrl)).to.equal(own)
      expect(isCrossSite({ headers: { origin, host }, loopback }, publicUrl)).to.equal(!own)
    })
  }
})

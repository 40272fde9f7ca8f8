import { gzipSync } from 'node:zlib'
import { expect } from 'chai'
import type { Incoming, Route } from '../../src/http/route.js'
import { serve, type Served } from '../support/serve.js'

const seen = ({ params, query, body, cookies, client, loopback }: Incoming) => ({
  params,
  query: Object.fromEntries(query),
  body,
  cookies,
  client,
  loopback,
})

const ROUTES: Route[] = [
  { method: 'POST', path: '/seen/:id', handle: (incoming) => Promise.resolve({ status: 200, json: seen(incoming) }) },
  { method: 'GET', path: '/seen/:id', handle: (incoming) => Promise.resolve({ status: 200, json: seen(incoming) }) },
  { method: 'DELETE', path: '/seen/:id', handle: () => Promise.resolve({ status: 204 }) },
  { method: 'GET', path: '/late', handle: () => Promise.reject(new Error('a secret of the library')) },
  {
    method: 'GET',
    path: '/early',
    handle: () => {
      throw new Error('a secret of the library')
    },
  },
  { method: 'GET', path: '/once', getOnly: true, handle: () => Promise.resolve({ status: 200, json: {} }) },
  { method: 'GET', path: '/page', handle: () => Promise.resolve({ status: 200, html: '<p>Hello' }) },
  {
    method: 'GET',
    path: '/cookie',
    handle: () => Promise.resolve({ status: 303, headers: { location: '/page', 'set-cookie': ['a=1', 'b=2'] } }),
  },
]

const FORM = 'application/x-www-form-urlencoded'
const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)

interface Reply {
  status: number
  headers: Headers
  json: ReturnType<typeof seen> & { error?: { code: string; message: string } }
}

describe('the HTTP server', () => {
  let server: Served
  before(async () => (server = await serve(ROUTES)))
  after(() => server.close())

  async function ask(path: string, init?: RequestInit): Promise<Reply> {
    const response = await fetch(`${server.url}${path}`, { redirect: 'manual', ...init })
    const text = await response.text()
    const json = (text.startsWith('{') ? JSON.parse(text) : {}) as Reply['json']
    return { status: response.status, headers: response.headers, json }
  }
  const post = (body: string | Buffer, type = 'application/json', headers: Record<string, string> = {}) =>
    ask('/seen/1', { method: 'POST', body, headers: { 'content-type': type, ...headers } })

  it('reads path, query, cookies, JSON and forms', async () => {
    const { json } = await ask('/seen/a%2Fb?x=1&y=%C3%A9', { headers: { cookie: 'sid=abc; other=1' } })
    expect(json).to.deep.include({
      params: { id: 'a/b' },
      query: { x: '1', y: 'é' },
      cookies: { sid: 'abc', other: '1' },
    })
    expect((await post('{"code": "007419"}')).json.body).to.deep.equal({ code: '007419' })
    expect((await post('email=a%40example.org&x=', FORM)).json.body).to.deep.equal({ email: 'a@example.org', x: '' })
  })

  it('takes a body of 64 KiB and none longer', async () => {
    const padded = (length: number) => JSON.stringify('x'.repeat(length - 2))
    expect((await post(padded(64 * 1024))).status).to.equal(200)
    const { status, json } = await post(padded(64 * 1024 + 1))
    expect([status, json.error?.code]).to.deep.equal([413, 'too_large'])
  })

  it('takes a body 32 deep and none deeper', async () => {
    expect((await post(nested(32))).status).to.equal(200)
    for (const depth of [33, 30_000]) {
      const { status, json } = await post(nested(depth))
      expect([status, json.error?.code]).to.deep.equal([400, 'bad_request'])
    }
  })

  it('takes no text that a database would not keep', async () => {
    for (const body of ['{"a": "\\u0000"}', '{"a": ["\\ud83d"]}', '{"\\u0000": 1}']) {
      expect((await post(body)).status, body).to.equal(400)
    }
    expect((await post('{"a": "\\ud83d\\ude00"}')).status).to.equal(200)
  })

  it('takes a body of a type that it reads, and none of another', async () => {
    const unread = [
      'application/octet-stream',
      'multipart/form-data; boundary=x',
      'text/plain',
      'text/json',
      'constructor',
    ]
    for (const type of [...unread, 'application/merge-patch+json', '']) {
      const { status, json } = await post(Buffer.from('{"code": "007419"}'), type)
      expect([status, json.error?.code], type).to.deep.equal([415, 'media_type'])
      expect((await post(Buffer.alloc(64 * 1024 + 1), type)).status, type).to.equal(413)
      expect((await post('', type)).status, type).to.equal(200)
    }
    for (const type of ['application/json; charset=utf-8', 'Application/JSON', 'application/json ;x=y']) {
      expect((await post('{"code": "007419"}', type)).json.body, type).to.deep.equal({ code: '007419' })
    }
  })

  it('looks at a body in pieces as at a whole one', async () => {
    const pieces = (...texts: string[]): RequestInit => ({
      method: 'POST',
      body: new ReadableStream({
        start(controller) {
          for (const text of texts) controller.enqueue(Buffer.from(text))
          controller.close()
        },
      }),
      duplex: 'half',
    })
    expect((await ask('/seen/1', pieces('{}'))).status).to.equal(415)
    expect((await ask('/seen/1', pieces())).status).to.equal(200)
    const half = 'x'.repeat(40_000)
    const json = { headers: { 'content-type': 'application/json' } }
    expect((await ask('/seen/1', { ...pieces(`"${half}`, `${half}"`), ...json })).status).to.equal(413)
    expect((await ask('/seen/1', { ...pieces('{"a":', '1}'), ...json })).json.body).to.deep.equal({ a: 1 })
  })

  it('makes a list of a form’s field that stands twice', async () => {
    expect((await post('a=1&a=2&__proto__=3', FORM)).json.body).to.deep.equal({ a: ['1', '2'], ['__proto__']: '3' })
  })

  const refusals: [string, () => Promise<Reply>, number, string][] = [
    ['a body of a type that is not read', () => post('{}', 'text/plain'), 415, 'media_type'],
    ['a body that is too long', () => post(JSON.stringify('x'.repeat(70_000))), 413, 'too_large'],
    ['bad JSON', () => post('{"code": 0074'), 400, 'bad_request'],
    [
      'a compressed body',
      () => post(gzipSync('{}'), 'application/json', { 'content-encoding': 'gzip' }),
      415,
      'encoding',
    ],
    ['an unknown address', () => ask('/nowhere'), 404, 'not_found'],
    ['a method that an address does not take', () => ask('/page', { method: 'DELETE' }), 405, 'method_not_allowed'],
    ['a path that is not well formed', () => ask('/seen/%E0%A4%A'), 404, 'not_found'],
    ['a handler that rejects', () => ask('/late'), 500, 'internal'],
    ['a handler that throws', () => ask('/early'), 500, 'internal'],
  ]
  for (const [what, send, status, code] of refusals) {
    it(`answers ${what} with ${status} in our own words`, async () => {
      const reply = await send()
      expect([reply.status, reply.json.error?.code]).to.deep.equal([status, code])
      expect(Object.keys(reply.json)).to.deep.equal(['error'])
      expect(Object.keys(reply.json.error ?? {})).to.deep.equal(['code', 'message'])
      expect(JSON.stringify(reply.json)).not.to.match(/secret|restify|Error|stack|JSON at|position/)
      expect(reply.headers.get('content-type')).to.match(/^application\/json/)
      expect(reply.headers.get('cache-control')).to.equal('no-store')
      expect(reply.headers.get('x-content-type-options')).to.equal('nosniff')
      expect(reply.headers.get('referrer-policy')).to.equal('no-referrer')
    })
  }

  it('keeps the same headers where there is no body, and whatever the client would rather have', async () => {
    const head = await fetch(`${server.url}/nowhere`, { method: 'HEAD' })
    expect([head.status, head.headers.get('cache-control')]).to.deep.equal([404, 'no-store'])
    const { status, json } = await ask('/nowhere', { headers: { accept: 'text/plain' } })
    expect([status, json.error?.code]).to.deep.equal([404, 'not_found'])
  })

  it('logs a failure by its route, without its message', () => {
    const lines = server.logged.filter((line) => line.includes('GET /late'))
    expect(lines).to.have.length(1)
    expect(lines[0]).to.contain('server.test.ts').and.not.to.contain('secret')
  })

  it('keeps pages and answers out of caches and tells no server', async () => {
    const { headers } = await ask('/page')
    expect(headers.get('cache-control')).to.equal('no-store')
    expect(headers.get('x-content-type-options')).to.equal('nosniff')
    expect(headers.get('content-type')).to.equal('text/html; charset=utf-8')
    expect(headers.get('server')).to.be.oneOf([null, ''])
  })

  it('answers HEAD as GET, without the body, where the answer is not given once', async () => {
    const response = await fetch(`${server.url}/page`, { method: 'HEAD' })
    expect([response.status, response.headers.get('content-length'), await response.text()]).to.deep.equal([
      200,
      '8',
      '',
    ])
    expect((await ask('/once', { method: 'HEAD' })).status).to.equal(405)
  })

  it('sends several cookies, and no length where there is no body', async () => {
    expect((await ask('/cookie')).headers.getSetCookie()).to.deep.equal(['a=1', 'b=2'])
    const { status, headers } = await ask('/seen/1', { method: 'DELETE' })
    expect([status, headers.get('content-length')]).to.deep.equal([204, null])
  })
})

import { IncomingMessage, ServerResponse } from 'node:http'
import { connect, Socket } from 'node:net'
import { expect } from 'chai'
import type { Route } from '../../src/http/route.js'
import { createServer } from '../../src/http/server.js'
import { openLog } from '../../src/log.js'
import { serve, type Served } from '../support/serve.js'

const ROUTES: Route[] = [
  { method: 'GET', path: '/page', handle: () => Promise.resolve({ status: 200, html: '<p>Hello' }) },
  {
    method: 'GET',
    path: '/seen/:id',
    handle: ({ params, query }) => Promise.resolve({ status: 200, json: { params, query: Object.fromEntries(query) } }),
  },
  { method: 'POST', path: '/seen/:id', handle: ({ body }) => Promise.resolve({ status: 200, json: body }) },
]

/** What clients of node's own never send, as it goes over the connection. */
describe('a connection', () => {
  let server: Served
  before(async () => (server = await serve(ROUTES)))
  after(() => server.close())

  /** Everything that comes back until the connection is closed. */
  function raw(text: string): Promise<string> {
    return new Promise((resolve, reject) => {
      let answer = ''
      const socket = connect(server.port, '127.0.0.1')
      socket.setEncoding('utf8').on('data', (part: string) => (answer += part))
      socket.on('error', reject).on('close', () => resolve(answer))
      socket.write(text)
    })
  }

  const unreadable: [string, string, number][] = [
    ['no HTTP', 'nonsense\r\n\r\n', 400],
    ['two lengths', 'POST /seen/1 HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', 400],
    ['headers that are too long', `GET /page HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
  ]
  for (const [what, text, status] of unreadable) {
    it(`answers ${what} with ${status} in our own words, and hangs up`, async () => {
      const [head = '', body = ''] = (await raw(text)).split('\r\n\r\n')
      expect(head).to.match(new RegExp(`^HTTP/1.1 ${status} \\w`))
      expect(head)
        .to.match(/^cache-control: no-store\r?$/m)
        .and.to.match(/^x-content-type-options: nosniff\r?$/m)
      expect(head)
        .to.match(/^referrer-policy: no-referrer\r?$/m)
        .and.to.match(/^connection: close\r?$/m)
      expect((JSON.parse(body) as { error: { code: string } }).error.code).to.equal('bad_request')
    })
  }

  it('answers nothing, and logs nothing, when the client has gone', async () => {
    const head =
      'POST /seen/1 HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 10\r\n\r\n'
    const before = server.logged.length
    for (const end of ['end', 'resetAndDestroy', 'destroy'] as const) {
      const socket = connect(server.port, '127.0.0.1').on('error', () => undefined)
      await new Promise<void>((resolve) => socket.write(`${head}a=1`, () => resolve()))
      const closed = new Promise((resolve) => socket.resume().once('close', resolve))
      socket[end]()
      await closed
    }
    expect((await fetch(`${server.url}/page`)).status).to.equal(200)
    expect(server.logged.slice(before)).to.deep.equal([])
  })

  it('that was cut before its request was looked at is not answered, and no failure', async () => {
    const logged: string[] = []
    const log = openLog('trace', { write: (line) => void logged.push(line) })
    const { server: node } = createServer(ROUTES, { trustProxy: 0, log })
    const request = new IncomingMessage(new Socket())
    Object.assign(request, { method: 'GET', url: '/page', headers: { host: 'localhost' } })
    const response = new ServerResponse(request)
    node.emit('request', request, response)
    request.push(null)
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect([response.headersSent, logged]).to.deep.equal([false, []])
  })

  describe('an offer of another protocol', () => {
    const offer = (request: string, more = '') =>
      `${request} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n` +
      `HTTP2-Settings: AAMAAABkAAQAAP__\r\n${more}\r\n`
    const closing = 'GET /seen/2 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'

    it('is ignored, and the connection goes on', async () => {
      const answers = await raw(`${offer('GET /seen/1?a=b')}${closing}`)
      expect(answers.match(/HTTP\/1.1 200 /g)).to.have.length(2)
      expect(answers).to.contain('"query":{"a":"b"}').and.to.contain('"id":"2"')
    })

    it('is ignored with a body too', async () => {
      const body = JSON.stringify({ a: 'x'.repeat(60_000), é: 'ü' })
      const more = `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n`
      const answers = await raw(`${offer('POST /seen/1', more)}${body}${closing}`)
      expect(answers.match(/HTTP\/1.1 200 /g)).to.have.length(2)
      expect(answers).to.contain(body)
    })
  })

  describe('a target or a Host that is not well formed', () => {
    const get = (target: string, host: string) =>
      raw(`GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
    const rows: [target: string, host: string][] = [
      ['http://[/page', 'localhost'],
      ['http://localhost/page', 'localhost'],
      ['*', 'localhost'],
      ['/page', '['],
      ['/page', 'a b'],
      ['/page', 'localhost:99999'],
      ['/page', '1.2.3.4.5'],
      ['/nowhere', 'localhost/page?'],
      ['/nowhere', 'localhost/page#'],
      ['/nowhere', 'localhost\\page?'],
      ['/page', 'someone@localhost'],
    ]
    for (const [target, host] of rows) {
      it(`GET ${target}, Host: ${host} → 400`, async () => {
        expect(await get(target, host)).to.match(/^HTTP\/1.1 400 [^]*"bad_request"/)
      })
    }

    it('is refused alone: the others are served', async () => {
      expect(await get('//[/../../page', 'localhost')).to.match(/^HTTP\/1.1 200 /)
      expect((await fetch(`${server.url}/page`)).status).to.equal(200)
    })
  })
})

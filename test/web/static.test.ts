import { readFile } from 'node:fs/promises'
import { request, type IncomingMessage } from 'node:http'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect } from 'chai'
import { ROOT } from '../../src/root.js'
import { createStaticRoutes } from '../../src/web/static.js'
import { serve, type Served } from '../support/serve.js'

describe('static files', () => {
  let server: Served
  before(async () => (server = await serve(createStaticRoutes())))
  after(() => server.close())

  /** As they are on the wire: fetch would resolve dots and unpack gzip. */
  function get(address: string, headers: Record<string, string> = {}): Promise<IncomingMessage & { bytes: Buffer }> {
    return new Promise((resolve, reject) => {
      request({ host: '127.0.0.1', port: server.port, path: address, headers }, (response) => {
        const parts: Buffer[] = []
        response.on('data', (part: Buffer) => parts.push(part))
        response.on('end', () => resolve(Object.assign(response, { bytes: Buffer.concat(parts) })))
      })
        .on('error', reject)
        .end()
    })
  }

  it('serves Web Chat, gzipped to who takes it', async () => {
    const plain = await get('/static/webchat.js')
    expect(plain.statusCode).to.equal(200)
    expect(plain.headers['content-type']).to.equal('text/javascript; charset=utf-8')
    expect(plain.headers['content-encoding']).to.equal(undefined)
    expect(plain.headers.vary).to.equal('accept-encoding')
    const zipped = await get('/static/webchat.js', { 'accept-encoding': 'br, gzip;q=0.8' })
    expect(zipped.headers['content-encoding']).to.equal('gzip')
    expect(zipped.bytes.length).to.be.lessThan(plain.bytes.length / 3)
    expect(gunzipSync(zipped.bytes).equals(plain.bytes)).to.equal(true)
    const file = path.join(ROOT, 'node_modules/botframework-webchat/dist/webchat-minimal.js')
    expect(plain.bytes.equals(await readFile(file))).to.equal(true)
  })

  const codings: [string, string | undefined][] = [
    ['gzip', 'gzip'],
    ['deflate,gzip', 'gzip'],
    ['gzip;q=1.0, identity; q=0.5', 'gzip'],
    ['gzip;q=0', undefined],
    ['gzip; q=0.000, identity', undefined],
    ['identity', undefined],
    ['x-gzip-not', undefined],
  ]
  for (const [accepted, expected] of codings) {
    it(`Accept-Encoding: ${accepted} → ${expected ?? 'plain'}`, async () => {
      const { headers } = await get('/static/webchat.js', { 'accept-encoding': accepted })
      expect(headers['content-encoding']).to.equal(expected)
    })
  }

  it('answers 304 while the file is the same', async () => {
    const { headers } = await get('/static/webchat.js')
    expect(headers['cache-control']).to.equal('public, no-cache')
    const etag = headers.etag ?? ''
    for (const known of [etag, `"other", ${etag}`, '*']) {
      const again = await get('/static/webchat.js', { 'if-none-match': known })
      expect([again.statusCode, again.bytes.length, again.headers.etag]).to.deep.equal([304, 0, etag])
    }
    expect((await get('/static/webchat.js', { 'if-none-match': '"other"' })).statusCode).to.equal(200)
  })

  for (const address of [
    '/static/',
    '/static/nothing.js',
    '/static/tsconfig.json',
    '/static/webchat-minimal.js',
    '/static/../package.json',
    '/static/..%2F..%2Fpackage.json',
    '/static/%2e%2e%2fserver.ts',
    '/static/client/../../package.json',
    '/static//etc/passwd',
    '/static/webchat.js%00.css',
    '/static/__proto__',
  ]) {
    it(`${address} → 404`, async () => expect((await get(address)).statusCode).to.equal(404))
  }
})

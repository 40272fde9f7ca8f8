import { request } from 'node:http'
import { connect } from 'node:net'
import { expect } from 'chai'
import { serve, type Served } from '../support/serve.js'

describe('loopback', () => {
  let server: Served
  before(
    async () =>
      (server = await serve([
        { method: 'GET', path: '/', handle: ({ loopback }) => Promise.resolve({ status: 200, json: loopback }) },
      ])),
  )
  after(() => server.close())

  /** fetch sets Host itself, so this goes by node's own client. */
  function get(headers: Record<string, string>): Promise<unknown> {
    return new Promise((resolve, reject) => {
      request({ host: '127.0.0.1', port: server.port, path: '/', headers }, (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (part: string) => (text += part))
        response.on('end', () => resolve(JSON.parse(text)))
      })
        .on('error', reject)
        .end()
    })
  }

  const rows: [Record<string, string>, boolean][] = [
    [{ host: 'localhost:3978' }, true],
    [{ host: 'LOCALHOST' }, true],
    [{ host: '127.0.0.1:3978' }, true],
    [{ host: '[::1]:3978' }, true],
    [{ host: 'example.org' }, false],
    [{ host: 'localhost.example.org' }, false],
    [{ host: '127.0.0.1.example.org' }, false],
    [{ host: '1.2.3.4' }, false],
    [{ host: 'localhost', 'x-forwarded-for': '127.0.0.1' }, false],
    [{ host: 'localhost', 'x-forwarded-host': 'localhost' }, false],
    [{ host: 'localhost', 'X-Forwarded-Proto': 'http' }, false],
    [{ host: 'localhost', forwarded: 'for=127.0.0.1' }, false],
    [{ host: 'localhost', 'x-real-ip': '127.0.0.1' }, false],
    [{ host: 'localhost', via: '1.1 tunnel' }, false],
    [{ host: 'localhost', 'cf-connecting-ip': '127.0.0.1' }, false],
    [{ host: 'localhost', 'true-client-ip': '127.0.0.1' }, false],
    [{ host: 'localhost', 'fly-client-ip': '127.0.0.1' }, false],
    [{ host: 'localhost', 'x-client-ip': '127.0.0.1' }, false],
    [{ host: 'localhost', 'x-cluster-client-ip': '127.0.0.1' }, false],
    [{ host: 'localhost', 'fastly-client-ip': '127.0.0.1' }, false],
    [{ host: 'localhost', 'x-envoy-external-address': '127.0.0.1' }, false],
    [{ host: 'localhost', 'x-azure-clientip': '127.0.0.1' }, false],
    [{ host: 'localhost', 'x-arr-log-id': '1' }, false],
    [{ host: 'localhost', 'cdn-loop': 'cdn' }, false],
    [{ host: 'localhost', 'ngrok-trace-id': '1' }, false],
    [{ host: 'localhost', 'tailscale-user-login': 'a@example.org' }, false],
    [{ host: 'localhost', 'x-ms-useragent': 'emulator', 'x-requested-with': 'a', 'x-api': '1' }, true],
  ]

  for (const [headers, expected] of rows) {
    it(`${JSON.stringify(headers)} → ${String(expected)}`, async () => {
      expect(await get(headers)).to.equal(expected)
    })
  }

  it('HTTP/1.0, by which nginx asks unless it is told otherwise → false', async () => {
    const text = await new Promise<string>((resolve, reject) => {
      let said = ''
      const socket = connect(server.port, '127.0.0.1').setEncoding('utf8')
      socket.on('data', (part: string) => (said += part)).on('error', reject)
      socket.on('close', () => resolve(said))
      socket.write('GET / HTTP/1.0\r\nHost: localhost\r\nConnection: close\r\n\r\n')
    })
    expect(text).to.match(/^HTTP\/1\.[01] 200 [^]*\r\n\r\nfalse$/)
  })
})

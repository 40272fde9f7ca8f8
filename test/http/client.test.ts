import { request } from 'node:http'
import { expect } from 'chai'
import { sourceOf } from '../../src/http/client.js'
import { serve } from '../support/serve.js'

describe('client', () => {
  const answer = ({ client }: { client: string }) => Promise.resolve({ status: 200, json: client })

  async function clientBehind(trustProxy: number, forwarded: string): Promise<unknown> {
    const server = await serve([{ method: 'GET', path: '/', handle: answer }], { trustProxy })
    const text = await new Promise<string>((resolve, reject) => {
      request({ port: server.port, host: '127.0.0.1', headers: { 'x-forwarded-for': forwarded } }, (response) => {
        let said = ''
        response.setEncoding('utf8').on('data', (part: string) => (said += part))
        response.on('end', () => resolve(said))
      })
        .on('error', reject)
        .end()
    })
    await server.close()
    return JSON.parse(text)
  }

  const rows: [number, string, string][] = [
    [0, '203.0.113.9', '127.0.0.1'],
    [1, '203.0.113.9', '203.0.113.9'],
    [1, '198.51.100.1, 203.0.113.9', '203.0.113.9'],
    [2, '198.51.100.1, 203.0.113.9', '198.51.100.1'],
    [2, '203.0.113.9', '203.0.113.9'],
    [1, '::ffff:203.0.113.9', '203.0.113.9'],
    [1, '::ffff:606:606', '6.6.6.6'],
    [1, '[0:0:0:0:0:FFFF:CB00:7109]:443', '203.0.113.9'],
    [1, '::fffe:606:606', '0:0:0:0::/64'],
    [1, '203.0.113.9:51234', '203.0.113.9'],
    [1, '[2001:db8:1:2::1]:443', '2001:db8:1:2::/64'],
    [1, 'unknown', 'unknown'],
    [1, '2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    [1, '2001:0db8:0001:0002::1', '2001:db8:1:2::/64'],
    [1, '2001:db8::1', '2001:db8:0:0::/64'],
    [1, '::1', '0:0:0:0::/64'],
    [1, '2001:DB8::5:6', '2001:db8:0:0::/64'],
  ]
  for (const [hops, forwarded, expected] of rows) {
    it(`behind ${hops} proxies, X-Forwarded-For: ${forwarded} → ${expected}`, async () => {
      expect(await clientBehind(hops, forwarded)).to.equal(expected)
    })
  }

  it('has one name, however an address is written', () => {
    const names = ['6.6.6.6', '::ffff:6.6.6.6', '::FFFF:0606:0606', '0:0:0:0:0:ffff:606:606'].map(sourceOf)
    expect(new Set(names)).to.deep.equal(new Set(['6.6.6.6']))
  })
})

import { expect } from 'chai'
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js'
import { Line, newSid } from './line.js'

describe('a webhook', () => {
  let line: Line
  before(async () => (line = await Line.open()))
  after(() => line.close())

  const FIELDS = { CallStatus: 'completed', CallSid: newSid('CA') }
  type Sign = (url: string) => string | null
  const forgeries: [string, Sign][] = [
    ['without a signature', () => null],
    ['with an empty signature', () => ''],
    ['signed with another token', (url) => getExpectedTwilioSignature('another token', url, FIELDS)],
    ['signed for another address', (url) => getExpectedTwilioSignature('the auth token', `${url}x`, FIELDS)],
    [
      'signed for other fields',
      (url) => getExpectedTwilioSignature('the auth token', url, { ...FIELDS, CallStatus: 'busy' }),
    ],
  ]
  for (const [name, sign] of forgeries) {
    it(`${name} is refused and does nothing`, async () => {
      const { deliveryId, handed } = await line.challenge('call')
      const untouched = await line.prisma.delivery.findUniqueOrThrow({ where: { id: deliveryId } })
      for (const url of [
        handed.url ?? '',
        ...['press', 'menu', 'stop'].map((question) => `${handed.url}/${question}/1`),
        handed.statusUrl,
        'https://mfa.example.gov/twilio/status/call',
      ]) {
        const response = await line.post(url, FIELDS, sign(url))
        expect(response.status, url).to.equal(403)
        expect(await response.json()).to.have.nested.property('error.code', 'forbidden')
      }
      expect(await line.prisma.delivery.findUniqueOrThrow({ where: { id: deliveryId } })).to.deep.equal(untouched)
    })
  }

  it('is checked with its query', async () => {
    const { handed } = await line.challenge('call')
    const fields = { CallSid: handed.sid }
    const url = `${handed.url}?a=b%20c`
    expect((await line.post(url, fields)).status).to.equal(200)
    expect(
      (await line.post(url, fields, getExpectedTwilioSignature('the auth token', handed.url ?? '', fields))).status,
    ).to.equal(403)
  })

  it('with a field twice is refused', async () => {
    const { handed } = await line.challenge('call')
    const signature = getExpectedTwilioSignature('the auth token', handed.url ?? '', { CallSid: ['CA1', 'CA2'] })
    const response = await fetch(`${line.served.url}${new URL(handed.url ?? '').pathname}`, {
      method: 'POST',
      body: 'CallSid=CA1&CallSid=CA2',
      headers: { 'x-twilio-signature': signature, 'content-type': 'application/x-www-form-urlencoded' },
    })
    expect(response.status).to.equal(403)
  })
})

import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import { expect } from 'chai'
import { openLog } from '../../src/log.js'
import type { Carrier } from '../../src/telephony/carrier.js'
import { createTwilio } from '../../src/telephony/twilio.js'

const ACCOUNT = `AC${'0'.repeat(32)}`
const TO = '+12025550143'
const STATUS_URL = 'https://mfa.example.gov/twilio/status/1'
const CALL_URL = 'https://mfa.example.gov/twilio/voice/code/1'
const CODE = '007419'

interface Asked {
  path: string
  headers: IncomingHttpHeaders
  form: Record<string, string>
}

/** Answers like Twilio: an HTTP status and a body, no answer, or a connection that breaks. */
type Behaviour = { status: number; body: string } | 'silent' | 'broken'

describe('Twilio', () => {
  let server: Server
  let url: string
  let asked: Asked[]
  let logged: string[]
  let behaviour: Behaviour

  before(async () => {
    server = createServer((request, response) => {
      let body = ''
      request.on('data', (chunk: Buffer) => (body += chunk.toString()))
      request.on('end', () => {
        asked.push({
          path: request.url ?? '',
          headers: request.headers,
          form: Object.fromEntries(new URLSearchParams(body)),
        })
        if (behaviour === 'silent') return
        if (behaviour === 'broken') {
          request.socket.destroy()
          return
        }
        response.writeHead(behaviour.status, { 'content-type': 'application/json' })
        response.end(behaviour.body)
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/carrier`
  })
  after(() => {
    server.closeAllConnections()
    server.close()
  })
  beforeEach(() => {
    asked = []
    logged = []
    behaviour = { status: 201, body: JSON.stringify({ sid: 'SM1', status: 'queued' }) }
  })

  function twilio(from = '+12025550100', apiUrl = url): Carrier {
    const log = openLog('trace', { write: (line) => void logged.push(line) })
    return createTwilio({ accountSid: ACCOUNT, authToken: 'token', from, voiceFrom: '+12025550199', apiUrl }, log, 300)
  }
  const text = (carrier = twilio()) => carrier.text(TO, `Your code is ${CODE}`, STATUS_URL)
  const call = () => twilio().call(TO, CALL_URL, STATUS_URL)

  it('sends a text', async () => {
    expect(await text()).to.deep.equal({ ok: true, sid: 'SM1' })
    expect(asked.map(({ path }) => path)).to.deep.equal([`/carrier/2010-04-01/Accounts/${ACCOUNT}/Messages.json`])
    expect(asked[0]?.headers.authorization).to.equal(`Basic ${btoa(`${ACCOUNT}:token`)}`)
    expect(asked[0]?.form).to.deep.equal({
      To: TO,
      From: '+12025550100',
      Body: `Your code is ${CODE}`,
      StatusCallback: STATUS_URL,
    })
  })

  it('sends a text by a messaging service', async () => {
    const service = `MG${'0'.repeat(32)}`
    await text(twilio(service))
    expect(asked[0]?.form).to.include({ MessagingServiceSid: service }).and.not.to.have.property('From')
  })

  it('places a call that fetches its words from us', async () => {
    behaviour = { status: 201, body: JSON.stringify({ sid: 'CA1', status: 'queued' }) }
    expect(await call()).to.deep.equal({ ok: true, sid: 'CA1' })
    expect(asked.map(({ path }) => path)).to.deep.equal([`/carrier/2010-04-01/Accounts/${ACCOUNT}/Calls.json`])
    expect(asked[0]?.form).to.deep.equal({
      To: TO,
      From: '+12025550199',
      Url: CALL_URL,
      Method: 'POST',
      StatusCallback: STATUS_URL,
      StatusCallbackMethod: 'POST',
      StatusCallbackEvent: 'completed',
      MachineDetection: 'Enable',
      Timeout: '25',
    })
  })

  const refused: [number, number | undefined, string][] = [
    [400, 21211, 'unreachable'],
    [400, 21214, 'unreachable'],
    [400, 21217, 'unreachable'],
    [400, 13224, 'unreachable'],
    [400, 30003, 'unreachable'],
    [400, 30005, 'unreachable'],
    [400, 21408, 'country_off'],
    [400, 21215, 'country_off'],
    [400, 13227, 'country_off'],
    [400, 21610, 'opted_out'],
    [400, 21614, 'landline'],
    [400, 30006, 'landline'],
    [400, 30004, 'blocked'],
    [400, 30007, 'blocked'],
    [429, 20429, 'too_many'],
    [429, undefined, 'too_many'],
    [401, 20003, 'not_sent'],
    [400, 21606, 'not_sent'],
    [500, 20500, 'not_sent'],
    [503, undefined, 'not_sent'],
    [504, undefined, 'unknown'],
  ]
  for (const [status, code, why] of refused) {
    it(`takes ${status} ${code ?? 'without a code'} as ${why}, after one request`, async () => {
      behaviour = {
        status,
        body: code === undefined ? '<html>no</html>' : JSON.stringify({ code, message: `${TO} no`, status }),
      }
      expect(await text()).to.deep.equal({ ok: false, why })
      expect(asked).to.have.length(1)
    })
  }

  const lost: [string, Behaviour][] = [
    ['does not come in time', 'silent'],
    ['breaks off', 'broken'],
    ['is no JSON', { status: 201, body: 'created' }],
    ['names no id', { status: 201, body: '{}' }],
  ]
  for (const [name, how] of lost) {
    it(`does not know, and does not ask again, when the answer ${name}`, async () => {
      behaviour = how
      expect(await text()).to.deep.equal({ ok: false, why: 'unknown' })
      expect(await call()).to.deep.equal({ ok: false, why: 'unknown' })
      expect(asked).to.have.length(2)
    })
  }

  it('knows that nothing was sent without a connection', async () => {
    expect(await text(twilio(undefined, 'http://127.0.0.1:1'))).to.deep.equal({ ok: false, why: 'not_sent' })
  })

  it('logs codes of errors, and neither numbers, codes nor credentials', async () => {
    for (const how of [
      { status: 400, body: JSON.stringify({ code: 21211, message: TO, status: 400 }) },
      'broken',
    ] as const) {
      behaviour = how
      await text()
    }
    expect(logged).to.have.length(2)
    expect(logged.join('')).to.include('21211').and.include('ECONNRESET')
    for (const secret of [TO.slice(1), CODE, 'token', btoa(`${ACCOUNT}:token`)]) {
      expect(logged.join('')).not.to.include(secret)
    }
  })
})

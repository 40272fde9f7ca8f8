import { expect } from 'chai'
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js'
import { inboundRoutes, type TextConsent } from '../../src/telephony/inbound.js'
import { signedBy } from '../../src/telephony/signature.js'
import { readConfig } from '../../src/config.js'
import { openLog } from '../../src/log.js'
import { serve, type Served } from '../support/serve.js'

const TOKEN = 'the auth token'
const PUBLIC_URL = 'https://mfa.example.gov'
const FROM = '+12025550143'
const EMPTY = /<Response\/>$/
const BRIEF = /<Message>[^]*sign-in codes[^]*STOP to stop/

describe('a text to our number', () => {
  let served: Served
  let remembered: string[]
  let fails = false
  const logged: string[] = []

  const remember = (what: string) => (number: string) => {
    if (fails) return Promise.reject(new Error('no database'))
    remembered.push(`${what} ${number}`)
    return Promise.resolve()
  }
  const consent: TextConsent = { optedOut: remember('out'), optedIn: remember('in') }

  before(async () => {
    const config = readConfig({ DATABASE_URL: 'memory://' })
    const log = openLog('trace', { write: (line) => void logged.push(line) })
    served = await serve(inboundRoutes({ signed: signedBy(TOKEN, PUBLIC_URL), consent, config, log }))
  })
  after(() => served.close())
  beforeEach(() => {
    remembered = []
    fails = false
  })

  async function send(Body: string, more: Record<string, string> = {}): Promise<string> {
    const fields = { From: FROM, Body, ...more }
    const response = await fetch(`${served.url}/twilio/sms`, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { 'x-twilio-signature': getExpectedTwilioSignature(TOKEN, `${PUBLIC_URL}/twilio/sms`, fields) },
    })
    expect([response.status, response.headers.get('content-type')]).to.deep.equal([200, 'text/xml; charset=utf-8'])
    return response.text()
  }

  /** [text, what Advanced Opt-Out says of it, what is remembered, what we answer] */
  const rows: [string, string | undefined, string[], RegExp][] = [
    ...['STOP', 'stop', ' Stop. ', '“STOPALL”', 'unsubscribe', 'CANCEL', 'End!', 'quit', 'Revoke', 'optout\n'].map(
      (text): [string, undefined, string[], RegExp] => [text, undefined, [`out ${FROM}`], EMPTY],
    ),
    ['START', undefined, [`in ${FROM}`], EMPTY],
    ['unstop', undefined, [`in ${FROM}`], EMPTY],
    ['Yes', undefined, [`in ${FROM}`], BRIEF],
    ['HELP', undefined, [], BRIEF],
    ['info', undefined, [], BRIEF],
    ['cancel that', undefined, [], BRIEF],
    ['please stop', undefined, [], BRIEF],
    ['the end', undefined, [], BRIEF],
    ['stop2', undefined, [], BRIEF],
    ['', undefined, [], BRIEF],
    ['hello', undefined, [], BRIEF],
    ['alto', 'STOP', [`out ${FROM}`], EMPTY],
    ['volver', 'START', [`in ${FROM}`], EMPTY],
    ['ayuda', 'HELP', [], EMPTY],
    ['STOP', 'HELP', [], EMPTY],
  ]
  for (const [text, OptOutType, expected, answer] of rows) {
    const type = OptOutType === undefined ? '' : ` (${OptOutType})`
    it(`${JSON.stringify(text)}${type}: ${expected.join() || 'nothing to remember'}`, async () => {
      expect(await send(text, OptOutType === undefined ? {} : { OptOutType })).to.match(answer)
      expect(remembered).to.deep.equal(expected)
    })
  }

  it('is answered the same way when the database fails', async () => {
    fails = true
    for (const [text, OptOutType, , answer] of rows) {
      expect(await send(text, OptOutType === undefined ? {} : { OptOutType })).to.match(answer)
    }
    expect(logged.join('\n')).to.contain('could not be remembered').and.not.to.contain(FROM.slice(2))
  })
})

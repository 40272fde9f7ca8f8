import http from 'node:http'
import { expect } from 'chai'
import { createDevCarrier } from '../../src/devCarrier/devCarrier.js'
import { openLog } from '../../src/log.js'
import type { Arrived, Mailbox } from '../../src/mail/mail.js'
import type { NetworkView, PhoneView } from '../../src/web/client/phonesWire.js'
import { serve } from '../support/serve.js'
import { AGENCY, freshNumber, openSetting, SID, TOKEN, until, type Setting } from './setting.js'

interface Turn {
  phone: PhoneView
  said: string[]
  received: string[]
}

describe('development carrier: phones over HTTP', () => {
  let at: Setting
  before(async () => {
    at = await openSetting()
    at.agency.on('/twilio/sms', '<Response><Message>Hello.</Message></Response>')
    at.agency.on(
      '/twilio/voice',
      '<Response><Gather numDigits="1" action="/next" timeout="20"><Say>Press 1.</Say></Gather><Say>Bye.</Say></Response>',
    )
    at.agency.on('/next', ({ Digits }) => `<Response><Say>You pressed ${Digits ?? ''}.</Say></Response>`)
  })
  after(() => at.close())

  const post = (number: string, action: string, body?: unknown, headers: Record<string, string> = {}) =>
    fetch(`${at.site.url}/phones/${encodeURIComponent(number)}/${action}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  const turn = async (number: string, action: string, body?: unknown): Promise<Turn> => {
    const response = await post(number, action, body)
    expect(response.status, action).to.equal(200)
    return (await response.json()) as Turn
  }
  const state = async (): Promise<NetworkView> => {
    const response = await fetch(`${at.site.url}/phones/state`)
    return (await response.json()) as NetworkView
  }

  it('opens any number as people write it, and puts it away', async () => {
    const { phone } = await turn('(512) 555-0001', 'open')
    expect(phone.number).to.equal('+15125550001')
    expect((await turn('+44 20 7946 0018', 'open')).phone.number).to.equal('+442079460018')
    expect((await state()).phones.map(({ number }) => number)).to.include('+15125550001')
    await turn('5125550001', 'close')
    expect((await state()).phones.map(({ number }) => number)).to.not.include('+15125550001')
    const refused = await post('12', 'open')
    expect(refused.status).to.equal(400)
    expect(await refused.json()).to.have.nested.property('error.code', 'invalid_number')
  })

  it('texts, and answers with what came back', async () => {
    expect((await turn(freshNumber(), 'text', { body: 'hi' })).received).to.deep.equal(['Hello.'])
  })

  it('calls turn by turn', async () => {
    const number = freshNumber()
    expect((await turn(number, 'call')).said).to.deep.equal(['Press 1.'])
    const after = await turn(number, 'press', { digits: '1' })
    expect(after.said).to.deep.equal(['You pressed 1.'])
    expect(after.phone.calls[0]).to.include({ status: 'completed', listening: null })
    await turn(number, 'call', {})
    expect((await turn(number, 'silence')).said).to.deep.equal(['Bye.'])
  })

  it('answers, declines, lets ring and hangs up', async () => {
    const number = freshNumber()
    const ring = async () => {
      await at.sdk.calls.create({ to: number, from: AGENCY, url: `${at.agency.url}/twilio/voice` })
      await at.carrier.phone(number).rings()
    }
    await ring()
    expect((await turn(number, 'answer')).said).to.deep.equal(['Press 1.'])
    expect((await turn(number, 'hangup')).phone.calls[0]).to.include({ status: 'completed' })
    await ring()
    expect((await turn(number, 'decline')).phone.calls[1]).to.include({ status: 'busy' })
    await ring()
    expect((await turn(number, 'ignore')).phone.calls[2]).to.include({ status: 'no-answer' })
  })

  it('switches', async () => {
    const number = freshNumber()
    const { phone } = await turn(number, 'switch', { voicemail: true, trouble: 30007 })
    expect(phone.switches).to.include({ voicemail: true, trouble: 30007, landline: false })
    expect((await turn(number, 'switch', { trouble: null })).phone.switches).to.include({
      voicemail: true,
      trouble: null,
    })
  })

  for (const [action, body, status, code] of [
    ['press', { digits: '1' }, 409, 'not_now'],
    ['answer', {}, 409, 'not_now'],
    ['hangup', {}, 409, 'not_now'],
    ['text', { body: ' ' }, 400, 'bad_request'],
    ['text', undefined, 400, 'bad_request'],
    ['switch', { trouble: 1 }, 400, 'bad_request'],
    ['switch', { unknown: true }, 400, 'bad_request'],
  ] as const) {
    it(`refuses ${action} ${JSON.stringify(body)}: ${status}`, async () => {
      const response = await post(freshNumber(), action, body)
      expect(response.status).to.equal(status)
      expect(await response.json()).to.have.nested.property('error.code', code)
    })
  }

  it('takes JSON only', async () => {
    expect((await post(freshNumber(), 'text', { body: 'hi' }, { 'content-type': 'text/plain' })).status).to.equal(415)
  })

  describe('keeps out', () => {
    /** A request with any headers, which fetch would not send. */
    const status = (path: string, headers: Record<string, string>, method = 'GET'): Promise<number> =>
      new Promise((resolve, reject) => {
        http
          .request(at.site.url + path, { method, headers }, (response) => {
            response.destroy()
            resolve(response.statusCode ?? 0)
          })
          .on('error', reject)
          .end()
      })
    const PATHS = ['/phones', '/phones/state', '/phones/events', `/carrier/2010-04-01/Accounts/${SID}/Calls/CA1.json`]

    for (const path of PATHS) {
      for (const headers of [
        { host: 'ringback.example' },
        { host: 'localhost.example:3978' },
        { 'x-forwarded-for': '203.0.113.9' },
        { forwarded: 'for=203.0.113.9' },
        { via: '1.1 tunnel' },
      ] as Record<string, string>[]) {
        it(`${path} with ${JSON.stringify(headers)}`, async () => expect(await status(path, headers)).to.equal(404))
      }
    }

    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://elsewhere.example' },
      { origin: 'null' },
      { origin: 'http://localhost:1' },
    ] as Record<string, string>[]) {
      it(`other web sites: ${JSON.stringify(headers)}`, async () => {
        expect(await status('/phones/state', headers)).to.equal(403)
        expect(await status('/phones/events', headers)).to.equal(403)
        expect(await status('/phones/5125550001/open', headers, 'POST')).to.equal(403)
      })
    }

    it('nobody of its own page', async () => {
      const own = { 'sec-fetch-site': 'same-origin', origin: at.site.url }
      expect(await status('/phones/state', own)).to.equal(200)
      expect(await status('/phones', { 'sec-fetch-site': 'cross-site' }), 'a link to the page').to.equal(200)
    })

    it('everyone when the site itself is public', async () => {
      const carrier = createDevCarrier({
        accountSid: SID,
        authToken: TOKEN,
        number: AGENCY,
        publicUrl: 'https://ringback.example',
        log: openLog('silent'),
      })
      const site = await serve(carrier.routes)
      const answers = await Promise.all(PATHS.map((path) => fetch(site.url + path)))
      expect(answers.map((answer) => answer.status)).to.deep.equal([404, 404, 404, 404])
      expect(await answers[0]!.json()).to.have.nested.property('error.code', 'not_found')
      carrier.close()
      await site.close()
    })
  })
})

describe('development carrier: live events and mail', () => {
  /** A mailbox of the tests: the carrier only looks on. */
  class Letters implements Mailbox {
    url = ''
    private readonly listeners = new Set<(mail: Arrived) => void>()
    private readonly mails: Arrived[] = []
    list = () => this.mails
    close = () => Promise.resolve()
    onMail = (listener: (mail: Arrived) => void) => {
      this.listeners.add(listener)
      return () => this.listeners.delete(listener)
    }
    arrive(mail: Arrived): void {
      this.mails.unshift(mail)
      this.listeners.forEach((listener) => listener(mail))
    }
  }

  it('tell everything at first, then each change, and end at close', async () => {
    const mailbox = new Letters()
    const carrier = createDevCarrier({
      accountSid: SID,
      authToken: TOKEN,
      number: AGENCY,
      publicUrl: 'http://127.0.0.1:1',
      mailbox,
      log: openLog('silent'),
    })
    const site = await serve(carrier.routes)
    const number = freshNumber()
    carrier.phone(number)
    const response = await fetch(`${site.url}/phones/events`)
    expect(response.headers.get('content-type')).to.match(/^text\/event-stream/)
    let heard = ''
    const reading = (async () => {
      for await (const chunk of response.body!) heard += Buffer.from(chunk as Uint8Array).toString()
    })()
    const events = (): [string, unknown][] =>
      [...heard.matchAll(/event: (\w+)\ndata: (.*)\n\n/g)].map(([, name, data]) => [name!, JSON.parse(data!)])
    await until(() => events().length === 1)
    expect(events()[0]![1]).to.deep.include({ number: AGENCY, mails: [] })
    carrier.phone(number).set({ landline: true })
    mailbox.arrive({ id: '1', at: new Date(), to: 'a@example.org', subject: 'Your code', text: '007419' })
    await fetch(`${site.url}/phones/${number}/close`, { method: 'POST' })
    await until(() => events().length === 4)
    expect(events().map(([name]) => name)).to.deep.equal(['network', 'phone', 'mail', 'closed'])
    expect(events()[1]![1]).to.have.nested.property('switches.landline', true)
    const { mails } = (await (await fetch(`${site.url}/phones/state`)).json()) as NetworkView
    expect(mails).to.have.length(1)
    carrier.close()
    await reading
    await site.close()
  })
})

import { expect } from 'chai'
import { AGENCY, codeOf, freshNumber, openSetting, SID, TOKEN, until, type Setting } from './setting.js'
import { sdkAt } from './agency.js'

describe('development carrier: texts by REST', () => {
  let at: Setting
  before(async () => {
    at = await openSetting()
  })
  after(() => at.close())

  const send = (to: string, more: object = {}) =>
    at.sdk.messages.create({ to, from: AGENCY, body: 'Your code is 007419', ...more })

  it('takes a text as Twilio does, and it arrives', async () => {
    const to = freshNumber()
    const message = await send(to)
    expect(message.sid).to.match(/^SM[0-9a-f]{32}$/)
    expect(message).to.include({ status: 'queued', to, from: AGENCY, direction: 'outbound-api', numSegments: '1' })
    expect(Date.now() - message.dateCreated.getTime()).to.be.within(-1000, 5000)
    expect((await at.carrier.phone(to).nextText()).body).to.equal('Your code is 007419')
    await until(() => at.carrier.phone(to).texts.length === 1)
    expect((await at.sdk.messages(message.sid).fetch()).status).to.equal('delivered')
  })

  const STATUS = '/status/one'
  const outcome = async (to: string): Promise<[string, string | undefined][]> => {
    at.agency.hooks.length = 0
    const { sid } = await send(to, { statusCallback: `${at.agency.url}${STATUS}?id=7` })
    await until(() => at.agency.at(STATUS).length === 3)
    const hooks = at.agency.at(STATUS)
    expect(hooks.every(({ valid, fields }) => valid && fields['MessageSid'] === sid && fields['id'] === '7')).to.be.true
    return hooks.map(({ fields }) => [fields['MessageStatus']!, fields['ErrorCode']])
  }

  it('tells what becomes of it, in order and signed over the exact URL', async () => {
    expect(await outcome(freshNumber())).to.deep.equal([
      ['queued', undefined],
      ['sent', undefined],
      ['delivered', undefined],
    ])
  })

  for (const [name, switches, code] of [
    ['a landline', { landline: true }, '30006'],
    ['an unreachable phone', { unreachable: true }, '30003'],
    ['a phone that blocks', { trouble: 30004 }, '30004'],
    ['an unknown number', { trouble: 30005 }, '30005'],
    ['a filtered text', { trouble: 30007 }, '30007'],
  ] as const) {
    it(`accepts a text to ${name}, then says undelivered ${code}`, async () => {
      const to = freshNumber()
      at.carrier.phone(to).set(switches)
      expect((await outcome(to)).at(-1)).to.deep.equal(['undelivered', code])
      expect(at.carrier.phone(to).texts.map(({ body, error }) => [body, error])).to.deep.equal([['', Number(code)]])
    })
  }

  for (const [name, switches, status, code] of [
    ['opted out', { optedOut: true }, 400, 21610],
    ['its country is off', { trouble: 21408 }, 400, 21408],
    ['there are too many requests', { trouble: 20429 }, 429, 20429],
    ['the carrier is down', { trouble: 20500 }, 500, 20500],
  ] as const) {
    it(`refuses with ${code} when ${name}`, async () => {
      const to = freshNumber()
      at.carrier.phone(to).set(switches)
      expect(await codeOf(send(to))).to.deep.equal({ status, code })
      expect(at.carrier.phone(to).texts).to.be.empty
    })
  }

  for (const [name, to, more, code] of [
    ['no number', '12', {}, 21211],
    ['a number that nobody can have', '+15555550100', {}, 21211],
    ['a British landline', '+442079460018', {}, 21614],
    ['a sender that is not the agency', '+15125559999', { from: '+12025550199' }, 21606],
    ['a body of 1601 characters', '+15125559999', { body: 'x'.repeat(1601) }, 21617],
    ['an empty body', '+15125559999', { body: '' }, 21602],
    ['no status URL', '+15125559999', { statusCallback: 'nowhere' }, 21609],
  ] as const) {
    it(`refuses ${name} with ${code}`, async () => {
      expect(await codeOf(send(to, more))).to.deep.equal({ status: 400, code })
    })
  }

  it('sends for a messaging service', async () => {
    const to = freshNumber()
    await at.sdk.messages.create({ to, messagingServiceSid: `MG${'0'.repeat(32)}`, body: 'Hello' })
    expect((await at.carrier.phone(to).nextText()).body).to.equal('Hello')
  })

  it('answers 401 to another token or account, with Twilio’s JSON', async () => {
    const url = `${at.site.url}/carrier`
    const other = `AC${'f'.repeat(32)}`
    for (const sdk of [sdkAt(url, SID, 'wrong'), sdkAt(url, other, TOKEN)]) {
      const refused = await codeOf(sdk.messages.create({ to: freshNumber(), from: AGENCY, body: 'x' }))
      expect(refused).to.deep.equal({ status: 401, code: 20003 })
    }
    const plain = await fetch(`${url}/2010-04-01/Accounts/${SID}/Messages.json`, { method: 'POST' })
    expect(plain.status).to.equal(401)
    expect(plain.headers.get('www-authenticate')).to.match(/^Basic/)
    expect(await plain.json()).to.deep.equal({
      code: 20003,
      message: 'Authenticate',
      more_info: 'https://www.twilio.com/docs/errors/20003',
      status: 401,
    })
  })

  it('knows no other message', async () => {
    expect(await codeOf(at.sdk.messages(`SM${'0'.repeat(32)}`).fetch())).to.deep.equal({ status: 404, code: 20404 })
  })

  it('logs no body and no number of a webhook that fails', async () => {
    const to = freshNumber()
    await send(to, { statusCallback: `http://127.0.0.1:1/status?to=${encodeURIComponent(to)}` })
    await until(() => at.logged.length >= 3)
    expect(at.logged.join()).to.not.match(/007419|1?512555/)
  })
})

import { expect } from 'chai'
import { AGENCY, codeOf, freshNumber, openSetting, until, type Setting } from './setting.js'

const EVENTS = ['initiated', 'ringing', 'answered', 'completed']
const CODE_CALL = `<Response>
  <Gather action="/call/code" numDigits="2" timeout="10"><Say>To hear your code, press 4, then 7.</Say></Gather>
  <Say>Goodbye.</Say></Response>`

describe('development carrier: calls by REST', () => {
  let at: Setting
  before(async () => {
    at = await openSetting()
    at.agency.on('/call', CODE_CALL)
    at.agency.on('/call/code', ({ Digits }) => `<Response><Say>You pressed ${Digits ?? ''}.</Say></Response>`)
  })
  beforeEach(() => {
    at.agency.hooks.length = 0
  })
  after(() => at.close())

  let placed = ''
  const place = async (to: string, more: object = {}) => {
    const call = await at.sdk.calls.create({
      to,
      from: AGENCY,
      url: `${at.agency.url}/call`,
      statusCallback: `${at.agency.url}/status`,
      statusCallbackEvent: EVENTS,
      ...more,
    })
    placed = call.sid
    return call
  }
  /** What was told of the call that was placed last. */
  const statuses = async (last: string): Promise<string[]> => {
    const told = (): string[] =>
      at.agency
        .at('/status')
        .filter(({ fields }) => fields['CallSid'] === placed)
        .map(({ fields }) => fields['CallStatus'] ?? '')
    await until(() => told().at(-1) === last)
    expect(
      at.agency.hooks.every(({ valid }) => valid),
      'signatures',
    ).to.be.true
    return told()
  }

  it('rings, is answered, runs the TwiML and is over', async () => {
    const phone = at.carrier.phone(freshNumber())
    const { sid, status, direction } = await place(phone.number)
    expect({ status, direction }).to.deep.equal({ status: 'queued', direction: 'outbound-api' })
    const call = await phone.rings()
    expect((await at.sdk.calls(sid).fetch()).status).to.equal('ringing')
    phone.pickUp()
    await call.settled(2000)
    expect((await at.sdk.calls(sid).fetch()).status).to.equal('in-progress')
    expect(call.view.listening).to.deep.equal({ keys: true, speech: false, finishOnKey: '#' })
    expect(await call.talk.press('47')).to.be.true
    await call.settled(2000)
    expect(call.view.captions.map(({ who, text }) => [who, text])).to.deep.equal([
      ['agency', 'To hear your code, press 4, then 7.'],
      ['phone', '47'],
      ['agency', 'You pressed 47.'],
    ])
    expect(await statuses('completed')).to.deep.equal(['initiated', 'ringing', 'in-progress', 'completed'])
    const [first] = at.agency.at('/call')
    expect(first!.fields).to.include({
      CallSid: sid,
      To: phone.number,
      From: AGENCY,
      CallStatus: 'in-progress',
      Direction: 'outbound-api',
    })
    expect(first!.fields).to.not.have.property('AnsweredBy')
    const last = at.agency.at('/status').at(-1)!.fields
    expect(last).to.include({ SequenceNumber: '3', CallDuration: '1', CallbackSource: 'call-progress-events' })
    expect(await at.sdk.calls(sid).fetch()).to.include({ status: 'completed', duration: '1' })
  })

  it('says that a person answers, if asked', async () => {
    const phone = at.carrier.phone(freshNumber())
    await place(phone.number, { machineDetection: 'Enable' })
    await phone.rings()
    phone.pickUp()
    await until(() => at.agency.at('/call').length === 1)
    expect(at.agency.at('/call')[0]!.fields['AnsweredBy']).to.equal('human')
    phone.hangUp()
  })

  it('lets a voicemail hear everything and press nothing', async () => {
    const phone = at.carrier.phone(freshNumber())
    phone.set({ voicemail: true })
    await place(phone.number, { machineDetection: 'Enable' })
    await statuses('completed')
    expect(at.agency.at('/call')[0]!.fields['AnsweredBy']).to.equal('machine_start')
    expect(at.agency.at('/call/code')).to.be.empty
    const [call] = phone.calls
    expect(call!.view.captions.map(({ text }) => text)).to.deep.equal([
      'To hear your code, press 4, then 7.',
      'Goodbye.',
    ])
    expect(at.agency.at('/status').at(-1)!.fields['AnsweredBy']).to.equal('machine_start')
  })

  it('ends at a full tape when a menu repeats itself to a voicemail', async () => {
    const phone = at.carrier.phone(freshNumber())
    phone.set({ voicemail: true })
    at.agency.on('/loop', '<Response><Gather><Say>Press 1.</Say></Gather><Redirect>/loop</Redirect></Response>')
    await place(phone.number, { url: `${at.agency.url}/loop` })
    await statuses('completed')
    expect(phone.calls[0]!.view.captions).to.have.length(60)
  })

  it('is busy when declined', async () => {
    const phone = at.carrier.phone(freshNumber())
    await place(phone.number)
    await phone.rings()
    expect(phone.refuse('busy')).to.be.true
    expect(await statuses('busy')).to.deep.equal(['initiated', 'ringing', 'busy'])
  })

  it('is busy when the phone is on another call', async () => {
    const phone = at.carrier.phone(freshNumber())
    at.agency.on('/twilio/voice', '<Response><Gather timeout="20"/></Response>')
    phone.dial()
    await place(phone.number)
    expect(await statuses('busy')).to.deep.equal(['busy'])
    expect(phone.call!.view.direction).to.equal('inbound')
    phone.hangUp()
  })

  it('is not answered after its time-out', async () => {
    await place(freshNumber(), { timeout: 1 })
    expect(await statuses('no-answer')).to.deep.equal(['initiated', 'ringing', 'no-answer'])
  })

  it('fails to reach an unreachable phone', async () => {
    const phone = at.carrier.phone(freshNumber())
    phone.set({ unreachable: true })
    await place(phone.number)
    expect(await statuses('failed')).to.deep.equal(['failed'])
  })

  it('tells of the end only, unless asked for more', async () => {
    const phone = at.carrier.phone(freshNumber())
    await place(phone.number, { statusCallbackEvent: undefined })
    await phone.rings()
    phone.refuse('no-answer')
    expect(await statuses('no-answer')).to.deep.equal(['no-answer'])
  })

  it('ends by REST: canceled while it rings, completed when it goes on', async () => {
    const phone = at.carrier.phone(freshNumber())
    const { sid } = await place(phone.number)
    await phone.rings()
    expect((await at.sdk.calls(sid).update({ status: 'completed' })).status).to.equal('canceled')
    const again = await place(phone.number)
    const call = await phone.rings()
    phone.pickUp()
    await call.settled(2000)
    expect((await at.sdk.calls(again.sid).update({ status: 'completed' })).status).to.equal('completed')
    expect(phone.call).to.be.undefined
    expect(await codeOf(at.sdk.calls(again.sid).update({ status: 'completed' }))).to.include({ code: 21220 })
  })

  for (const [name, to, more, code] of [
    ['no number', '12', {}, 21211],
    ['another caller', '+15125559999', { from: '+12025550199' }, 21210],
    ['no address of TwiML', '+15125559999', { url: 'nowhere' }, 21205],
  ] as const) {
    it(`refuses ${name} with ${code}`, async () => {
      expect(await codeOf(place(to, more))).to.deep.equal({ status: 400, code })
    })
  }

  it('refuses with 21215 when the country is off, and 429 when there are too many requests', async () => {
    const phone = at.carrier.phone(freshNumber())
    phone.set({ trouble: 21408 })
    expect(await codeOf(place(phone.number))).to.deep.equal({ status: 400, code: 21215 })
    phone.set({ trouble: 20429 })
    expect(await codeOf(place(phone.number))).to.deep.equal({ status: 429, code: 20429 })
    expect(phone.calls).to.be.empty
  })

  it('knows no other call', async () => {
    expect(await codeOf(at.sdk.calls(`CA${'0'.repeat(32)}`).fetch())).to.deep.equal({ status: 404, code: 20404 })
  })
})

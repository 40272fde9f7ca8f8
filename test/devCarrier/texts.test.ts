import { expect } from 'chai'
import type { Phone } from '../../src/devCarrier/phone.js'
import { segmentsOf } from '../../src/devCarrier/segments.js'
import { AGENCY, codeOf, freshNumber, openSetting, type Setting } from './setting.js'

describe('development carrier: texts to the agency', () => {
  let at: Setting
  let phone: Phone
  before(async () => {
    at = await openSetting()
  })
  beforeEach(() => {
    at.agency.hooks.length = 0
    at.agency.on('/twilio/sms', ({ Body }) => `<Response><Message>You said ${Body ?? ''}</Message></Response>`)
    phone = at.carrier.phone(freshNumber())
  })
  after(() => at.close())

  const bodies = (): string[] => phone.texts.map(({ body }) => body)

  it('post a signed webhook and show its answer', async () => {
    await phone.text('hi')
    expect(bodies()).to.deep.equal(['hi', 'You said hi'])
    expect(phone.texts[0]!.status).to.equal('received')
    const [hook] = at.agency.at('/twilio/sms')
    expect(hook!.valid).to.be.true
    expect(hook!.fields).to.include({ From: phone.number, To: AGENCY, Body: 'hi', NumMedia: '0', NumSegments: '1' })
    expect(hook!.fields).to.not.have.property('OptOutType')
    expect(hook!.fields['MessageSid']).to.match(/^SM[0-9a-f]{32}$/)
  })

  it('show several answers, and a <Body>', async () => {
    at.agency.on('/twilio/sms', '<Response><Message>a\nb</Message><Message><Body>c</Body></Message></Response>')
    await phone.text('hi')
    expect(bodies()).to.deep.equal(['hi', 'a\nb', 'c'])
  })

  for (const [name, answer] of [
    ['an error', { status: 500 }],
    ['broken XML', '<Response>'],
    ['a verb of calls', '<Response><Say>x</Say></Response>'],
  ] as const) {
    it(`are marked as failed after ${name}`, async () => {
      at.agency.on('/twilio/sms', answer)
      await phone.text('hi')
      expect(phone.texts.map(({ status }) => status)).to.deep.equal(['failed'])
    })
  }

  it('STOP opts out for every kind of text, START undoes it', async () => {
    const send = () => at.sdk.messages.create({ to: phone.number, from: AGENCY, body: 'code' })
    await phone.text(' Stop ')
    expect(at.agency.at('/twilio/sms')[0]!.fields).to.include({ OptOutType: 'STOP', Body: ' Stop ' })
    expect(bodies()).to.have.length(2)
    expect(bodies()[1]).to.match(/unsubscribed/)
    expect(await codeOf(send())).to.include({ code: 21610 })
    await phone.text('hi')
    expect(bodies(), 'a reply does not arrive either').to.have.length(3)
    at.agency.on('/twilio/sms', '<Response/>')
    await phone.text('START')
    expect(at.agency.at('/twilio/sms')[2]!.fields['OptOutType']).to.equal('START')
    expect(bodies().at(-1)).to.match(/re-subscribed/)
    await send()
  })

  it('YES is an answer, and undoes only a STOP', async () => {
    await phone.text('YES')
    expect(bodies()).to.deep.equal(['YES', 'You said YES'])
    phone.set({ optedOut: true })
    await phone.text('yes')
    expect(phone.switches.optedOut).to.be.false
  })

  it('“please stop texting me” and HELP are the agency’s to answer', async () => {
    for (const words of ['please stop texting me', 'HELP']) await phone.text(words)
    expect(at.agency.hooks.some(({ fields }) => 'OptOutType' in fields)).to.be.false
    expect(phone.switches.optedOut).to.be.false
  })
})

describe('development carrier: segments', () => {
  for (const [body, encoding, segments] of [
    ['a'.repeat(160), 'GSM-7', 1],
    ['a'.repeat(161), 'GSM-7', 2],
    ['€'.repeat(80), 'GSM-7', 1],
    ['€'.repeat(81), 'GSM-7', 2],
    ['clave: ¿ñ é?', 'GSM-7', 1],
    ['código', 'UCS-2', 1],
    ['ó'.repeat(71), 'UCS-2', 2],
  ] as const) {
    it(`${body.slice(0, 12)}… of ${body.length} is ${segments} of ${encoding}`, () => {
      expect(segmentsOf(body)).to.deep.equal({ encoding, segments })
    })
  }
})

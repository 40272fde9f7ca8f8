import { expect } from 'chai'
import { parseTwiml, TwimlError } from '../../src/devCarrier/twiml.js'
import type { Phone } from '../../src/devCarrier/phone.js'
import { AGENCY, freshNumber, openSetting, until, type Setting } from './setting.js'
import type { Reply } from './agency.js'

const codeOfDocument = (xml: string): number => {
  try {
    parseTwiml(xml)
  } catch (error) {
    if (error instanceof TwimlError) return error.code
    throw error
  }
  return 0
}

describe('development carrier: TwiML', () => {
  it('reads what is said without SSML, entities and comments', () => {
    const said = (inner: string): unknown => parseTwiml(`<?xml version="1.0"?><Response>${inner}</Response>`)[0]
    expect(said('<Say>007</Say>')).to.deep.equal({ verb: 'Say', text: '007', language: 'en-US' })
    expect(said('<Say language="es-MX" voice="Polly.Mia">  Hola &amp;\n adi&#243;s </Say>')).to.deep.equal({
      verb: 'Say',
      text: 'Hola & adiós',
      language: 'es-MX',
    })
    const marked =
      '<Say><!-- code -->4<break time="1s"/><say-as interpret-as="digits">7</say-as> <sub alias="A M">AM</sub></Say>'
    expect(said(marked)).to.include({ text: '4 7 A M' })
  })

  for (const [name, xml, code] of [
    ['no XML', 'hello', 12100],
    ['tags that do not match', '<Response><Say>hi</Response></Say>', 12100],
    ['a bare ampersand', '<Response><Say>you & me</Say></Response>', 12100],
    ['two roots', '<Response/><Response/>', 12100],
    ['a document type', '<!DOCTYPE x [<!ENTITY a "b">]><Response/>', 12100],
    ['another root', '<html></html>', 12100],
    ['an unknown verb', '<Response><Sing/></Response>', 12200],
    ['a Hangup inside of a Gather', '<Response><Gather><Hangup/></Gather></Response>', 12200],
    ['a good document', '<Response><Gather action="/a?b=1&amp;c=2"><Say>hi</Say></Gather></Response>', 0],
  ] as const) {
    it(`reads ${name}: ${code}`, () => expect(codeOfDocument(xml)).to.equal(code))
  }
})

describe('development carrier: a call to the agency', () => {
  let at: Setting
  let phone: Phone
  before(async () => {
    at = await openSetting()
  })
  beforeEach(() => {
    at.agency.hooks.length = 0
    at.agency.answers.clear()
    phone = at.carrier.phone(freshNumber())
    at.agency.on('/twilio/next', ({ Digits, SpeechResult }) => {
      return `<Response><Say>Got ${Digits ?? 'no keys'} ${SpeechResult ?? ''}</Say></Response>`
    })
  })
  after(() => at.close())

  /** Calls, and plays until the phone's turn. */
  const dial = async (answer: Reply): Promise<NonNullable<Phone['call']>> => {
    at.agency.on('/twilio/voice', answer)
    phone.dial()
    const { call } = phone
    await call!.settled(2000)
    return call!
  }
  const said = (): string[] =>
    phone.calls
      .at(-1)!
      .view.captions.filter(({ who }) => who === 'agency')
      .map(({ text }) => text)

  it('comes as a signed webhook, and its end is told', async () => {
    await dial('<Response><Say>Hello.</Say><Play>https://example.org/a.mp3</Play><Pause length="3"/></Response>')
    expect(said()).to.deep.equal(['Hello.'])
    const [hook] = at.agency.at('/twilio/voice')
    expect(hook).to.include({ valid: true, method: 'POST' })
    expect(hook!.fields).to.include({ From: phone.number, To: AGENCY, CallStatus: 'ringing', Direction: 'inbound' })
    await until(() => at.agency.at('/twilio/status/call').length === 1)
    expect(at.agency.at('/twilio/status/call')[0]!.fields).to.include({ CallStatus: 'completed', From: phone.number })
  })

  it('hides its number', async () => {
    phone.set({ withheld: true })
    await dial('<Response/>')
    expect(at.agency.at('/twilio/voice')[0]!.fields['From']).to.equal('+266696687')
  })

  const gather = (attributes: string, rest = '<Say>Nothing heard.</Say>'): string =>
    `<Response><Gather action="next" timeout="20" ${attributes}><Say>Press.</Say></Gather>${rest}</Response>`

  for (const [name, attributes, keys, expected] of [
    ['until numDigits', 'numDigits="6"', '007419', 'Got 007419'],
    ['until #', '', '12#', 'Got 12'],
    ['until another key', 'finishOnKey="*"', '1#*', 'Got 1#'],
    ['with no finishing key', 'finishOnKey="" numDigits="2"', '*#', 'Got *#'],
    ['nothing but #: no answer', '', '#', 'Nothing heard.'],
    ['nothing but #, asked for', 'actionOnEmptyResult="true"', '#', 'Got'],
    ['with words allowed too', 'input="dtmf speech" numDigits="1"', '1', 'Got 1'],
  ] as const) {
    it(`gathers ${name}`, async () => {
      const call = await dial(gather(attributes))
      expect(await call.talk.press(keys)).to.be.true
      await call.settled(2000)
      expect(said()).to.deep.equal(['Press.', expected])
    })
  }

  it('gathers words', async () => {
    const call = await dial(gather('input="speech"'))
    expect(call.view.listening).to.include({ keys: false, speech: true })
    expect(await call.talk.speak('text me')).to.be.true
    await call.settled(2000)
    expect(said()).to.deep.equal(['Press.', 'Got no keys text me'])
    expect(at.agency.at('/twilio/next')[0]!.fields['Confidence']).to.equal('0.9')
  })

  it('falls through on silence, with what was pressed if anything was', async () => {
    const silent = await dial(gather(''))
    expect(await silent.talk.stayQuiet()).to.be.true
    await silent.settled(2000)
    expect(said()).to.deep.equal(['Press.', 'Nothing heard.'])
    const begun = await dial(gather('numDigits="6"'))
    await begun.talk.press('12')
    await begun.talk.stayQuiet()
    await begun.settled(2000)
    expect(said()).to.deep.equal(['Press.', 'Got 12'])
  })

  it('times out by itself', async () => {
    await dial('<Response><Gather timeout="1"><Say>Press.</Say></Gather><Say>Goodbye.</Say></Response>')
    await until(() => said().length === 2)
  })

  it('asks the same document again without an action', async () => {
    const call = await dial('<Response><Gather numDigits="1" timeout="20"/></Response>')
    await call.talk.press('3')
    await call.settled(2000)
    expect(at.agency.at('/twilio/voice').map(({ fields }) => fields['Digits'])).to.deep.equal([undefined, '3'])
    phone.hangUp()
  })

  it('redirects, by GET with a signed query if asked', async () => {
    at.agency.on('/other', '<Response><Hangup/><Say>Never.</Say></Response>')
    await dial('<Response><Redirect method="GET">/other?turn=2</Redirect></Response>')
    const [hook] = at.agency.at('/other')
    expect(hook).to.include({ method: 'GET', valid: true })
    expect(hook!.fields).to.include({ turn: '2', CallStatus: 'in-progress' })
    expect(said()).to.be.empty
  })

  for (const [reason, status] of [
    ['busy', 'busy'],
    ['rejected', 'no-answer'],
  ] as const) {
    it(`rejects: ${reason}`, async () => {
      const call = await dial(`<Response><Reject reason="${reason}"/></Response>`)
      expect(call.view.status).to.equal(status)
      expect(call.seconds).to.equal(0)
    })
  }

  for (const [name, answer] of [
    ['a server error', { status: 500 }],
    ['a redirect', { status: 302 }],
    ['another media type', { status: 200, type: 'application/json', body: '{}' }],
    ['broken XML', '<Response><Say>'],
    ['an address that is none', '<Response><Redirect>http://[</Redirect></Response>'],
  ] as const) {
    it(`says an application error after ${name}`, async () => {
      const call = await dial(answer)
      expect(said()).to.deep.equal(['We are sorry, an application error has occurred. Goodbye.'])
      expect(call.view.status).to.equal('completed')
    })
  }

  it('is spoken in real time to a person: the next sentence waits for the last, and a key interrupts', async () => {
    at.agency.on(
      '/twilio/voice',
      '<Response><Say>One.</Say><Gather action="next" numDigits="1"><Say>Two.</Say></Gather></Response>',
    )
    phone.dial(true)
    const call = phone.call!
    await until(() => call.view.captions[0]?.speaking === true)
    expect(await call.talk.press('9'), 'no Gather listens yet').to.be.false
    expect(call.talk.spoken(1)).to.be.true
    await until(() => call.view.captions[1]?.speaking === true)
    expect(await call.talk.press('5')).to.be.true
    await until(() => call.view.captions.length === 4)
    expect(call.view.captions[1]!.speaking).to.be.false
    expect(said()).to.deep.equal(['One.', 'Two.', 'Got 5'])
    phone.hangUp()
  })

  describe('Dial', () => {
    const transfer = (to: string): string =>
      `<Response><Dial action="next" timeout="20"><Number url="/whisper">${to}</Number></Dial></Response>`
    beforeEach(() => {
      at.agency.on('/whisper', '<Response><Say>A verified caller.</Say></Response>')
      at.agency.on(
        '/twilio/next',
        ({ DialCallStatus }) => `<Response><Say>It was ${DialCallStatus ?? ''}.</Say></Response>`,
      )
    })

    it('rings the other phone, whispers, connects, and goes on when that hangs up', async () => {
      const person = at.carrier.phone(freshNumber())
      at.agency.on('/twilio/voice', transfer(person.number))
      phone.dial()
      const leg = await person.rings()
      person.pickUp()
      await phone.call!.settled(2000)
      expect(leg.view.captions.map(({ text }) => text)).to.deep.equal(['A verified caller.'])
      expect(phone.call!.connected).to.be.true
      person.hangUp()
      await until(() => phone.call === undefined)
      expect(said()).to.deep.equal(['It was completed.'])
    })

    it('ends the other leg when the caller hangs up', async () => {
      const person = at.carrier.phone(freshNumber())
      at.agency.on('/twilio/voice', transfer(person.number))
      phone.dial()
      const leg = await person.rings()
      phone.hangUp()
      expect(leg.ended).to.be.true
    })

    it('tells that nobody could be had', async () => {
      const person = at.carrier.phone(freshNumber())
      person.set({ unreachable: true })
      await dial(transfer(person.number))
      await until(() => phone.call === undefined)
      expect(said()).to.deep.equal(['It was failed.'])
    })
  })
})

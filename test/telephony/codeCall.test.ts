import { expect } from 'chai'
import { Line, newSid } from './line.js'
import { Listener } from './listener.js'

describe('a code by call', () => {
  let line: Line
  before(async () => (line = await Line.open()))
  after(() => line.close())
  beforeEach(() => line.news.splice(0))

  async function ringing(options: { locale?: string; factorId?: string } = {}) {
    const challenge = await line.challenge('call', options)
    const { url = '', sid } = challenge.handed
    return { ...challenge, listener: new Listener(line, url, sid) }
  }
  const hangUp = ({ handed }: { handed: { statusUrl: string; sid: string } }, more: Record<string, string> = {}) =>
    line.status(handed.statusUrl, { CallSid: handed.sid, CallStatus: 'completed', ...more })
  const row = (id: string) => line.prisma.delivery.findUniqueOrThrow({ where: { id } })
  const codeIn = (says: string[]) => says.filter((said) => /^\d$/.test(said)).join('')

  it('is told after two keys, slowly and twice, and again on 1', async () => {
    const call = await ringing()
    const { listener } = call
    await listener.play([
      [
        'answer',
        /^Hello\. .* from Ringback\. .* 1, 2 0 2, 5 5 5, 0 1 0 0\. .* press 9 at any time\. .* press [1-8], then [1-8]\./,
      ],
      [
        'right',
        /^Thank you\. .* six digits\. .* Here is your code\. (\d ){6}.* 9 more minutes\. .* (\d ){6}.* 9 more minutes\. /,
      ],
    ])
    const { says, pauses } = listener.turn!
    const code = codeIn(says).slice(0, 6)
    expect(codeIn(says)).to.equal(code + code)
    expect(pauses, 'about a second after each digit').to.be.at.least(14)
    await listener.play([
      ['1', /^Here is your code\. (\d ){6}.* (\d ){6}.* press 1\./],
      ['silence', /^To hear the code again, press 1\./],
      ['5', /^Thank you\. Goodbye\.$/],
    ])
    expect(listener.hungUp).to.equal(true)

    await hangUp(call)
    const { conversationId, challengeId, deliveryId } = call
    expect(await line.told(1)).to.deep.equal([{ conversationId, challengeId, deliveryId, status: 'delivered' }])
    expect(await row(deliveryId)).to.include({ sealed: null, status: 'delivered' })
    expect(await line.factors.check(challengeId, code, { channel: 'webchat' })).to.include({ ok: true })
  })

  it('is told in Spanish', async () => {
    const { listener } = await ringing({ locale: 'es' })
    await listener.play([
      ['answer', /^Hola\. .* de Ringback\. .* marque 9 en cualquier momento\. .* marque [1-8] y luego [1-8]\./],
      ['right', /^Gracias\. .* Este es su código\. (\d ){6}.* 9 minutos más\. Una vez más/],
    ])
    expect(listener.turn?.language).to.equal('es-US')
  })

  it('asks for two other keys once, then gives it', async () => {
    const { listener } = await ringing()
    await listener.play([
      ['answer', /press [1-8], then [1-8]/],
      ['wrong', /once more\. To hear your code, press [1-8], then [1-8]/],
      ['right', /Here is your code/],
    ])
  })

  for (const [name, pressed] of [
    ['other keys', 'wrong'],
    ['one key', '5'],
    ['silence', 'silence'],
  ] as const) {
    it(`is not told after ${name} twice`, async () => {
      const call = await ringing()
      await call.listener.play([
        ['answer', /press [1-8], then [1-8]/],
        [pressed, /once more/],
        [pressed, /can not read the code .* Goodbye\.$/],
      ])
      expect(call.listener.hungUp).to.equal(true)
      expect(await row(call.deliveryId)).to.include({ sealed: null })
      await hangUp(call)
      expect(await line.told(1)).to.deep.include.members([
        {
          conversationId: call.conversationId,
          challengeId: call.challengeId,
          deliveryId: call.deliveryId,
          status: 'failed',
          why: 'unheard',
        },
      ])
    })
  }

  it('stops for a day after three calls whose keys nobody pressed, hung up or not', async () => {
    const factorId = await line.phone()
    for (const pressed of ['silence', undefined, 'silence']) {
      const call = await ringing({ factorId })
      await call.listener.answer('human')
      if (pressed !== undefined)
        await call.listener.play([
          [pressed, /once more/],
          [pressed, /Goodbye/],
        ])
      await hangUp(call)
      await hangUp(call)
    }
    const again = { factorId, purpose: 'link', delivery: 'call', locale: 'en', origin: { channel: 'webchat' } } as const
    expect(await line.factors.challenge(again)).to.include({ ok: false, why: 'calls_stopped' })
  })

  for (const by of ['machine_start', 'machine_end_beep', 'fax']) {
    it(`says no code, and names no keys, to ${by}`, async () => {
      const call = await ringing()
      expect(await call.listener.answer(by))
        .to.match(/^Hello\. This is Ringback\. .* voicemail.* Goodbye\.$/)
        .and.not.match(/press/)
      expect(call.listener.hungUp).to.equal(true)
      await hangUp(call, { AnsweredBy: by })
      expect((await line.told(1))[0]).to.include({ status: 'failed', why: 'no_answer' })
    })
  }

  it('answers a repeated webhook as before while the call lives, and with a goodbye afterwards', async () => {
    const call = await ringing()
    const { listener } = call
    const hello = await listener.answer()
    expect(await listener.again()).to.equal(hello)
    const asked = await listener.press('wrong')
    expect(await listener.again()).to.equal(asked)
    const told = await listener.press('right')
    expect(await listener.again()).to.equal(told)
    await hangUp(call)
    expect(await listener.again()).to.match(/^There is no code for you on this call/)
    expect(listener.hungUp).to.equal(true)
  })

  it('draws one pair of keys for two webhooks at the same moment', async () => {
    const { listener } = await ringing()
    const [one, other] = await Promise.all([listener.answer(), listener.answer()])
    expect(one)
      .to.match(/press [1-8], then [1-8]/)
      .and.equal(other)
    await listener.press('wrong')
    const asked = await Promise.all([listener.again(), listener.again()])
    expect(asked[0])
      .to.match(/once more/)
      .and.equal(asked[1])
  })

  it('is a call of its own: another one gets a goodbye', async () => {
    const { listener } = await ringing()
    await listener.answer()
    expect(await listener.again(newSid('CA'))).to.match(/^There is no code/)
  })

  it('comes although the answer of the carrier was lost', async () => {
    const { listener, deliveryId } = await ringing()
    await line.prisma.delivery.update({ where: { id: deliveryId }, data: { carrierSid: null, status: 'unknown' } })
    await listener.play([
      ['answer', /press [1-8], then [1-8]/],
      ['right', /Here is your code/],
    ])
  })

  it('is not told once it was used, is too old, or was revoked elsewhere', async () => {
    const used = await ringing()
    await used.listener.play([
      ['answer', /press/],
      ['right', /Here is your code/],
    ])
    const code = codeIn(used.listener.turn!.says).slice(0, 6)
    expect(await line.factors.check(used.challengeId, code, { channel: 'webchat' })).to.include({ ok: true })
    expect(await used.listener.press('1')).to.match(/^There is no code/)

    const old = await ringing()
    await old.listener.answer()
    await line.prisma
      .$executeRaw`UPDATE delivery SET expires_at = now() - interval '1 second' - interval '1 second' WHERE id = ${old.deliveryId}::uuid`
    expect(await old.listener.press('right')).to.match(/^There is no code/)
  })

  for (const id of ['00000000-0000-4000-8000-000000000000', 'nonsense']) {
    it(`says goodbye in each language for the delivery ${id}`, async () => {
      const stranger = new Listener(line, `https://mfa.example.gov/twilio/voice/code/${id}`, newSid('CA'))
      expect(await stranger.answer()).to.match(/There is no code .* Goodbye\. Ya no hay un código .* Adiós\.$/)
    })
  }

  it('apologises in each language for our own faults', async () => {
    const { listener } = await ringing()
    const broken = new Listener(line, `${listener.url}/press/never`, listener.callSid)
    expect(await broken.answer()).to.match(/^We are sorry\. .* Lo sentimos\./)
    expect(line.logged.join('')).to.include('a turn of a call with a code failed')
  })

  it('is in no log', async () => {
    const { listener } = await ringing()
    await listener.play([
      ['answer', /press/],
      ['right', /Here is your code/],
    ])
    const code = codeIn(listener.turn!.says).slice(0, 6)
    expect(line.logged.join('')).not.to.include(code)
    expect(line.logged.join('')).not.to.match(/\+1512\d{7}|<Say/)
  })
})

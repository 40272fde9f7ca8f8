import { expect } from 'chai'
import { Line } from './line.js'
import { Listener } from './listener.js'

describe('9 in a call with a code', () => {
  let line: Line
  before(async () => (line = await Line.open()))
  after(() => line.close())
  beforeEach(() => line.news.splice(0))

  async function ringing(options: { factorId?: string } = {}) {
    const challenge = await line.challenge('call', options)
    const { url = '', sid } = challenge.handed
    return { ...challenge, listener: new Listener(line, url, sid) }
  }

  const nines: [string, [string, RegExp][]][] = [
    ['at the greeting', []],
    ['at the second asking', [['wrong', /once more/]]],
    ['after the code', [['right', /Here is your code/]]],
  ]
  for (const [name, before] of nines) {
    it(`${name} revokes it, and the chat is told once`, async () => {
      const call = await ringing()
      await call.listener.play([
        ['answer', /press 9 at any time/],
        ...before,
        ['9', /^Thank you for telling us\. .* press 9 again\. .* press 1\.$/],
      ])
      await call.listener.again()
      const { conversationId, challengeId, deliveryId } = call
      expect(await line.told(1)).to.deep.equal([{ conversationId, challengeId, deliveryId, status: 'revoked' }])
      expect(await line.prisma.delivery.findUniqueOrThrow({ where: { id: deliveryId } })).to.include({ sealed: null })
      expect(await line.factors.check(challengeId, '000000', { channel: 'webchat' })).to.include({ why: 'revoked' })
    })
  }

  it('after a first key revokes it', async () => {
    const { listener } = await ringing()
    await listener.play([
      ['answer', /press 9/],
      ['49', /^Thank you for telling us/],
    ])
  })

  it('a second time stops calls to the number', async () => {
    const { listener, factorId } = await ringing()
    await listener.play([
      ['answer', /press 9/],
      ['9', /press 9 again/],
      ['9', /^All right\. We stopped .* Goodbye\.$/],
    ])
    const again = { factorId, purpose: 'link', delivery: 'call', locale: 'en', origin: { channel: 'webchat' } } as const
    expect(await line.factors.challenge(again)).to.include({ ok: false, why: 'calls_stopped' })
  })

  it('once leaves calls on, by 1 or after silence twice', async () => {
    const { listener, factorId } = await ringing()
    await listener.play([
      ['answer', /press 9/],
      ['9', /press 9 again/],
      ['1', /^All right\. Nothing else will change/],
    ])
    const { listener: other } = await ringing({ factorId })
    await other.play([
      ['answer', /press 9/],
      ['9', /press 9 again/],
      ['silence', /^If you want us to stop/],
      ['silence', /^All right\. Nothing else will change/],
    ])
    await ringing({ factorId })
  })

  it('revokes it although the chat can not be told', async () => {
    const { listener, challengeId } = await ringing()
    line.newsFails = true
    await listener.play([
      ['answer', /press 9/],
      ['9', /^Thank you for telling us/],
    ])
    line.newsFails = false
    expect(await line.factors.check(challengeId, '000000', { channel: 'webchat' })).to.include({ why: 'revoked' })
  })
})

import { expect } from 'chai'
import { Line } from './line.js'

describe('the status of a delivery', () => {
  let line: Line
  before(async () => (line = await Line.open()))
  after(() => line.close())
  beforeEach(() => line.news.splice(0))

  type Sent = Awaited<ReturnType<Line['challenge']>>
  const text = ({ handed }: Sent, MessageStatus: string, more: Record<string, string> = {}) =>
    line.status(handed.statusUrl, { MessageSid: handed.sid, SmsSid: handed.sid, MessageStatus, ...more })
  const news = ({ conversationId, challengeId, deliveryId }: Sent, more: object) => ({
    conversationId,
    challengeId,
    deliveryId,
    ...more,
  })
  const row = ({ deliveryId }: Sent) => line.prisma.delivery.findUniqueOrThrow({ where: { id: deliveryId } })

  it('of a text that arrived is told once, in whatever order it is reported', async () => {
    const sent = await line.challenge('sms')
    for (const status of ['queued', 'sent', 'delivered', 'delivered', 'sent', 'undelivered']) await text(sent, status)
    expect((await row(sent)).status).to.equal('delivered')
    expect((await line.told(1)).filter(({ status }) => status !== 'sent')).to.deep.equal([
      news(sent, { status: 'delivered' }),
    ])
  })

  const failures: [string, string][] = [
    ['30003', 'unreachable'],
    ['30005', 'unreachable'],
    ['30006', 'landline'],
    ['30007', 'blocked'],
    ['30008', 'not_sent'],
    ['21610', 'opted_out'],
  ]
  for (const [code, why] of failures) {
    it(`of a text that failed with ${code} is told as ${why}`, async () => {
      const sent = await line.challenge('sms')
      await text(sent, 'undelivered', { ErrorCode: code })
      expect(await line.told(1)).to.deep.equal([news(sent, { status: 'failed', why })])
      expect(await row(sent)).to.include({ status: 'failed', error: Number(code) })
    })
  }

  for (const code of ['99999999999999', '-1', '1.5', 'none', '']) {
    it(`of a text that failed with the code "${code}", which is none, is told without it`, async () => {
      const sent = await line.challenge('sms')
      await text(sent, 'undelivered', { ErrorCode: code })
      expect(await line.told(1)).to.deep.equal([news(sent, { status: 'failed', why: 'not_sent' })])
      expect(await row(sent)).to.include({ status: 'failed', error: null })
    })
  }

  it('of a text to a landline keeps the next one from it', async () => {
    const sent = await line.challenge('sms')
    await text(sent, 'failed', { ErrorCode: '30006' })
    expect(await line.factors.send(sent.challengeId, 'sms')).to.include({ ok: false, why: 'landline' })
  })

  const ends: [string, string][] = [
    ['busy', 'busy'],
    ['no-answer', 'no_answer'],
    ['failed', 'unreachable'],
    ['canceled', 'not_sent'],
    ['completed', 'unheard'],
  ]
  for (const [status, why] of ends) {
    it(`of a call that is ${status} without its code heard is told once as ${why}`, async () => {
      const sent = await line.challenge('call')
      for (const CallStatus of ['ringing', status, status]) {
        await line.status(sent.handed.statusUrl, { CallSid: sent.handed.sid, CallStatus })
      }
      expect(await line.told(1)).to.deep.equal([news(sent, { status: 'failed', why })])
      expect(await row(sent)).to.include({ status: 'failed', sealed: null })
    })
  }

  it('of another message than ours changes nothing', async () => {
    const sent = await line.challenge('sms')
    await line.status(sent.handed.statusUrl, { MessageSid: 'SM0', MessageStatus: 'delivered' })
    expect((await row(sent)).status).to.equal('sent')
  })

  it('of what is not known is taken and forgotten', async () => {
    for (const id of ['call', 'nonsense', '00000000-0000-4000-8000-000000000000']) {
      const url = `https://mfa.example.gov/twilio/status/${id}`
      await line.status(url, { CallSid: 'CA0', CallStatus: 'completed' })
      await line.status(url, { MessageSid: 'SM0', MessageStatus: 'delivered' })
    }
    expect(line.news).to.deep.equal([])
  })
})

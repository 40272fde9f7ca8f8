import { expect } from 'chai'
import type { Parcel } from '../../src/factors/sender.js'
import { openLog } from '../../src/log.js'
import type { Carrier } from '../../src/telephony/carrier.js'
import { createSender } from '../../src/telephony/index.js'

const BRAND = 'Ringback'
const PUBLIC_URL = 'https://mfa.example.gov'
const PARCEL: Parcel = {
  deliveryId: 'd1',
  challengeId: 'c1',
  via: 'sms',
  to: '+12025550143',
  code: '007419',
  locale: 'es',
  minutes: 10,
}

describe('the sender of codes', () => {
  const asked: string[][] = []
  const logged: string[] = []
  let answer: Awaited<ReturnType<Carrier['text']>> | Error
  const take = (...request: string[]) => {
    asked.push(request)
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)
  }
  const brand = { name: BRAND } as Parameters<typeof createSender>[0]['config']['brand']
  const sender = createSender({
    carrier: { text: take, call: take },
    config: { publicUrl: PUBLIC_URL, brand },
    log: openLog('trace', { write: (line) => void logged.push(line) }),
  })
  beforeEach(() => {
    asked.splice(0)
    logged.splice(0)
    answer = { ok: true, sid: 'X1' }
  })

  it('texts the code in the language of the resident', async () => {
    expect(await sender.send(PARCEL)).to.deep.equal({ ok: true, status: 'sent', carrierSid: 'X1' })
    expect(asked).to.deep.equal([
      [
        PARCEL.to,
        'Ringback: No comparta esta clave con nadie. Su clave es 007419. Vale por 10 min.\n\n@mfa.example.gov #007419',
        `${PUBLIC_URL}/twilio/status/d1`,
      ],
    ])
  })

  it('has a call fetch what it says: the code is not in the request', async () => {
    expect(await sender.send({ ...PARCEL, via: 'call' })).to.deep.include({ ok: true, status: 'sent' })
    expect(asked).to.deep.equal([[PARCEL.to, `${PUBLIC_URL}/twilio/voice/code/d1`, `${PUBLIC_URL}/twilio/status/d1`]])
  })

  it('says when nobody knows whether it was sent, and asks the carrier once', async () => {
    answer = { ok: false, why: 'unknown' }
    expect(await sender.send(PARCEL)).to.deep.equal({ ok: true, status: 'unknown' })
    expect(asked).to.have.length(1)
  })

  it('says why the carrier refused', async () => {
    answer = { ok: false, why: 'landline' }
    expect(await sender.send(PARCEL)).to.deep.equal({ ok: false, why: 'landline' })
  })

  it('takes a fault as not sent, and logs neither number nor code', async () => {
    answer = new Error(`${PARCEL.to} ${PARCEL.code}`)
    expect(await sender.send(PARCEL)).to.deep.equal({ ok: false, why: 'not_sent' })
    expect(logged).to.have.length(1)
    expect(logged.join(''))
      .to.include('d1')
      .and.not.to.match(/2025550143|007419/)
  })
})

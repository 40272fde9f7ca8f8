import type { Attachment } from 'botbuilder'
import { expect } from 'chai'
import jsQR from 'jsqr'
import { PNG } from 'pngjs'
import type { Revealed } from '../../../src/channels/conversing.js'
import { activitiesOf } from '../../../src/channels/render/activity.js'
import type { Utterance } from '../../../src/conversation/ask.js'
import type { BotData } from '../../../src/web/client/wire.js'
import { wordsFor } from '../../../src/words/words.js'

const OTPAUTH = 'otpauth://totp/Agency:maria%40example.org?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Agency'
const FACTORS: Record<string, Revealed> = {
  phone: { number: '+1 512 555 0143', masked: '43' },
  app: { key: 'JBSW Y3DP', otpauthUri: OTPAUTH, account: 'Agency: maria@example.org' },
}

const NUMBER: Utterance = {
  say: [{ key: 'ask.send_sms', factorId: 'phone' }],
  ask: {
    id: 'n1',
    name: 'send',
    kind: 'choice',
    say: [],
    options: [{ id: 'sms' }, { id: 'phone', factorId: 'phone' }],
    actions: [{ id: 'later' }],
  },
}
const LINKING: Utterance = {
  say: [{ key: 'ask.linkApp', factorId: 'app' }, { key: 'ask.code_link' }],
  ask: {
    id: 'n2',
    name: 'code',
    kind: 'digits',
    length: 6,
    secret: true,
    say: [],
    code: { challengeId: 'c', via: 'app' },
    linking: { factorId: 'app' },
  },
}

function render(utterance: Utterance, more: { live?: boolean; on?: 'page' | 'chat'; locale?: string } = {}) {
  const { live = true, on = 'page', locale = 'en' } = more
  const reveal = (factorId: string) => Promise.resolve(FACTORS[factorId] ?? {})
  return activitiesOf(utterance, { words: wordsFor(locale), reveal, live, on })
}

async function only(utterance: Utterance, more: Parameters<typeof render>[1] = {}) {
  const activities = await render(utterance, more)
  expect(activities).to.have.length(1)
  return activities[0]!
}

/** What a scanner reads in a picture of which the rows between two heights are seen. */
function scanned(picture: Attachment | undefined, from: number, to: number): string | undefined {
  const { data, width, height } = PNG.sync.read(Buffer.from(picture?.contentUrl?.split(',')[1] ?? '', 'base64'))
  const seen = data.subarray(Math.round(from * height) * width * 4, Math.round(to * height) * width * 4)
  return jsQR.default(new Uint8ClampedArray(seen), width, seen.length / width / 4)?.data
}

describe('an utterance as activities', () => {
  it('is one message, its sentences one below the other', async () => {
    const { type, text, speak, locale } = await only({ say: [{ key: 'chat.again' }, { key: 'chat.stayed' }] })
    expect([type, text, locale]).to.deep.equal([
      'message',
      'You are connected again.\n\nYou are still signed in.',
      'en',
    ])
    expect(speak).to.equal(text)
  })

  it('is in the language of the conversation', async () => {
    const { text } = await only({ say: [{ key: 'option.yes' }] }, { locale: 'es' })
    expect(text).to.equal('Sí')
  })

  it('names a number while its ask waits, and its last digits ever after', async () => {
    expect((await only(NUMBER)).text).to.contain('+1 512 555 0143')
    const past = await only(NUMBER, { live: false })
    expect(past.text).to.contain('••43').and.to.not.contain('512')
    expect((past.channelData as BotData).ask).to.equal(undefined)
  })

  it('shows key, account and QR picture while the app is being linked, and nothing of them afterwards', async () => {
    const activity = await only(LINKING)
    const { text, attachments } = activity
    expect(text).to.contain('JBSW Y3DP').and.to.contain('maria@example.org')
    expect((activity.channelData as BotData).ask?.otpauthUri).to.equal(OTPAUTH)
    const [qr] = attachments ?? []
    expect(qr?.name).to.match(/^QR code/)
    expect(scanned(qr, 0, 1)).to.equal(OTPAUTH)

    const past = JSON.stringify(await only(LINKING, { live: false }))
    expect(past).to.not.match(/JBSW|maria|otpauth|image\/png/)
  })

  it('says nothing of a factor that is gone', async () => {
    const gone: Utterance = { ...NUMBER, say: [{ key: 'ask.send_sms', factorId: 'unknown' }] }
    expect((await only(gone)).text).to.contain('••••')
  })

  it('carries values that are delivered once', async () => {
    const link: Utterance = { say: [{ key: 'say.signInLink', once: { url: 'https://agency.example/in/1' } }] }
    expect((await only(link)).text).to.contain('https://agency.example/in/1')
  })

  describe('for our page', () => {
    it('has the ask with titles beside it', async () => {
      const { ask } = (await only(NUMBER)).channelData as BotData
      expect(ask).to.deep.include({ id: 'n1', name: 'send', kind: 'choice', many: false })
      expect(ask?.options.map(({ id }) => id)).to.deep.equal(['sms', 'phone'])
      expect(ask?.options[1]?.title).to.contain('43')
      expect(ask?.actions.map(({ id }) => id)).to.deep.equal(['later'])
    })

    it('tells why an answer was not taken, for its field', async () => {
      const slip = async (...keys: string[]) =>
        ((await only({ say: keys.map((key) => ({ key, with: { count: 2 } })) })).channelData as BotData).slip
      const wrong = "That code didn't match. Please look again and enter it. You can try 2 more times."
      expect(await slip('delivery.delivered_sms', 'check.wrong')).to.deep.equal({ is: 'check', text: wrong })
      expect(await slip('refused.toll_free')).to.have.property('is', 'refused')
      expect(await slip('unclear.confirm')).to.have.property('is', 'unclear')
      for (const key of ['unclear.wait', 'say.verified']) expect(await slip(key), key).to.equal(undefined)
    })

    it('says how a code travels', async () => {
      expect(((await only(LINKING)).channelData as BotData).ask?.via).to.equal('app')
    })

    it('counts the time of the next code from the delivery on', async () => {
      const ask = { ...LINKING.ask!, linking: undefined }
      const at = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString()
      const waits = async (newCodeAt: string) => {
        const { linking: _, ...rest } = ask
        const utterance: Utterance = {
          say: [{ key: 'chat.again' }],
          ask: { ...rest, code: { challengeId: 'c', via: 'sms', newCodeAt } },
        }
        return ((await only(utterance)).channelData as BotData).ask?.newCodeIn
      }
      expect(await waits(at(30))).to.be.within(29_000, 30_000)
      expect(await waits(at(-5))).to.equal(0)
    })

    it('hands on a signal, with words or without', async () => {
      const spoken = await only({ say: [{ key: 'chat.again' }], signal: 'verified' })
      expect([spoken.type, spoken.channelData]).to.deep.equal(['message', { signal: 'verified' }])
      const silent = await only({ say: [], signal: 'signedOut' })
      expect([silent.type, silent.channelData]).to.deep.equal(['event', { signal: 'signedOut' }])
    })

    it('is nothing where nothing is said', async () => {
      expect(await render({ say: [] })).to.deep.equal([])
    })
  })

  describe('for the Emulator', () => {
    it('offers what may be answered as buttons that say it', async () => {
      const activity = await only(NUMBER, { on: 'chat' })
      const buttons = activity.suggestedActions?.actions ?? []
      expect(buttons.map(({ type }) => type)).to.deep.equal(['imBack', 'imBack', 'imBack'])
      expect(buttons.every(({ title, value }) => title !== '' && title === value)).to.equal(true)
      expect(activity.channelData).to.equal(undefined)
    })

    it('says its sentences in lines, without markup', async () => {
      const { text, speak, textFormat } = await only({ say: LINKING.say }, { on: 'chat' })
      expect(text?.split('\n').slice(1)).to.deep.equal([
        'Account: Agency: maria@example.org',
        'Key: JBSW Y3DP',
        'Then enter the six-digit code that the app shows.',
      ])
      expect([speak, textFormat]).to.deep.equal([text, 'plain'])
    })

    it('shows the QR picture ahead of the question, whole where only the middle of a picture is shown', async () => {
      const [picture, question] = await render(
        { ...LINKING, ask: { ...LINKING.ask!, actions: [{ id: 'later' }] } },
        { on: 'chat' },
      )
      expect(scanned(picture?.attachments?.[0], 1 / 4, 3 / 4)).to.equal(OTPAUTH)
      expect([picture?.text, question?.attachments]).to.deep.equal([undefined, undefined])
      expect(question?.suggestedActions?.actions.map(({ title }) => title)).to.deep.equal(['Not now'])
      expect(question?.inputHint).to.equal('expectingInput')
    })

    it('has a button for a link, beside the link itself', async () => {
      const url = 'https://agency.example/pair/1'
      const { text, attachments } = await only({ say: [{ key: 'say.signInLink', once: { url } }] }, { on: 'chat' })
      expect(text).to.contain(url)
      expect(attachments?.map(({ content }) => content as unknown)).to.deep.equal([
        { buttons: [{ type: 'openUrl', title: 'Sign in', value: url }] },
      ])
    })

    it('offers yes and no', async () => {
      const ask = { id: 'n3', name: 'offer', kind: 'confirm' as const, say: [] }
      const { suggestedActions } = await only({ say: [{ key: 'ask.offerSecondary' }], ask }, { on: 'chat' })
      expect(suggestedActions?.actions.map(({ title }) => title)).to.deep.equal(['Yes', 'No'])
    })

    it('offers nothing for a question that is over', async () => {
      expect((await only(NUMBER, { on: 'chat', live: false })).suggestedActions).to.equal(undefined)
    })

    it('hears no signals', async () => {
      expect(await render({ say: [], signal: 'verified' }, { on: 'chat' })).to.deep.equal([])
    })
  })
})

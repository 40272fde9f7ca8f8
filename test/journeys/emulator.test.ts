import { expect } from 'chai'
import jsQR from 'jsqr'
import { PNG } from 'pngjs'
import { appCode } from '../support/authenticator.js'
import { Emulator } from '../support/emulator.js'
import { Resident, Town } from '../support/town.js'
import { play } from '../support/visitor.js'

describe('the main job in the Bot Framework Emulator', () => {
  let town: Town
  before(async () => (town = await Town.open()))
  after(() => town.close())

  for (const delivery of ['expectReplies', 'connector'] as const) {
    it(`signs in by link, links three methods, and signs in again (${delivery})`, async () => {
      const chat = await new Emulator(town.site, delivery).open()
      const resident = new Resident(town.site, 'en')
      try {
        const welcome = await chat.joins()
        expect(welcome).to.match(/Welcome to Ringback/)
        await accepts(resident, linkIn(welcome))
        await resident.signUp()
        await play(chat, [[() => pairingCode(resident), /signed in here[^]*protect your account/]])

        const mobile = town.phone()
        const second = town.phone()
        await play(chat, [['all three', /Key: (\w{4} ){7}\w{4}/]])
        const secret = secretIn(chat.picture())
        await play(chat, [
          [() => appCode(secret), /app is linked[^]*phone number would you like/],
          [`text me at ${mobile.spoken}`, /text a six-digit code/],
          ['Send verification code', /code in the text/],
        ])
        expect((await chat.pushed(/arrived at your phone/)).text).to.be.a('string')
        await play(chat, [
          [() => mobile.newCode(), /linked[^]*second phone number/],
          [`call ${second.spoken}`, /read you/],
          ['send', /that you hear/],
          [() => second.codeByCall(), /all set: 3 methods/],
          ['sign out', /signed out/],
        ])

        const again = await chat.says('hello')
        await accepts(resident, linkIn(again))
        await resident.post('/sign-out')
        await resident.signIn()
        const web = await resident.chat()
        await web.hears()
        await play(web, [
          ['my app', /authentication app/],
          [() => appCode(secret, 30), /signed in/],
        ])
        await play(chat, [[() => pairingCode(resident), /signed in here[^]*signed in to Ringback/]])
      } finally {
        await chat.close()
      }
    })
  }

  it('opening a link changes nothing; a "no" ends it, and each sender has their own', async () => {
    const chat = await new Emulator(town.site, 'expectReplies').open()
    const link = linkIn(await chat.joins())
    const browser = new Resident(town.site, 'en')
    for (let i = 0; i < 3; i += 1) expect(await (await browser.fetch(link)).text()).to.match(/Did you start this\?/)
    await browser.fetch(link, form({ answer: 'no' }))
    expect(await (await browser.fetch(link)).text()).not.to.match(/Did you start this\?/)
    const other = await new Emulator(town.site, 'expectReplies').open()
    Object.assign(other, { conversation: chat.conversation })
    expect(linkIn(await other.joins())).not.to.equal(link)
    await Promise.all([chat.close(), other.close()])
  })

  it('five wrong pairing codes end the code', async () => {
    const chat = await new Emulator(town.site, 'expectReplies').open()
    const resident = new Resident(town.site, 'en')
    await accepts(resident, linkIn(await chat.joins()))
    await resident.signUp()
    const code = await pairingCode(resident)
    const wrong = code === '000000' ? '111111' : '000000'
    for (let i = 0; i < 5; i += 1) await chat.says(wrong)
    expect(await chat.says(code)).not.to.match(/signed in here/)
    await chat.close()
  })

  it('every button, said back, is understood', async () => {
    const chat = await new Emulator(town.site, 'expectReplies').open()
    const resident = new Resident(town.site, 'en')
    await accepts(resident, linkIn(await chat.joins()))
    await resident.signUp()
    await chat.says(await pairingCode(resident))
    for (const said of ['Phone (voice and text message)', `call me at ${town.phone().spoken}`]) {
      const actions = chat.heard.at(-1)?.suggestedActions?.actions ?? []
      for (const { value } of actions) {
        expect(await chat.says(String(value)), String(value)).not.to.match(/didn't understand/)
        if (value !== said) await chat.says('back')
      }
      await chat.says(said)
    }
    await chat.close()
  })

  it('is for this machine only: no foreign address is called back, no proxy is believed', async () => {
    const chat = await new Emulator(town.site, 'expectReplies').open()
    const hello = { type: 'message', text: 'hi' }
    for (const serviceUrl of [
      'https://evil.example',
      'http://localhost.evil.example',
      'http://127.0.0.1.nip.io',
      'http://localhost@evil.example',
    ]) {
      expect((await chat.post({ ...hello, serviceUrl })).status, serviceUrl).to.equal(400)
    }
    const noAddress = await chat.post({ ...hello, serviceUrl: '', deliveryMode: 'normal' })
    expect(noAddress.status, 'no address: not the default one').to.equal(400)
    expect((await chat.post(hello, { 'x-forwarded-for': '10.0.0.1' })).status).to.equal(404)
    expect((await chat.post({ type: 'message', conversation: {} })).status).to.equal(400)
    await chat.close()
  })

  it('an activity that comes twice is one turn', async () => {
    const chat = await new Emulator(town.site, 'expectReplies').open()
    await chat.joins()
    const twice = { type: 'message', text: 'help', id: 'the same' }
    const [first, second] = await Promise.all([chat.post(twice), chat.post(twice)])
    const said = await Promise.all(
      [first, second].map(async (response) => ((await response.json()) as { activities: unknown[] }).activities.length),
    )
    expect(said.filter((count) => count > 0)).to.have.length(1)
    await chat.close()
  })
})

/** The path of the link in an answer. */
function linkIn(answer: string): string {
  const [link = ''] = /http\S+\/pair\/\S+/.exec(answer) ?? []
  return new URL(link).pathname
}

/** "Did you start this?" Yes. */
async function accepts(resident: Resident, link: string): Promise<void> {
  expect(await (await resident.fetch(link)).text()).to.match(/Did you start this\?/)
  await resident.fetch(link, form({ answer: 'yes' }))
}

/** What the page shows once the resident is signed in. */
async function pairingCode(resident: Resident): Promise<string> {
  const page = await (await resident.fetch('/pair')).text()
  return (
    /\b(\d{3})\W?(\d{3})\b/
      .exec(page.replace(/<[^>]*>/g, ' '))
      ?.slice(1)
      .join('') ?? page
  )
}

function form(fields: Record<string, string>): RequestInit {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  }
}

/** The key in a QR picture. */
function secretIn(picture: Buffer): string {
  const { data, width, height } = PNG.sync.read(picture)
  const uri = jsQR.default(new Uint8ClampedArray(data), width, height)?.data ?? ''
  return new URL(uri).searchParams.get('secret') ?? ''
}

import { expect } from 'chai'
import type { Activity } from 'botbuilder'
import jsQR from 'jsqr'
import { PNG } from 'pngjs'
import { appCode } from '../support/authenticator.js'
import { Emulator } from '../support/emulator.js'
import { answers, linkIn, pairingCode, pairs } from '../support/pairing.js'
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
      const welcome = await chat.joins()
      expect(welcome).to.match(/Welcome to Ringback/)
      await answers(resident, linkIn(welcome), 'yes')
      await resident.signUp()
      await play(chat, [[() => pairingCode(resident), /signed in here[^]*protect your account/]])

      const mobile = town.phone()
      const second = town.phone()
      await play(chat, [['all three', /Key: (\w{4} ){7}\w{4}/]])
      const secret = secretIn(chat.picture())
      expect(chat.heard.at(-1)?.text?.replaceAll(' ', '')).to.contain(`Key:${secret}`)
      await play(chat, [
        [() => appCode(secret), /app is linked[^]*phone number would you like/],
        [`text me at ${mobile.spoken}`, /text a six-digit code/],
        ['Send verification code', /code in the text/],
      ])
      await chat.pushed(/arrived at your phone/)
      await play(chat, [
        [() => mobile.newCode(), /linked[^]*second phone number/],
        [second.spoken, /by text or by call/],
        ['Call Me', /read you/],
        ['Send verification code', /that you hear/],
        [() => second.codeByCall(), /all set: 3 methods/],
        ['sign out', /signed out/],
      ])

      const again = await chat.says('hello')
      await resident.post('/sign-out')
      await answers(resident, linkIn(again), 'yes')
      await resident.signIn()
      expect((await resident.fetch('/pair')).headers.get('location'), 'no code before J6').to.equal('/')
      const web = await resident.chat()
      await web.hears()
      await play(web, [
        ['my app', /authentication app/],
        [() => appCode(secret, 30), /signed in/],
      ])
      await play(chat, [[() => pairingCode(resident), /signed in here[^]*signed in to Ringback/]])
      for (const activity of chat.heard) expectPlain(activity)
      await chat.close()
    })
  }

  it('answers help, back, repeat, start over and another language at any step', async () => {
    const chat = await new Emulator(town.site, 'expectReplies').open()
    await pairs(chat, new Resident(town.site, 'en'))
    await play(chat, [
      ['help', /Choose one, two or three/],
      ['back', /first question|no earlier question/],
      ['phone', /phone number would you like/],
      ['repeat', /phone number would you like/],
      ['en español', /número de teléfono quiere vincular/],
      ['atrás', /proteger su cuenta|quiere usar/],
      ['in English', /would you like to use/],
      ['app', /Key:/],
      ['start over', /Start over\?/],
      ['no', /Key:/],
      ['start over', /Start over\?/],
      ['yes', /protect your account|would you like to use/],
      ['a person', /call \+1/],
      ['what do you need', /You need one of these/],
    ])
    for (const activity of chat.heard) expectPlain(activity)
    await chat.close()
  })
})

/** One message that a person reads and hears as it is. */
function expectPlain({
  type,
  text,
  textFormat,
  speak,
  inputHint,
  suggestedActions,
  attachments,
  ...rest
}: Partial<Activity>) {
  expect(type).to.equal('message')
  expect(rest.channelData).to.equal(undefined)
  if (text === undefined) expect(attachments).to.have.length(1)
  else {
    expect([textFormat, speak]).to.deep.equal(['plain', text])
    expect(text.replaceAll(/http\S+/g, '')).not.to.match(/\*\*|__|`|\]\(|^#|<\/?\w+>|\{\{|••••|\bask\.|undefined/m)
  }
  const actions = suggestedActions?.actions ?? []
  for (const { type, title, value } of actions) expect([type, title]).to.deep.equal(['imBack', value])
  if (actions.length > 0) expect(inputHint).to.equal('expectingInput')
}

/** The key in a QR picture. */
function secretIn(picture: Buffer): string {
  const { data, width, height } = PNG.sync.read(picture)
  const uri = jsQR.default(new Uint8ClampedArray(data), width, height)?.data ?? ''
  return new URL(uri).searchParams.get('secret') ?? ''
}

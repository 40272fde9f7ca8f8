import { expect } from 'chai'
import { appCode } from '../support/authenticator.js'
import { Emulator } from '../support/emulator.js'
import { answers, linkIn, pairingCode } from '../support/pairing.js'
import { Town } from '../support/town.js'
import { play } from '../support/visitor.js'

describe('codes, keys, numbers and passwords', () => {
  let town: Town
  before(async () => (town = await Town.open()))
  after(() => town.close())

  it('stand in no log, state, history, event or replay', async () => {
    const resident = await town.newResident()
    const chat = await resident.chat()
    await chat.hears()
    const mobile = town.phone()
    await play(chat, [['app, phone', /Key:/]])
    const secret = /Key: ([A-Z2-7 ]+)/.exec(chat.seen.at(-1)?.text ?? '')?.[1]?.replaceAll(' ', '') ?? ''
    const shown = appCode(secret)
    await play(chat, [
      [shown, /phone number/],
      [`text me at ${mobile.spoken}`, /text a six-digit code/],
      ['send', /in the text/],
    ])
    const code = await mobile.code()
    const second = town.phone()
    await play(chat, [
      [code, /linked[^]*add a second phone/],
      ['yes', /second phone number/],
      [`call me at ${second.spoken}`, /read you/],
      ['send', /that you hear/],
    ])
    const heard = await second.codeByCall()
    await play(chat, [[heard, /all set/]])
    await resident.signIn()
    const again = await resident.chat()
    await again.hears()
    const emulator = await new Emulator(town.site, 'expectReplies').open()
    await answers(resident, linkIn(await emulator.joins()), 'yes')
    await play(again, [
      ['my app', /authentication app/],
      [() => appCode(secret, 30), /signed in/],
    ])
    const pairing = await pairingCode(resident)
    await emulator.says(pairing)
    await emulator.close()

    const numbers = [mobile, second].flatMap(({ number, spoken }) => [number.slice(2), spoken])
    const secrets = [secret, shown, code, heard, pairing, ...numbers, resident.password, resident.lastMailedCode]
    await town.expectNowhere(secrets)
    const { token, conversationId } = await resident.chat()
    const replayed = await resident.fetch(`/v3/directline/conversations/${conversationId}/activities`, {
      headers: { authorization: `Bearer ${token}` },
    })
    const history = (await replayed.text()).replaceAll(' ', '')
    for (const one of secrets) expect(history, 'a secret in the replay').not.to.contain(one.replaceAll(' ', ''))
  })
})

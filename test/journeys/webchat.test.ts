import { expect } from 'chai'
import { appCode } from '../support/authenticator.js'
import { play } from '../support/visitor.js'
import { Town } from '../support/town.js'

describe('the main job in a web chat', () => {
  let town: Town
  before(async () => (town = await Town.open()))
  after(() => town.close())

  it('chooses three methods, links an app and two phones, and verifies by each at the next login', async () => {
    const resident = await town.newResident()
    const chat = await resident.chat()
    expect(await chat.hears()).to.match(/protect your account/)
    const mobile = town.phone()
    const second = town.phone()
    await play(chat, [
      ['secondary only', /first phone too[^]*phone number would you like/],
      ['back', /protect your account/],
      ['all three', /Key: (\w{4} ){7}\w{4}/],
    ])
    const secret = /Key: ([A-Z2-7 ]+)/.exec(chat.seen.at(-1)?.text ?? '')?.[1]?.replaceAll(' ', '') ?? ''
    await play(chat, [
      ['12345', /6 digits|six digits/],
      [wrongCodeFor(secret), /4 more times/],
      ['help', /every 30 seconds/],
      ['repeat', /Key:/],
      [() => appCode(secret), /app is linked[^]*phone number would you like/],
      [`text me at ${mobile.spoken}`, /text a six-digit code to \+1 /],
      ['Send verification code', /code in the text/],
      [() => mobile.newCode(), /linked[^]*second phone number/],
      [mobile.spoken, /already linked/],
      [second.spoken, /by text or by call/],
      ['Call Me', /call .* and read you/],
      ['send', /code that you hear/],
      [() => second.codeByCall(), /all set: 3 methods/],
    ])
    await chat.send({ text: 'sign out' })

    for (const method of ['app', 'phone', 'secondary']) {
      await town.age()
      await resident.signIn()
      const again = await resident.chat()
      expect(await again.hears()).to.match(/check that it's you/)
      if (method === 'app')
        await play(again, [
          ['my app', /authentication app/],
          [() => appCode(secret, 30), /signed in/],
        ])
      if (method === 'phone')
        await play(again, [
          ['phone', /ending in/],
          ['text me', /in the text/],
          [() => mobile.newCode(), /signed in/],
        ])
      if (method === 'secondary') {
        await play(again, [
          ['2nd phone', /ending in/],
          ['call', /you hear/],
          [() => second.codeByCall(), /signed in/],
        ])
      }
      await again.send({ text: 'sign out' })
    }
  })

  it('says why a number cannot be linked, and goes on', async () => {
    const resident = await town.newResident()
    const chat = await resident.chat()
    await chat.hears()
    const landline = town.phone()
    const optedOut = town.phone()
    await landline.is('landline')
    await optedOut.is('optedOut')
    await play(chat, [
      ['phone', /phone number would you like/],
      ['12', /need a phone number/],
      ['555 123', /whole phone number/],
      ['900 234 0199', /costs extra/],
      ['800 555 0199', /toll-free/],
      ['512 555 0144 ext 12', /extension/],
      ['+44 20 7946 0018', /that country/],
      [`text me at ${optedOut.spoken}`, /text a six-digit code/],
      ['send', /asked us to stop[^]*Shall we call/],
      ['change the number', /phone number would you like/],
      [`text me at ${landline.spoken}`, /text a six-digit code/],
      ['send', /in the text/],
    ])
    expect(await town.eventually(() => chat.hears(), /landline/))
      .to.match(/Call Me/)
      .and.not.to.match(/code in the text/)
    expect(chat.ask?.actions.map(({ id }) => id)).to.deep.equal(['call', 'changeNumber'])
  })

  it('six wrong guesses by chat and API lock the code; a malformed one costs nothing; a new code keeps the budget', async () => {
    const resident = await town.newResident()
    const chat = await resident.chat()
    await chat.hears()
    const mobile = town.phone()
    await play(chat, [
      ['phone', /phone number/],
      [`text ${mobile.spoken}`, /text a six-digit code/],
      ['send', /in the text/],
      ['123', /6 digits|six digits/],
      [() => mobile.wrongCode(), /4 more times/],
      [() => mobile.wrongCode(), /3 more times/],
      ['get a new code', /in \d+ seconds/],
    ])
    await town.age()
    await play(chat, [
      ['get a new code', /texting a code/],
      [() => mobile.wrongCode(), /2 more times/],
    ])
    const challenge = await town.challengeOf(resident)
    for (const left of [1, 0]) {
      const answer = await town.api('POST', `/v1/challenges/${challenge}/check`, { code: await mobile.wrongCode() })
      expect(answer).to.include({ verified: false, why: 'wrong', guessesLeft: left })
    }
    await play(chat, [[() => mobile.code(), /last try/]])
    expect(await town.api('POST', `/v1/challenges/${challenge}/check`, { code: await mobile.code() })).to.include({
      verified: false,
      why: 'locked',
    })
  })

  it('a password alone enrols nothing on an account of another session', async () => {
    const resident = await town.newResident()
    await resident.post('/sign-out')
    await resident.signIn()
    const chat = await resident.chat()
    expect(await chat.hears()).to.match(/code to your e-mail/)
    await play(chat, [
      ['authentication app', /six digits|six-digit/],
      [() => resident.mailedCode(), /protect your account/],
    ])
  })

  it('speaks Spanish from the first sentence, and changes at any step', async () => {
    const resident = await town.newResident('es')
    const chat = await resident.chat()
    expect(await chat.hears()).to.match(/proteger su cuenta/)
    await play(chat, [
      ['la aplicación y mi celular', /Clave:/],
      ['English please', /Key:/],
      ['en español', /Clave:/],
      ['atrás', /proteger su cuenta/],
    ])
  })

  it('still offers a second phone to who put the app off', async () => {
    const resident = await town.newResident()
    const chat = await resident.chat()
    await chat.hears()
    const mobile = town.phone()
    await play(chat, [
      ['app and phone', /Key:/],
      ['not now', /phone number would you like/],
      [`text me at ${mobile.spoken}`, /text a six-digit code/],
      ['send', /in the text/],
      [() => mobile.newCode(), /add a second phone now/],
      ['no', /all set/],
    ])
  })

  it('a cookie from before the second factor is worth nothing after it', async () => {
    const resident = await town.newResident()
    const chat = await resident.chat()
    await chat.hears()
    const mobile = town.phone()
    await play(chat, [
      [`phone, text me at ${mobile.spoken}`, /text a six-digit code/],
      ['send', /in the text/],
    ])
    const before = resident.cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
    await play(chat, [[() => mobile.newCode(), /linked/]])
    for (const path of ['/session/renew', '/v3/directline/tokens/generate']) {
      const stolen = await fetch(new URL(path, town.site), { method: 'POST', headers: { cookie: before } })
      expect(stolen.status, path).to.equal(401)
      expect((await resident.post(path)).status, path).to.equal(200)
    }
  })

  it('a click that comes twice sends one text', async () => {
    const resident = await town.newResident()
    const chat = await resident.chat()
    await chat.hears()
    const mobile = town.phone()
    await play(chat, [
      [{ methods: ['phone'] }, /phone number/],
      [{ number: mobile.spoken, country: 'US' }, /by text or by call/],
      [{ via: 'sms' }, /text a six-digit code/],
    ])
    const click = { text: '', value: { ask: chat.ask?.id, values: { send: 'send' } } }
    await Promise.all([chat.send(click), chat.send(click)])
    await chat.hears()
    await mobile.code()
    expect(await mobile.texts()).to.have.length(1)
  })
})

function wrongCodeFor(secret: string): string {
  const right = appCode(secret)
  return right === '000000' ? '111111' : '000000'
}

import { expect } from 'chai'
import { until } from '../support/phone.js'
import type { ChatPage } from './chatPage.js'
import { PhonesPage } from './phonesPage.js'
import { scan } from './picture.js'
import { Stage } from './stage.js'

describe('the chat page', () => {
  let stage: Stage
  before(async () => (stage = await Stage.open()))
  after(() => stage.close())
  afterEach(() => Promise.all(stage.browser.contexts().map((context) => context.close())))

  it('comes back to the same step, with the history, when it is loaded again', async () => {
    const chat = await stage.chat()
    await chat.chooses('Authentication app')
    await chat.hears(/Scan the picture/)
    await chat.qr.waitFor()
    const [key, history] = [await scan(chat.qr), await chat.history()]
    await chat.reloads()
    await chat.hears(/Scan the picture/)
    await chat.codeField.waitFor()
    expect(await chat.history()).to.deep.equal(history)
    await chat.qr.waitFor()
    expect(await scan(chat.qr)).to.equal(key)
  })

  it('shows what is new from its beginning, and stays where someone scrolls to afterwards', async () => {
    const chat = await stage.chat({ viewport: { width: 390, height: 844 } })
    await chat.chooses('Authentication app')
    await chat.hears(/Scan the picture/)
    await chat.qr.waitFor()
    const newest = chat.page.getByRole('feed').locator('> article').last()
    await until(async () => {
      const [box, feed] = await Promise.all([newest.boundingBox(), chat.page.locator('#transcript').boundingBox()])
      return Math.abs((box?.y ?? 0) - (feed?.y ?? 0)) < 40 || undefined
    })
    // Web Chat may scroll by itself for a second after something new.
    await chat.page.waitForTimeout(1500)
    const first = chat.page.getByRole('feed').locator('> article').first()
    await first.scrollIntoViewIfNeeded()
    await chat.page.waitForTimeout(500)
    expect((await first.boundingBox())?.y).to.be.above(0)
  })

  it('connects again by itself when the connection drops, and hears what was said meanwhile', async () => {
    const { chat, sockets } = await stage.chatOnSockets()
    await chat.page.context().setOffline(true)
    await sockets[0]?.close({ code: 1012 })
    await chat.page.getByText('The connection is lost').waitFor()
    await chat.page.context().setOffline(false)
    await chat.page.getByText('The connection is lost').waitFor({ state: 'detached' })
    expect(sockets).to.have.length.above(1)
    await chat.chooses('Phone (voice and text message)')
    await chat.hears(/What phone number/)
    expect((await chat.history()).filter((said) => said.includes('protect your account'))).to.have.length(1)
  })

  it('says when something could not be sent, and keeps the form as it was', async () => {
    const chat = await stage.chat()
    await chat.page.context().setOffline(true)
    await chat.chooses('Authentication app')
    await chat.page.getByRole('alert').getByText('That was not sent').waitFor()
    await chat.page.context().setOffline(false)
    expect(await chat.answer.getByRole('checkbox', { name: 'Authentication app' }).isChecked()).to.equal(true)
    await chat.press('Continue')
    await chat.hears(/Scan the picture/)
  })

  it('shows nothing of the conversation any more once the session was ended in another tab', async () => {
    const chat = await stage.chat()
    const other = await chat.page.context().newPage()
    await other.goto('/')
    await other.getByRole('banner').getByRole('button', { name: 'Sign out' }).click()
    await other.getByText('You are signed out.').waitFor()
    await chat.chooses('Authentication app')
    await chat.page.getByRole('alert').getByText('your session is over').waitFor()
    expect(await chat.page.getByText('protect your account').count()).to.equal(0)
    expect(await chat.page.getByRole('button', { name: 'Sign out' }).count()).to.equal(0)
    await chat.page.getByRole('link', { name: 'Sign in' }).click()
    await chat.page.getByRole('heading', { name: 'Create an account' }).waitFor()
  })

  it('warns once, with the time, before the session ends, and keeps the focus on what extends it', async () => {
    // In the middle of a minute.
    const ends = Math.ceil(Date.now() / 60_000) * 60_000 + 30_000
    const { chat, sockets } = await stage.chatOnSockets(async (page) => {
      await page.route(SESSION, (route) =>
        route.fulfill({ json: { secondsLeft: Math.round((ends - Date.now()) / 1000) } }),
      )
    })
    const alert = chat.page.getByRole('alert')
    await alert.getByText(/signed out soon, at \d+:\d\d/).waitFor()
    const stay = alert.getByRole('button', { name: 'Stay signed in' })
    await stay.focus()
    const again = chat.page.waitForRequest(SESSION)
    await sockets[0]?.close({ code: 1012 })
    await again
    await chat.page.waitForTimeout(300)
    expect(await chat.hasFocus(stay)).to.equal(true)
  })

  it('sends one text for a double click', async () => {
    const chat = await stage.chat()
    const mobile = stage.town.phone()
    await ready(chat, mobile.number)
    await chat.answer.getByRole('button', { name: 'Send verification code' }).dblclick()
    await chat.hears(/code in the text/)
    await chat.enters(await mobile.newCode())
    await chat.hears(/is linked/)
    expect(await mobile.texts()).to.have.length(1)
    expect((await chat.history()).filter((said) => said.includes('Send verification code'))).to.have.length(1)
  })

  it('counts down until a new code can be had', async () => {
    const chat = await stage.chat({}, (page) => page.clock.install())
    const mobile = stage.town.phone()
    await ready(chat, mobile.number)
    await chat.press('Send verification code')
    const another = chat.answer.getByRole('button', { name: 'Get a new code' })
    await chat.answer.getByText(/You can get a new code in (\d|[12]\d|30) seconds\./).waitFor()
    expect(await another.isDisabled()).to.equal(true)
    await mobile.newCode()
    await chat.page.clock.fastForward('00:31')
    await chat.answer.getByText('You can get a new code now.').waitFor()
    await chat.page.getByRole('status').getByText('You can get a new code now.').waitFor({ state: 'attached' })
    await stage.town.age()
    await another.click()
    await chat.enters(await mobile.newCode())
    await chat.hears(/is linked/)
  })

  it('tells by itself that a text has arrived', async () => {
    const chat = await stage.chat()
    await ready(chat, stage.town.phone().number)
    await chat.press('Send verification code')
    await chat.hears(/The text has arrived/)
  })

  it('tells by itself that the number is a landline, and offers a call', async () => {
    const chat = await stage.chat()
    const phones = await PhonesPage.open(await stage.page())
    const phone = await phones.pickUp(stage.town.phone().number)
    await phone.is('Landline')
    await ready(chat, phone.number)
    await chat.press('Send verification code')
    await chat.hears(/landline, which can't get texts/)
    await chat.press('Call Me')
    await chat.hears(/calling the phone/)
    await phone.card.getByRole('button', { name: 'Answer' }).waitFor()
  })

  it('says what is missing in a form, and leaves the focus where it is filled in', async () => {
    const chat = await stage.chat()
    await chat.press('Continue')
    await chat.answer.getByText('Choose at least one').waitFor()
    await chat.chooses('Phone (voice and text message)')
    await chat.hears(/What phone number/)
    await until(async () => (await chat.hasFocus(chat.numberField)) || undefined)
    await chat.press('Continue')
    await chat.answer.getByText('Enter a phone number first').waitFor()
    await until(async () => (await chat.hasFocus(chat.numberField)) || undefined)
  })

  it('speaks Spanish from the language link on, and from words on', async () => {
    for (const ask of [
      (chat: ChatPage) => chat.page.getByRole('link', { name: 'Español' }).click(),
      (chat: ChatPage) => chat.types('en español'),
    ]) {
      const chat = await stage.chat()
      await ask(chat)
      await chat.hears(/proteger su cuenta/)
      expect(await chat.page.locator('html').getAttribute('lang')).to.equal('es')
      expect(await chat.page.title()).to.match(/^Chat|^Conversación/)
      const { page } = chat
      await page.getByRole('region', { name: 'Su respuesta' }).getByRole('button', { name: 'Continuar' }).waitFor()
      await page.getByRole('banner').getByRole('button', { name: 'Salir' }).waitFor()
    }
  })
})

/** Where the page asks how long the session lasts. */
const SESSION = /directline\/session$/

/** Goes to where a text to a number only waits to be sent. */
async function ready(chat: ChatPage, number: string): Promise<void> {
  await chat.chooses('Phone (voice and text message)')
  await chat.entersNumber(number)
  await chat.press('Text Me')
  await chat.hears(/Message and data rates may apply/)
}

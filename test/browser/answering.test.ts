import { expect } from 'chai'
import type { Locator } from 'playwright-core'
import { until } from '../support/phone.js'
import type { ChatPage } from './chatPage.js'
import { Stage } from './stage.js'

describe('answering in the chat, by keyboard and screen reader', () => {
  let stage: Stage
  before(async () => (stage = await Stage.open()))
  after(() => stage.close())
  afterEach(() => Promise.all(stage.browser.contexts().map((context) => context.close())))

  it('names the form by the question', async () => {
    const chat = await stage.chat()
    await chat.answer.getByRole('group', { name: /^Which would you like to use\?/ }).waitFor()
    await chat.chooses('Phone (voice and text message)')
    await chat.answer.getByRole('group', { name: /^What phone number would you like to link\?/ }).waitFor()
    await chat.entersNumber(stage.town.phone().number)
    await chat.press('Text Me')
    await chat.answer.getByRole('group', { name: /^I'll text a six-digit code/ }).waitFor()
  })

  it('keeps the focus on what was pressed while the question stays the same', async () => {
    const chat = await stage.chat()
    await chat.hears(/protect your account/)
    const back = chat.answer.getByRole('button', { name: 'Back' })
    await presses(chat, back)
    await chat.hears(/first question/)
    await holds(chat, back)
    const help = chat.answer.getByRole('button', { name: 'Help' })
    await presses(chat, help)
    await chat.hears(/Choose one, two or three/)
    await holds(chat, help)
    const topic = chat.answer.getByRole('button', { name: 'Feedback' })
    await presses(chat, topic)
    await chat.hears(/how we can improve/)
    await holds(chat, topic)
  })

  it('keeps the focus in the field, and what is typed there, when words are not understood', async () => {
    const chat = await stage.chat()
    await chat.types('app')
    await chat.hears(/Scan the picture/)
    await holds(chat, chat.codeField)
    await chat.page.keyboard.type('purple elephants')
    await chat.page.keyboard.press('Enter')
    await chat.hears(/I need the digits/)
    await holds(chat, chat.codeField)
    await tied(chat.codeField, /I need the digits/)
  })

  it('says at the field that the code was wrong, empties it and goes there', async () => {
    const chat = await stage.chat()
    await chat.chooses('Authentication app')
    await chat.codeField.waitFor()
    await chat.enters('000000')
    await chat.hears(/That code didn't match/)
    await tied(chat.codeField, /That code didn't match/)
    expect(await chat.codeField.inputValue()).to.equal('')
    await holds(chat, chat.codeField)
    expect(await chat.answer.getByRole('alert').count(), 'read out by the transcript alone').to.equal(0)
    await chat.enters('000001')
    await chat.hears(/That code didn't match/)
    await chat.reloads()
    await tied(chat.codeField, /That code didn't match/)
    await chat.press('Not now')
    await chat.hears(/./)
    await chat.answer.getByText("didn't match").waitFor({ state: 'detached' })
  })

  it('keeps a number that was not taken, to be mended', async () => {
    const chat = await stage.chat()
    await chat.chooses('Phone (voice and text message)')
    await chat.numberField.waitFor()
    await chat.answer.getByLabel('Country or region').selectOption('CA')
    await chat.entersNumber('416 555 01')
    await chat.hears(/whole phone number/)
    await tied(chat.numberField, /whole phone number/)
    expect(await chat.numberField.inputValue()).to.equal('416 555 01')
    expect(await chat.answer.getByLabel('Country or region').inputValue()).to.equal('CA')
    await holds(chat, chat.numberField)
  })

  it('hints at what can be pasted where there is something to paste', async () => {
    const chat = await stage.chat()
    await chat.chooses('Phone (voice and text message)')
    await chat.entersNumber(stage.town.phone().number)
    await chat.press('Text Me')
    await chat.press('Send verification code')
    await chat.answer.getByText('You can paste the whole message').waitFor()
    await stage.town.age()
    await chat.press('Call Me')
    await chat.hears(/calling the phone/)
    await chat.answer.getByText('You can paste the whole message').waitFor({ state: 'detached' })
  })

  it('keeps the focus when something could not be sent, and says so until the connection is back', async () => {
    const { chat, sockets } = await stage.chatOnSockets()
    await chat.page.context().setOffline(true)
    await chat.answer.getByRole('checkbox', { name: 'Authentication app' }).check()
    const go = chat.answer.getByRole('button', { name: 'Continue' })
    await presses(chat, go)
    await chat.page.getByRole('alert').getByText('That was not sent').waitFor()
    await holds(chat, go)
    await chat.page.context().setOffline(false)
    await sockets[0]?.close({ code: 1012 })
    await chat.page.getByRole('alert').getByText('That was not sent').waitFor({ state: 'detached' })
    await holds(chat, go)
  })

  it('marks what was said in another language', async () => {
    const chat = await stage.chat()
    await chat.hears(/protect your account/)
    await chat.press('Help')
    await chat.hears(/Choose one, two or three/)
    await chat.types('language')
    const spanish = chat.answer.getByRole('button', { name: 'Español' })
    await spanish.waitFor()
    expect(await spanish.getAttribute('lang')).to.equal('es')
    await spanish.click()
    await chat.hears(/proteger su cuenta/)
    const said = (words: RegExp) => chat.page.getByRole('feed').locator('p', { hasText: words }).last()
    expect(await said(/Choose one, two or three/).getAttribute('lang')).to.equal('en')
    expect(await said(/proteger su cuenta/).getAttribute('lang')).to.equal('es')
  })

  it('has the agency called by a click on its number', async () => {
    const chat = await stage.chat()
    await chat.press('Help')
    await chat.press('Talk to a person')
    const number = chat.page.getByRole('feed').getByRole('link', { name: '+1 202-555-0100' })
    expect(await number.getAttribute('href')).to.equal('tel:+12025550100')
  })
})

async function presses(chat: ChatPage, button: Locator): Promise<void> {
  await button.focus()
  await chat.page.keyboard.press('Enter')
}

async function holds(chat: ChatPage, element: Locator): Promise<void> {
  // A move of the focus comes with the question, right after what was said before it.
  await chat.page.waitForTimeout(300)
  await until(async () => (await chat.hasFocus(element)) || undefined)
}

/** Waits until a field is marked as wrong and says why. */
async function tied(field: Locator, why: RegExp): Promise<void> {
  await until(async () => {
    const said = (await field.getAttribute('aria-describedby')) ?? ''
    const texts = await Promise.all(said.split(' ').map((id) => field.page().locator(`#${id}`).innerText()))
    return ((await field.getAttribute('aria-invalid')) === 'true' && why.test(texts.join(' '))) || undefined
  })
}

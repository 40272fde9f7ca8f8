import { expect } from 'chai'
import type { BrowserContextOptions, Locator, Page } from 'playwright-core'
import { scanWindow } from './picture.js'
import { PhonesPage } from './phonesPage.js'
import { Stage } from './stage.js'
import { violations } from './violations.js'

describe('the pages, whoever uses them', () => {
  let stage: Stage
  before(async () => (stage = await Stage.open()))
  after(() => stage.close())
  afterEach(() => Promise.all(stage.browser.contexts().map((context) => context.close())))

  it('are used by the keyboard alone', async () => {
    const chat = await stage.chat()
    const { page } = chat
    await tabTo(page, chat.answer.getByRole('checkbox', { name: 'Phone (voice and text message)', exact: true }))
    await page.keyboard.press('Space')
    await tabTo(page, chat.answer.getByRole('button', { name: 'Continue' }))
    await page.keyboard.press('Enter')
    await chat.hears(/What phone number/)
    const mobile = stage.town.phone()
    await tabTo(page, chat.numberField)
    await page.keyboard.type(mobile.spoken)
    await page.keyboard.press('Enter')
    await chat.hears(/by text or by call/)
    await tabTo(page, chat.answer.getByRole('button', { name: 'Text Me' }))
    await page.keyboard.press('Enter')
    await chat.hears(/text a six-digit code/)
    await tabTo(page, chat.answer.getByRole('button', { name: 'Send verification code' }))
    await page.keyboard.press('Enter')
    await chat.codeField.waitFor()
    await page.keyboard.type(await mobile.newCode())
    await page.keyboard.press('Enter')
    await chat.hears(/is linked/)
  })

  it('have a field for the code that a phone fills in by itself', async () => {
    const chat = await stage.chat()
    await chat.chooses('Authentication app')
    const { codeField } = chat
    expect(await codeField.getAttribute('autocomplete')).to.equal('one-time-code')
    expect(await codeField.getAttribute('inputmode')).to.equal('numeric')
  })

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`have no violation of WCAG 2.2 AA in ${colorScheme} colors`, async () => {
      for await (const [name, page] of walk(stage, { colorScheme })) {
        expect(await violations(page), name).to.deep.equal([])
      }
    })
  }

  for (const [width, height] of [
    [640, 512],
    [320, 568],
  ] as const) {
    it(`show the whole QR picture on a screen of ${width} by ${height}`, async () => {
      const chat = await stage.chat({ viewport: { width, height } })
      await chat.chooses('Authentication app')
      await chat.qr.waitFor()
      expect(await scanWindow(chat.qr)).to.match(/^otpauth:/)
    })
  }

  for (const locale of ['en', 'es']) {
    it(`fit a screen of 320 pixels in ${locale}`, async () => {
      for await (const [name, page] of walk(stage, { locale, viewport: { width: 320, height: 568 } })) {
        expect(await page.evaluate('document.documentElement.scrollWidth'), name).to.equal(320)
        expect(await page.evaluate(CUT_OFF), name).to.deep.equal([])
      }
    })
  }
})

/** What stands out of the window at its sides and can be seen. */
const CUT_OFF = `[...document.querySelectorAll('a, button, input, select, label, h1, h2, p, img')]
  .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest('.unseen, .skip, .webchat'))
  .filter((one) => { const { left, right } = one.getBoundingClientRect(); return left < 0 || right > innerWidth })
  .map((one) => one.outerHTML)`

/** Every kind of page and step, one after another. */
async function* walk(stage: Stage, options: BrowserContextOptions): AsyncGenerator<[name: string, page: Page]> {
  const plain = await stage.page(options)
  await plain.goto('/')
  yield ['the sign-in page', plain]

  const chat = await stage.chat(options)
  yield ['the methods question', chat.page]
  const mobile = stage.town.phone()
  const [app = '', phone = ''] = options.locale === 'es' ? ['aplicación', 'teléfono'] : ['app', 'phone']
  await chat.types(`${app}, ${phone}`)
  await chat.qr.waitFor()
  yield ['the QR picture', chat.page]
  await chat.codeField.fill(options.locale === 'es' ? 'ahora no' : 'not now')
  await chat.codeField.press('Enter')
  await chat.numberField.waitFor()
  yield ['the number form', chat.page]
  await chat.numberField.fill(mobile.spoken)
  await chat.numberField.press('Enter')
  await chat.answer.getByRole('button').nth(1).waitFor()
  yield ['the question by text or by call', chat.page]
  await chat.answer.getByRole('button').first().click()
  await chat.answer.getByRole('button', { name: /Send|Enviar/ }).click()
  await chat.codeField.waitFor()
  yield ['the code form', chat.page]

  const phones = await PhonesPage.open(await stage.page(options))
  yield ['the phones', phones.page]
  const called = await phones.pickUp(mobile.number)
  await called.card.getByRole('button', { name: 'Call the agency' }).click()
  await called.card.getByRole('group', { name: 'Keypad' }).waitFor()
  yield ['a phone in a call', phones.page]
}

/** Presses Tab until an element has the focus. */
async function tabTo(page: Page, element: Locator): Promise<void> {
  for (let pressed = 0; pressed < 60; pressed += 1) {
    if ((await element.and(page.locator(':focus')).count()) === 1) return
    await page.keyboard.press('Tab')
  }
  throw new Error('Tab does not lead there')
}

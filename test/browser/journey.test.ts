import { expect } from 'chai'
import type { Browser, BrowserContext } from 'playwright-core'
import { randomEmail } from '../support/database.js'
import { oathtool } from '../support/oathtool.js'
import { Town } from '../support/town.js'
import { ChatPage } from './chatPage.js'
import { openChromium } from './chromium.js'
import { createAccount, signIn } from './homePage.js'
import { scan } from './picture.js'

describe('the main job, in a browser', function () {
  // Two calls are read at a person's pace.
  this.timeout(300_000)
  let town: Town
  let browser: Browser
  let window: BrowserContext
  before(async () => {
    browser = await openChromium()
    town = await Town.open()
    window = await browser.newContext()
  })
  after(async () => {
    await browser.close()
    await town.close()
  })

  it('creates an account, links an app and two phones, and verifies by each at the next login', async () => {
    const email = randomEmail()
    const password = 'seven violet kettles'
    const page = await window.newPage()

    await page.goto(town.site)
    const phones = await createAccount(page, email, password)
    const chat = new ChatPage(page)
    await chat.hears(/Let's protect your account/)
    await chat.chooses(
      'Authentication app',
      'Phone (voice and text message)',
      'Secondary phone (voice and text message)',
    )

    await chat.hears(/Scan the picture/)
    await chat.qr.waitFor()
    const address = new URL(await scan(chat.qr))
    expect(address.protocol).to.equal('otpauth:')
    expect(address.pathname).to.contain(encodeURIComponent(email))
    const secret = address.searchParams.get('secret') ?? ''
    await chat.enters(await oathtool(secret))
    await chat.hears(/app is linked/)

    await phones.readsCalls()
    const mobile = await phones.pickUp(town.phone().number)
    const landline = await phones.pickUp(town.phone().number)

    await chat.hears(/What phone number would you like to link/)
    await chat.entersNumber(mobile.number)
    await chat.hears(/by text or by call/)
    await chat.press('Text Me')
    await chat.hears(/Message and data rates may apply/)
    await chat.press('Send verification code')
    await chat.hears(/code in the text/)
    await chat.enters(await mobile.textedCode())
    await chat.hears(/phone ending in \d\d is linked/)

    await chat.hears(/second phone number/)
    await chat.entersNumber(landline.number)
    await chat.hears(/by text or by call/)
    await chat.press('Call Me')
    await chat.hears(/have the phone near you/)
    await chat.press('Send verification code')
    await chat.hears(/code that you hear/)
    await chat.enters(await landline.codeByCall())
    await chat.hears(/You're all set: 3 methods are linked/)

    const verifications = [
      { by: 'Authentication app', read: () => oathtool(secret, 30) },
      { by: /^Phone ending in/, via: 'Text Me', read: () => mobile.textedCode() },
      { by: /^Secondary phone ending in/, via: 'Call Me', read: () => landline.codeByCall() },
    ]
    for (const { by, via, read } of verifications) {
      await page.getByRole('banner').getByRole('button', { name: 'Sign out' }).click()
      await page.getByText('You are signed out.').waitFor()
      // A minute later; nobody waits for it here.
      await town.age()

      await signIn(page, email, password)
      const again = new ChatPage(page)
      await again.hears(/Let's check that it's you/)
      await again.press(by)
      if (via !== undefined) await again.press(via)
      await again.enters(await read())
      await again.hears(/You're signed in/)
    }
  })
})

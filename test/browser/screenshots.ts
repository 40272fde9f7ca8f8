/** `npm run screenshots`: the pictures of docs/images, taken from the running application. */
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { testDatabase } from '../support/database.js'
import { oathtool } from '../support/oathtool.js'
import { until } from '../support/phone.js'
import { ChatPage } from './chatPage.js'
import { createAccount, signIn } from './homePage.js'
import { PhonesPage } from './phonesPage.js'
import { scan } from './picture.js'
import { Stage } from './stage.js'

const FOLDER = path.join(import.meta.dirname, '../../docs/images')
const DESKTOP = { width: 1200, height: 760 }
const TABLE = { width: 1280, height: 900 }
const PHONE = { width: 390, height: 780 }
const EMAIL = 'ana.rivera@example.org'
const OTHER_EMAIL = 'luis.ortega@example.org'
const PASSWORD = 'seven violet kettles'
const MOBILE = '+15125550144'
const LANDLINE = '+12025550143'

/** How far the chat has scrolled. */
const SCROLLED = `document.querySelector('.webchat__basic-transcript__scrollable')?.scrollTop ?? 0`

mkdirSync(FOLDER, { recursive: true })
const stage = await Stage.open()
try {
  await takeAll()
} finally {
  await stage.close()
  await (await testDatabase()).close()
}

async function takeAll(): Promise<void> {
  const page = await stage.page({ viewport: DESKTOP, deviceScaleFactor: 1.5 })
  await page.goto('/')
  await take(page, 'sign-in')

  const mailbox = await createAccount(page, EMAIL, PASSWORD)
  await mailbox.page.close()
  const chat = new ChatPage(page)
  await chat.hears(/protect your account/)
  await chat.answer.getByRole('checkbox', { name: 'Authentication app' }).check()
  await chat.answer.getByRole('checkbox', { name: /^Phone/ }).check()
  await take(page, 'chat-methods')

  await chat.press('Continue')
  await chat.qr.waitFor()
  await take(page, 'chat-app')

  const secret = new URL(await scan(chat.qr)).searchParams.get('secret') ?? ''
  await chat.enters(await oathtool(secret))
  await chat.hears(/What phone number/)
  const phones = await PhonesPage.open(await stage.page({ viewport: TABLE }))
  await phones.readsCalls()
  const mobile = await phones.pickUp(MOBILE)
  await chat.entersNumber(MOBILE)
  await chat.press('Text Me')
  await chat.press('Send verification code')
  await chat.hears(/The text has arrived/)
  await take(page, 'chat-code')

  await chat.enters(await mobile.textedCode())
  await chat.hears(/add a second phone now/)
  await chat.press('No')
  await chat.hears(/all set/)
  // Another resident's phone rings meanwhile.
  const home = await stage.page()
  await home.goto('/')
  await (await createAccount(home, OTHER_EMAIL, PASSWORD)).page.close()
  const other = new ChatPage(home)
  const landline = await phones.pickUp(LANDLINE)
  await other.chooses('Phone (voice and text message)')
  await other.entersNumber(LANDLINE)
  await other.press('Call Me')
  await other.press('Send verification code')
  await landline.takesCall()
  await landline.hears(/Here is your code\.\s+(\d\s+){3}/)
  await phones.page.mouse.wheel(0, -5000)
  await take(phones.page, 'phones')

  const pocket = await stage.page({
    viewport: PHONE,
    deviceScaleFactor: 2,
    colorScheme: 'dark',
    isMobile: true,
    hasTouch: true,
  })
  await pocket.goto('/')
  await signIn(pocket, EMAIL, PASSWORD)
  await stage.town.age()
  const again = new ChatPage(pocket)
  await again.press(/^Phone ending/)
  await again.press('Text Me')
  await again.hears(/in the text/)
  await take(pocket, 'chat-dark-phone')
}

/** A picture of what the window shows, once nothing moves in it any more: nothing has the focus or the mouse over it. */
async function take(page: Page, name: string): Promise<void> {
  await page.bringToFront()
  await page.mouse.move(0, 0)
  await page.evaluate('document.activeElement?.blur()')
  let before = -1
  await until(async () => {
    const now = await page.evaluate<number>(SCROLLED)
    const still = now === before
    before = now
    await page.waitForTimeout(300)
    return still || undefined
  })
  await page.screenshot({ path: path.join(FOLDER, `${name}.png`), animations: 'disabled' })
}

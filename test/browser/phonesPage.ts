import type { Locator, Page } from 'playwright-core'
import { until } from '../support/phone.js'

/** The page of phones and mail, as a tester holds it next to the chat. */
export class PhonesPage {
  constructor(readonly page: Page) {}

  static async open(page: Page): Promise<PhonesPage> {
    await page.goto('/phones')
    return new PhonesPage(page)
  }

  /** The code in the newest mail to an address. */
  async mailedCode(email: string): Promise<string> {
    const mail = this.page.getByRole('log', { name: /^Mail/ }).getByRole('article').filter({ hasText: email })
    return codeIn(await mail.first().innerText())
  }

  /** Opens a phone with this number. */
  async pickUp(number: string): Promise<PhoneOnScreen> {
    await this.page.getByLabel('Phone number').fill(number)
    await this.page.getByRole('button', { name: 'Open a phone' }).click()
    const card = this.page.getByRole('article', { name: number.replace(/^\+1(...)(...)(....)$/, '+1 $1 $2 $3') })
    await card.waitFor()
    return new PhoneOnScreen(card, number)
  }

  /** Calls take the time of reading: no voice says them. */
  async readsCalls(): Promise<void> {
    await this.page.getByRole('button', { name: 'Speak calls aloud', pressed: true }).click()
  }
}

/** One phone of the page. */
export class PhoneOnScreen {
  private seen = 0

  constructor(
    readonly card: Locator,
    /** E.164 */
    readonly number: string,
  ) {}

  /** The texts so far, oldest first. */
  get texts(): Locator {
    return this.card.getByRole('log', { name: 'Texts and calls' }).getByText(/Your code is/)
  }

  /** The code in the next text. */
  async textedCode(): Promise<string> {
    const text = this.texts.nth(this.seen)
    await text.waitFor()
    this.seen += 1
    return codeIn(await text.innerText())
  }

  /** Answers the call and presses the two keys that it names. */
  async takesCall(): Promise<void> {
    await this.card.getByRole('button', { name: 'Answer' }).click()
    const [, first = '', second = ''] = await this.hears(/press (\d), then (\d)/)
    const keypad = this.card.getByRole('group', { name: 'Keypad' })
    for (const key of [first, second]) await keypad.getByRole('button', { name: new RegExp(`^${key}`) }).click()
    await this.hears(/Your code has six digits/)
  }

  /** Takes the call, and writes down the code that it says. */
  async codeByCall(): Promise<string> {
    await this.takesCall()
    const [, digits = ''] = await this.hears(/Here is your code\.\s+((?:\d\s+){6})/)
    await this.card.getByRole('button', { name: 'Hang up' }).click()
    return digits.replace(/\s/g, '')
  }

  /** Turns a setting of this phone on. */
  async is(setting: string): Promise<void> {
    await this.card.getByText('⋯').click()
    await this.card.getByRole('switch', { name: setting }).check()
    await this.card.getByText('⋯').click()
  }

  /** Waits for words that the agency says in the call, a caption a line. */
  hears(words: RegExp): Promise<RegExpExecArray> {
    const captions = this.card.getByRole('log', { name: 'What is said' })
    let said = ''
    return until(async () => {
      said = (await captions.innerText()).replace(/The agency:\s+/g, '')
      return words.exec(said) ?? undefined
    }, 60).catch((error: unknown) => {
      throw new Error(`the call did not say ${String(words)} but: ${said}`, { cause: error })
    })
  }
}

function codeIn(text: string): string {
  const [code] = /\b\d{6}\b/.exec(text) ?? []
  if (code === undefined) throw new Error(`there is no code in ${JSON.stringify(text)}`)
  return code
}

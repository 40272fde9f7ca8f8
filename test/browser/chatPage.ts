import type { Locator, Page } from 'playwright-core'
import { until } from '../support/phone.js'

/** What the parts of the page are called, in a language. */
const NAMES = {
  en: {
    answer: 'Your answer',
    code: 'Code',
    number: 'Phone number',
    verify: 'Verify',
    qr: /^QR code/,
    typing: 'Type a message',
  },
  es: {
    answer: 'Su respuesta',
    code: 'Código',
    number: 'Número de teléfono',
    verify: 'Verificar',
    qr: /^Código QR/,
    typing: 'Escriba un mensaje',
  },
}

/** The chat as a resident sees and uses it: by roles, labels and words. */
export class ChatPage {
  private read = 0

  constructor(
    readonly page: Page,
    private readonly locale: keyof typeof NAMES = 'en',
  ) {}

  /** The form that waits for an answer, and the buttons below it. */
  get answer(): Locator {
    return this.page.getByRole('region', { name: this.names.answer })
  }

  get codeField(): Locator {
    return this.answer.getByLabel(this.names.code, { exact: true })
  }

  get numberField(): Locator {
    return this.answer.getByLabel(this.names.number, { exact: true })
  }

  get qr(): Locator {
    return this.page.getByRole('img', { name: this.names.qr })
  }

  private get names() {
    return NAMES[this.locale]
  }

  /** What was said so far by both, oldest first. */
  async history(): Promise<string[]> {
    const messages = this.page.getByRole('feed').locator('> article')
    // The last line is when it was said.
    return (await messages.allInnerTexts()).map((text) => text.trim().replace(/\n.*$/, ''))
  }

  /** Waits for words that were not there at the last look. */
  async hears(words: RegExp): Promise<void> {
    let heard: string[] = []
    await until(async () => {
      heard = (await this.history()).slice(this.read)
      return heard.some((text) => words.test(text)) || undefined
    }).catch((error: unknown) => {
      throw new Error(`${String(words)} was not said; this was: ${heard.join(' | ')}`, { cause: error })
    })
    this.read += heard.findLastIndex((text) => words.test(text)) + 1
  }

  async press(title: string | RegExp): Promise<void> {
    await this.answer
      .getByRole('button', typeof title === 'string' ? { name: title, exact: true } : { name: title })
      .click()
  }

  /** Ticks check boxes and goes on. */
  async chooses(...titles: string[]): Promise<void> {
    for (const title of titles) await this.answer.getByRole('checkbox', { name: title, exact: true }).check()
    await this.press('Continue')
  }

  async enters(code: string): Promise<void> {
    await this.codeField.fill(code)
    await this.press(this.names.verify)
  }

  async entersNumber(number: string): Promise<void> {
    await this.numberField.fill(number)
    await this.press('Continue')
  }

  /** Says something in words of its own, in Web Chat's box. */
  async types(words: string): Promise<void> {
    const box = this.page.getByPlaceholder(this.names.typing)
    await box.fill(words)
    await box.press('Enter')
  }

  /** Whether what is typed goes into this element. */
  async hasFocus(element: Locator): Promise<boolean> {
    return (await element.and(this.page.locator(':focus')).count()) === 1
  }

  async reloads(): Promise<void> {
    this.read = 0
    await this.page.reload()
  }
}

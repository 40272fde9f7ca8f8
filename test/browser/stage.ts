import type { Browser, BrowserContextOptions, Page, WebSocketRoute } from 'playwright-core'
import { Town } from '../support/town.js'
import { ChatPage } from './chatPage.js'
import { openChromium } from './chromium.js'

/** The whole application and a browser before it. */
export class Stage {
  private constructor(
    readonly town: Town,
    readonly browser: Browser,
  ) {}

  static async open(): Promise<Stage> {
    const browser = await openChromium()
    return new Stage(await Town.open(), browser)
  }

  async close(): Promise<void> {
    await this.browser.close()
    await this.town.close()
  }

  /** A page of a browser that nobody used before. */
  async page(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.browser.newContext({ baseURL: this.town.site, ...options })
    return context.newPage()
  }

  /** The chat of someone who has just made an account. `prepare` sees the page before it loads. */
  async chat(options: BrowserContextOptions = {}, prepare?: (page: Page) => Promise<void>): Promise<ChatPage> {
    const locale = options.locale === 'es' ? 'es' : 'en'
    const [page, resident] = await Promise.all([this.page(options), this.town.newResident(locale)])
    await page.context().addCookies(resident.cookies.map((cookie) => ({ ...cookie, url: this.town.site })))
    await prepare?.(page)
    await page.goto('/')
    const chat = new ChatPage(page, locale)
    await chat.answer.getByRole('checkbox').first().waitFor()
    return chat
  }

  /** The same, and the sockets that its page opens, to be closed like a network does. */
  async chatOnSockets(prepare?: (page: Page) => Promise<void>): Promise<{ chat: ChatPage; sockets: WebSocketRoute[] }> {
    const sockets: WebSocketRoute[] = []
    const chat = await this.chat({}, async (page) => {
      await prepare?.(page)
      await page.routeWebSocket(/\/v3\/directline\//, (socket) => {
        socket.connectToServer()
        sockets.push(socket)
      })
    })
    return { chat, sockets }
  }
}

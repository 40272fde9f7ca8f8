import type { Sent } from './entry.js'
import { linkify } from './linkify.js'
import { styleOptions } from './style.js'
import type { BotData, PageConfig } from './wire.js'

/** A message of the bot as the page looks at it. */
export interface BotMessage {
  id: string
  text: string
  locale: string
  data: BotData
}

/** What the page is told. */
export interface Listeners {
  message(message: BotMessage): void
  /** Something of the resident's is on its way. */
  sending(): void
  /** It did not arrive. */
  notSent(): void
  connected(): void
  lost(): void
  /** The session is over. */
  ended(): void
}

/** How Web Chat looks at the moment. */
export interface Look {
  locale: string
  hideSendBox: boolean
  /** What Web Chat says by itself, by its own keys, in other words than its own. */
  strings: Record<string, string>
}

/** The server closes a stream with this when its session is over. */
const SESSION_OVER = 4404
/** How long the page waits to connect again, in milliseconds: longer each time, up to the last. */
const WAITS = [1000, 2000, 4000, 8000, 15_000]

/** The conversation with the server, through Web Chat and its Direct Line client. */
export class Connection {
  #directLine: DirectLine | undefined
  #look: Look | undefined
  #failures = 0
  #closed = false
  readonly #store: WebChatStore
  /** The languages of what the bot said, by its text: Web Chat renders a text and tells no more of it. */
  readonly #locales = new Map<string, string>()
  readonly #render = (text: string) => linkify(text, { locale: this.#locales.get(text), phone: this.config.phone })

  constructor(
    private readonly config: PageConfig,
    private readonly into: HTMLElement,
    private readonly listeners: Listeners,
  ) {
    this.#store = WebChat.createStore({}, () => (next) => (action) => {
      const result = next(action)
      this.heed(action)
      return result
    })
  }

  /** The token of the moment; the client refreshes it. */
  get token(): string | undefined {
    return this.#directLine?.token
  }

  /** Opens the conversation of this session, with its whole history. */
  async open(look: Look): Promise<void> {
    this.#look = look
    const response = await fetch('/v3/directline/tokens/generate', { method: 'POST' }).catch(() => undefined)
    if (response?.ok === true) {
      const { token } = (await response.json()) as { token: string }
      this.#directLine = this.watched(WebChat.createDirectLine({ domain: `${location.origin}/v3/directline`, token }))
      this.draw()
    } else if (response !== undefined && response.status >= 400 && response.status < 500 && response.status !== 429) {
      this.listeners.ended()
    } else {
      this.reopen()
    }
  }

  /** Shows Web Chat as it should look now. */
  show(look: Look): void {
    this.#look = look
    this.draw()
  }

  send({ text, value }: Sent): void {
    const activity = { type: 'message', textFormat: 'plain', text, ...(value === undefined ? {} : { value }) }
    this.#store.dispatch({ type: 'DIRECT_LINE/POST_ACTIVITY', meta: { method: 'keyboard' }, payload: { activity } })
  }

  /** For good. */
  close(): void {
    this.#closed = true
    this.#directLine?.end()
  }

  private draw(): void {
    if (this.#directLine === undefined || this.#look === undefined) return
    const { locale, hideSendBox, strings } = this.#look
    WebChat.renderWebChat(
      {
        directLine: this.#directLine,
        store: this.#store,
        userID: 'resident',
        locale,
        nonce: this.config.nonce,
        styleOptions: { ...styleOptions(this.into), hideSendBox },
        overrideLocalizedStrings: strings,
        renderMarkdown: this.#render,
      },
      this.into,
    )
  }

  /** Watches the client's socket: the client connects again by itself and says nothing about it. */
  private watched(directLine: DirectLine): DirectLine {
    const opened = () => {
      this.#failures = 0
      this.listeners.connected()
    }
    const closed = ({ code }: CloseEvent) => {
      if (directLine !== this.#directLine) return
      if (code === SESSION_OVER) this.listeners.ended()
      else this.listeners.lost()
    }
    class Watched extends WebSocket {
      constructor(url: string) {
        super(url)
        this.addEventListener('open', opened)
        this.addEventListener('close', closed)
      }
    }
    directLine.services = { ...directLine.services, WebSocket: Watched }
    const post = directLine.postActivity.bind(directLine)
    directLine.postActivity = (activity) => post(activity).map(arrived)
    return directLine
  }

  private heed({ type, payload }: WebChatAction): void {
    if (type === 'DIRECT_LINE/INCOMING_ACTIVITY') this.incoming(payload?.activity)
    else if (type === 'DIRECT_LINE/POST_ACTIVITY_PENDING') this.listeners.sending()
    else if (type === 'DIRECT_LINE/POST_ACTIVITY_REJECTED') this.listeners.notSent()
    // An expired token, or a server that was away for long: Web Chat gave its client up.
    else if (type === 'DIRECT_LINE/DISCONNECT_FULFILLED') this.reopen()
  }

  private incoming(activity: WebChatActivity | undefined): void {
    if (activity?.from?.role !== 'bot') return
    const { id = '', text = '', locale = '', channelData: data = {} } = activity
    this.#locales.set(text, locale)
    this.listeners.message({ id, text, locale, data })
  }

  private reopen(): void {
    const look = this.#look
    if (look === undefined || this.#closed) return
    this.listeners.lost()
    const wait = WAITS[Math.min(this.#failures, WAITS.length - 1)]
    this.#failures += 1
    window.setTimeout(() => void this.open(this.#look ?? look), wait)
  }
}

/** Web Chat takes the client's `retry` for an id, and would wait minutes for the message to come back. */
function arrived(id: string): string {
  if (id === 'retry') throw new Error('the server could not be reached')
  return id
}

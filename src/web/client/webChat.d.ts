/** What this page uses of Web Chat's bundle (`botframework-webchat/dist/webchat-minimal.js`, 4.18). */

interface WebChatActivity {
  id?: string
  type: string
  text?: string
  locale?: string
  from?: { role?: string }
  channelData?: object
}

interface WebChatAction {
  type: string
  payload?: { activity?: WebChatActivity }
}

interface WebChatStore {
  dispatch(action: object): void
}

/** A Direct Line client. `services` is where it takes its WebSocket from. */
interface DirectLine {
  readonly token: string
  services: object
  /** Posts, and tells the activity's id: `retry` where the server could not be reached or failed. */
  postActivity(activity: object): Observed<string>
  end(): void
}

/** An observable of RxJS. */
interface Observed<Value> {
  map<Other>(project: (value: Value) => Other): Observed<Other>
}

declare const WebChat: {
  createDirectLine(options: { domain: string; token: string }): DirectLine
  createStore(
    initial: object,
    middleware: () => (next: (action: WebChatAction) => unknown) => (action: WebChatAction) => unknown,
  ): WebChatStore
  renderWebChat(
    props: {
      directLine: DirectLine
      store: WebChatStore
      userID: string
      locale: string
      nonce: string
      styleOptions: object
      overrideLocalizedStrings: Record<string, string>
      renderMarkdown: (text: string) => string
    },
    into: HTMLElement,
  ): void
}

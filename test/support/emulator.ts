import { randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'chai'
import type { Activity } from 'botbuilder'
import { conversationIdOf } from '../../src/channels/received.js'
import { until } from './phone.js'

/** How the bot answers: in the HTTP response, or by calling the connector that the activity names. */
export type Delivery = 'expectReplies' | 'connector'

/** What of the Bot Connector's API the bot uses: send to a conversation, and reply to an activity. */
const CONNECTOR_PATH = /^\/v3\/conversations\/[^/]+\/activities(\/[^/]+)?$/

/** A chat in the Bot Framework Emulator: activities to `/api/messages`, answers as the Emulator takes them. */
export class Emulator {
  readonly heard: Partial<Activity>[] = []
  private connector: Server | undefined
  private serviceUrl = 'http://localhost:1'
  private readonly user = randomUUID()

  /** @param conversation another sender's, for a group; one of its own otherwise. */
  constructor(
    private readonly site: string,
    private readonly delivery: Delivery,
    readonly conversation: string = randomUUID(),
  ) {}

  /** The conversation as the database knows it. */
  get conversationId(): string {
    return conversationIdOf({ type: 'message', ...this.envelope })
  }

  /** The buttons under the newest message. */
  get buttons(): string[] {
    return this.heard.at(-1)?.suggestedActions?.actions.map(({ value }) => String(value)) ?? []
  }

  async open(): Promise<this> {
    const connector = createServer((request, response) => {
      if (request.method !== 'POST' || !CONNECTOR_PATH.test(request.url ?? '')) {
        response.writeHead(404).end()
        return
      }
      let body = ''
      request.on('data', (part: Buffer) => (body += part.toString()))
      request.on('end', () => {
        this.heard.push(JSON.parse(body) as Partial<Activity>)
        response.setHeader('content-type', 'application/json')
        response.end(JSON.stringify({ id: randomUUID() }))
      })
    })
    await new Promise<void>((resolve) => connector.listen(0, '127.0.0.1', () => resolve()))
    connector.unref()
    this.connector = connector
    this.serviceUrl = `http://localhost:${(connector.address() as AddressInfo).port}`
    return this
  }

  async close(): Promise<void> {
    await new Promise((resolve) => this.connector?.close(resolve))
  }

  /** Someone opens the chat: the Emulator lists them and the bot. */
  joins(): Promise<string> {
    return this.exchange({ type: 'conversationUpdate', membersAdded: [{ id: 'bot', name: 'Bot' }, { id: this.user }] })
  }

  says(text: string): Promise<string> {
    return this.exchange({ type: 'message', text })
  }

  fills(values: Record<string, unknown>): Promise<string> {
    return Promise.reject(new Error(`the Emulator has no form for ${JSON.stringify(values)}`))
  }

  /** Waits for something that the bot says unasked. */
  pushed(expected: RegExp): Promise<Partial<Activity>> {
    return until(() => Promise.resolve(this.heard.find(({ text }) => expected.test(text ?? ''))))
  }

  /** The newest picture. */
  picture(): Buffer {
    const attachment = this.heard.findLast(({ attachments }) => attachments !== undefined)?.attachments?.[0]
    return Buffer.from(attachment?.contentUrl?.replace(/^data:image\/png;base64,/, '') ?? '', 'base64')
  }

  /** Posts an activity as it is; the raw response. */
  post(activity: object, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(new URL('/api/messages', this.site), {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({
        id: randomUUID(),
        serviceUrl: this.serviceUrl,
        ...this.envelope,
        ...(this.delivery === 'expectReplies' ? { deliveryMode: 'expectReplies' } : {}),
        ...activity,
      }),
    })
  }

  private get envelope() {
    return {
      channelId: 'emulator',
      conversation: { id: this.conversation },
      from: { id: this.user, name: 'User' },
      recipient: { id: 'bot', name: 'Bot' },
    }
  }

  private async exchange(activity: object): Promise<string> {
    const before = this.heard.length
    const response = await this.post(activity)
    expect(response.status).to.equal(200)
    if (this.delivery === 'expectReplies') {
      this.heard.push(...((await response.json()) as { activities: Partial<Activity>[] }).activities)
    }
    return this.heard
      .slice(before)
      .map(({ text }) => text ?? '')
      .join('\n')
  }
}

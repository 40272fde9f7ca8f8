import { randomUUID } from 'node:crypto'
import { expect } from 'chai'
import type { PageAsk } from '../../src/web/client/wire.js'

/** A browser without a screen: a cookie jar over fetch, for the plain pages and for Direct Line. */
export class Visitor {
  protected readonly jar = new Map<string, string>()

  constructor(readonly site: string) {}

  /** What the site keeps in this browser. */
  get cookies(): { name: string; value: string }[] {
    return [...this.jar].map(([name, value]) => ({ name, value }))
  }

  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const cookie = [...this.jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(new URL(path, this.site), {
      redirect: 'manual',
      ...init,
      headers: { ...(cookie === '' ? {} : { cookie }), ...(init.headers as Record<string, string> | undefined) },
    })
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const [name = '', value = ''] = pair.split(/=(.*)/s)
      if (value === '' || /max-age=0/i.test(line)) this.jar.delete(name)
      else this.jar.set(name, value)
    }
    return response
  }

  post(path: string, body: object = {}): Promise<Response> {
    return this.fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  }

  /** Opens the chat of this visitor's session. */
  async chat(): Promise<Chat> {
    const generated = await this.post('/v3/directline/tokens/generate')
    expect(generated.status, 'a token for the session').to.equal(200)
    const { token } = (await generated.json()) as { token: string }
    const opened = await fetch(new URL('/v3/directline/conversations', this.site), {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    })
    expect(opened.status).to.equal(201)
    const { conversationId } = (await opened.json()) as { conversationId: string }
    return new Chat(this, token, conversationId)
  }
}

/** An activity as the chat page sees it. */
export interface Seen {
  id: string
  text?: string
  from: { role: string }
  attachments?: { contentType: string; contentUrl: string; name: string }[]
  channelData?: { ask?: PageAsk; signal?: string }
}

/** A chat over Direct Line's polling, as Web Chat would hold it. */
export class Chat {
  private watermark = ''
  /** The question that waits for a reply. */
  ask: PageAsk | undefined
  readonly seen: Seen[] = []

  constructor(
    private readonly visitor: Visitor,
    readonly token: string,
    readonly conversationId: string,
  ) {}

  /** What was said since the last time, the bot's words only. */
  async hears(): Promise<string> {
    const path = `/v3/directline/conversations/${this.conversationId}/activities?watermark=${this.watermark}`
    const response = await this.visitor.fetch(path, { headers: { authorization: `Bearer ${this.token}` } })
    expect(response.status).to.equal(200)
    const { activities, watermark } = (await response.json()) as { activities: Seen[]; watermark: string }
    this.watermark = watermark
    this.seen.push(...activities)
    const bot = activities.filter(({ from }) => from.role === 'bot')
    this.ask = bot.findLast(({ channelData }) => channelData?.ask !== undefined)?.channelData?.ask ?? this.ask
    return bot.map(({ text }) => text ?? '').join('\n')
  }

  /** Says something in words; what is answered. */
  async says(text: string): Promise<string> {
    await this.send({ text })
    return this.hears()
  }

  /** Fills in the form of the question that waits. */
  async fills(values: Record<string, unknown>): Promise<string> {
    await this.send({ text: '', value: { ask: this.ask?.id, values } })
    return this.hears()
  }

  send(activity: object): Promise<Response> {
    return this.visitor.fetch(`/v3/directline/conversations/${this.conversationId}/activities`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        type: 'message',
        from: { id: 'resident' },
        channelData: { clientActivityID: randomUUID() },
        ...activity,
      }),
    })
  }
}

/** A line of a script: what the resident says or fills in, and what the answer has in it. */
export type Line = [said: string | Record<string, unknown> | (() => string | Promise<string>), expected: RegExp]

/** Plays a script against a chat; each answer must have in it what is expected. */
export async function play(chat: Pick<Chat, 'says' | 'fills'>, script: Line[]): Promise<void> {
  for (const [said, expected] of script) {
    const words = typeof said === 'function' ? await said() : said
    const answer = typeof words === 'string' ? await chat.says(words) : await chat.fills(words)
    expect(answer, `after "${typeof words === 'string' ? words : JSON.stringify(words)}"`).to.match(expected)
  }
}

import { expect } from 'chai'
import type { CallView, NetworkView, PhoneView, Switches, TextView } from '../../src/web/client/phonesWire.js'

/** A phone of the development network, as its owner holds it: over HTTP, like `/phones`. */
export class HeldPhone {
  constructor(
    private readonly site: string,
    /** E.164 */
    readonly number: string,
  ) {}

  /** As a person writes it: `202-555-0143`. */
  get spoken(): string {
    return this.number.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, '$1-$2-$3')
  }

  async is(...switches: (keyof Switches)[]): Promise<void> {
    await this.act('switch', Object.fromEntries(switches.map((name) => [name, true])))
  }

  /** The texts so far, oldest first. */
  async texts(): Promise<TextView[]> {
    return (await this.view())?.texts ?? []
  }

  /** The code in the newest text, once one has come. */
  async code(): Promise<string> {
    const text = await until(async () => (await this.texts()).findLast(({ from }) => from === 'agency'))
    return /\b\d{6}\b/.exec(text.body)?.[0] ?? ''
  }

  /** The code in a text that was not there at the last look, once it has come. */
  async newCode(): Promise<string> {
    const text = await until(async () =>
      (await this.texts()).findLast(
        ({ from, sid, body }) => from === 'agency' && !this.read.has(sid) && /\b\d{6}\b/.test(body),
      ),
    )
    this.read.add(text.sid)
    return /\b\d{6}\b/.exec(text.body)?.[0] ?? ''
  }

  private readonly read = new Set<string>()

  /** Six digits that no text to this phone had in it. */
  async wrongCode(): Promise<string> {
    const codes = (await this.texts()).flatMap(({ body }) => body.match(/\b\d{6}\b/g) ?? [])
    return ['000000', '111111', '222222', '333333'].find((code) => !codes.includes(code)) ?? ''
  }

  /** Answers the call, presses the two digits it names, and writes the code down. */
  async codeByCall(): Promise<string> {
    await until(async () => (await this.view())?.calls.find(({ status }) => status === 'ringing'))
    const greeting = await this.act('answer')
    const [, first = '', second = ''] = /press (\d)\D{1,12}then (\d)/i.exec(greeting) ?? []
    const answer = await this.act('press', { digits: first + second })
    await this.act('hangup')
    const digits = answer.match(/\b\d\b/g) ?? []
    expect(digits.length, answer).to.be.at.least(6)
    return digits.slice(0, 6).join('')
  }

  async calls(): Promise<CallView[]> {
    return (await this.view())?.calls ?? []
  }

  /** Does something on the phone; what the agency says to it. */
  async act(action: string, body: object = {}): Promise<string> {
    const response = await fetch(new URL(`/phones/${encodeURIComponent(this.number)}/${action}`, this.site), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    expect(response.status, action).to.equal(200)
    return ((await response.json()) as { said: string[] }).said.join(' ')
  }

  private async view(): Promise<PhoneView | undefined> {
    const state = (await (await fetch(new URL('/phones/state', this.site))).json()) as NetworkView
    return state.phones.find(({ number }) => number === this.number)
  }
}

/** Waits until something is there, for ten seconds unless told otherwise. */
export async function until<T>(look: () => Promise<T | undefined>, seconds = 10): Promise<T> {
  const end = Date.now() + seconds * 1000
  for (;;) {
    const found = await look()
    if (found !== undefined) return found
    if (Date.now() > end) throw new Error(`it did not come in ${seconds} seconds`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

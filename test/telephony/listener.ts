import { expect } from 'chai'
import type { Line } from './line.js'

/** One turn of a call as it is heard. */
interface Turn {
  says: string[]
  language: string
  /** Seconds of silence in all. */
  pauses: number
  /** Where keys go; undefined when the call is hung up. */
  action: string | undefined
  finishOnKey: string
  numDigits: number
}

/** What is pressed: keys, nothing, the two keys that were named, or others. */
export type Pressed = 'silence' | 'right' | 'wrong' | (string & {})

/** Somebody who answers a call and does what it says. Plays Twilio's part of each turn. */
export class Listener {
  turn: Turn | undefined
  /** The last request, to be made again. */
  last: { url: string; fields: Record<string, string> } | undefined

  constructor(
    readonly line: Line,
    readonly url: string,
    readonly callSid: string,
  ) {}

  /** Picks up; what is heard. */
  answer(by?: string): Promise<string> {
    return this.ask(this.url, by === undefined ? {} : { AnsweredBy: by })
  }

  async press(pressed: Pressed): Promise<string> {
    const { action, finishOnKey, numDigits } = this.turn ?? {}
    if (action === undefined || finishOnKey === undefined) throw new Error('nobody is listening')
    const keys = this.keys(pressed)
    const end = finishOnKey === '' ? -1 : keys.indexOf(finishOnKey)
    const Digits = end === -1 ? keys : keys.slice(0, end)
    expect(Digits.length).to.be.at.most(numDigits ?? 0)
    return this.ask(action, { Digits, FinishedOnKey: end === -1 ? '' : finishOnKey })
  }

  /** The same webhook once more, as Twilio repeats one that it got no answer to. */
  again(callSid = this.callSid): Promise<string> {
    if (this.last === undefined) throw new Error('nothing to repeat')
    return this.ask(this.last.url, { ...this.last.fields, CallSid: callSid })
  }

  /** Plays a script of what is pressed and heard from the answered call on. */
  async play(script: [Pressed | 'answer', RegExp][]): Promise<void> {
    for (const [pressed, expected] of script) {
      const heard = pressed === 'answer' ? await this.answer('human') : await this.press(pressed)
      expect(heard, `after ${pressed}`).to.match(expected)
    }
  }

  get hungUp(): boolean {
    return this.turn?.action === undefined
  }

  private keys(pressed: Pressed): string {
    if (pressed === 'silence') return ''
    if (pressed !== 'right' && pressed !== 'wrong') return pressed
    const [, first, second] = /(?:press|marque) (\d)\D+(\d)\./.exec(this.turn?.says.join(' ') ?? '') ?? []
    if (first === undefined || second === undefined) throw new Error('no keys were named')
    return pressed === 'right' ? first + second : first + String((Number(second) % 8) + 1)
  }

  private async ask(url: string, more: Record<string, string>): Promise<string> {
    const fields = { CallSid: this.callSid, CallStatus: 'in-progress', ...more }
    this.last = { url, fields }
    const response = await this.line.post(url, fields)
    expect(response.status).to.equal(200)
    expect(response.headers.get('content-type')).to.match(/^text\/xml/)
    this.turn = read(await response.text())
    return this.turn.says.join(' ')
  }
}

function read(xml: string): Turn {
  const gather = /<Gather ([^>]*)>(.*)<\/Gather>/s.exec(xml)
  const attribute = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(gather?.[1] ?? '')?.[1]
  if (gather === null) expect(xml).to.match(/<Hangup\/><\/Response>$/)
  else {
    expect(xml, 'everything is inside of the Gather').to.match(/<Response><Gather [^>]*>.*<\/Gather><\/Response>$/s)
    expect([attribute('input'), attribute('actionOnEmptyResult')]).to.deep.equal(['dtmf', 'true'])
  }
  return {
    says: [...xml.matchAll(/<Say[^>]*>([^<]*)<\/Say>/g)].map(([, text = '']) => text),
    language: /<Say[^>]*language="([^"]*)"/.exec(xml)?.[1] ?? '',
    pauses: [...xml.matchAll(/<Pause length="(\d+)"\/>/g)].reduce((sum, [, length]) => sum + Number(length), 0),
    action: attribute('action'),
    finishOnKey: attribute('finishOnKey') ?? '#',
    numDigits: Number(attribute('numDigits')),
  }
}

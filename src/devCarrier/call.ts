import type { Logger } from '../log.js'
import type { CallStatus, CallView } from '../web/client/phonesWire.js'
import { newSid, type Agency } from './agency.js'
import { callFields, eventOf, progressFields } from './callFields.js'
import type { Changes } from './changes.js'
import type { Heard } from './ear.js'
import { runTwiml, type Line } from './interpreter.js'
import { Talk } from './talk.js'
import { parseTwiml, TwimlError, type Dial, type Gather, type Prompt, type Verb } from './twiml.js'
import type { Target, Webhook } from './webhook.js'

/** What a call is made with. */
export interface CallParts {
  direction: CallView['direction']
  from: string
  to: string
  /** The TwiML that runs when it is answered; none for the leg of a Dial without a whisper. */
  start: Target | undefined
  /** Who is told of which events. */
  status: { target: Target; events: ReadonlySet<string> } | undefined
  /** Whether the agency asked who answers (`MachineDetection`). */
  detects: boolean
  agency: Agency
  webhook: Webhook
  /** Those of the phone that the call is on. */
  changes: Changes
  log: Logger
  /** Rings another phone for a Dial; what came of it, as fields for the Dial's action. */
  connect(call: Call, dial: Dial, base: string): Promise<Record<string, string>>
}

/** How a call can end. */
export type CallEnd = Exclude<CallStatus, 'queued' | 'ringing' | 'in-progress'>

const SAYS_FAILED = 'We are sorry, an application error has occurred. Goodbye.'

/** One call, from dialling to its end; runs the agency's TwiML while it lasts. */
export class Call implements Line {
  readonly view: CallView
  readonly talk: Talk
  /** Aborts when the call is over. */
  readonly over: AbortSignal
  /** Two people are talking: a Dial was answered. */
  connected = false
  answeredAt: Date | undefined
  endedAt: Date | undefined
  private readonly ending = new AbortController()
  private reports: Promise<unknown> = Promise.resolve()
  private sequence = 0
  private ringing: NodeJS.Timeout | undefined

  constructor(readonly parts: CallParts) {
    this.view = {
      sid: newSid('CA'),
      direction: parts.direction,
      status: 'queued',
      at: new Date().toISOString(),
      aloud: false,
      answeredBy: null,
      captions: [],
      listening: null,
    }
    this.over = this.ending.signal
    this.talk = new Talk(this.view, parts.changes, this.over)
  }

  get ended(): boolean {
    return this.over.aborted
  }

  /** How long it was answered, in seconds; begun ones count, as Twilio bills. */
  get seconds(): number {
    if (this.answeredAt === undefined) return 0
    return Math.ceil(((this.endedAt ?? new Date()).getTime() - this.answeredAt.getTime()) / 1000)
  }

  /** Rings for at most `seconds`. */
  ring(seconds: number): void {
    this.report('initiated')
    this.become('ringing')
    this.ringing = setTimeout(() => this.end('no-answer'), seconds * 1000)
  }

  /** Somebody, or a machine, picks up. Comes back when the call is over. */
  async answer(by: 'human' | 'machine_start', aloud: boolean): Promise<void> {
    clearTimeout(this.ringing)
    Object.assign(this.view, { answeredBy: by, aloud })
    this.become('in-progress')
    await this.run(this.parts.detects ? { AnsweredBy: by } : {})
  }

  /** A call to the agency: its first document says whether it is taken. Comes back when the call is over. */
  async dialIn(aloud: boolean): Promise<void> {
    this.view.aloud = aloud
    this.become('ringing')
    await this.run({})
  }

  /** Ends the call; the first ending stays. */
  end(status: CallEnd): void {
    if (this.ended) return
    clearTimeout(this.ringing)
    this.endedAt = new Date()
    this.ending.abort()
    this.talk.close()
    this.become(status)
  }

  /** Waits until it is the phone's turn: it rings, a question is asked, a person is on the line, or it is over. */
  async settled(limit: number): Promise<void> {
    const rings = (): boolean => this.view.status === 'ringing' && this.view.direction !== 'inbound'
    await this.parts.changes.until(() => this.ended || this.talk.waits || this.connected || rings(), limit)
  }

  async read(target: Target, fields: Record<string, string>): Promise<Verb[]> {
    if (this.talk.full) return [{ verb: 'Hangup' }]
    const answer = await this.parts.webhook(target, { ...callFields(this), ...fields })
    if (answer.status < 200 || answer.status > 299) throw new TwimlError(11200, `answered with ${answer.status}`)
    if (!/^(text|application)\/xml$/.test(answer.type)) throw new TwimlError(12300, `answered with ${answer.type}`)
    const verbs = parseTwiml(answer.body)
    if (verbs[0]?.verb !== 'Reject') this.take()
    return verbs
  }

  prompt(prompt: Prompt): Promise<void> {
    return this.talk.prompt(prompt)
  }

  gather(gather: Gather): Promise<Heard> {
    return this.talk.gather(gather)
  }

  dial(dial: Dial, base: string): Promise<Record<string, string>> {
    return this.parts.connect(this, dial, base)
  }

  reject(reason: 'rejected' | 'busy'): void {
    this.end(reason === 'busy' ? 'busy' : 'no-answer')
  }

  async fail({ code, message }: TwimlError): Promise<void> {
    this.parts.log.warn({ call: this.view.sid, code, reason: message }, 'a call met an application error')
    this.take()
    await this.talk.prompt({ verb: 'Say', text: SAYS_FAILED, language: 'en-US' })
  }

  /** Runs the TwiML; the leg of a Dial then stays until somebody hangs up. */
  private async run(fields: Record<string, string>): Promise<void> {
    if (this.parts.start !== undefined) await runTwiml(this, this.parts.start, fields)
    if (this.parts.direction === 'outbound-dial' && !this.ended) {
      this.connected = true
      this.parts.changes.tell()
      await new Promise((resolve) => this.over.addEventListener('abort', resolve))
    }
    this.end('completed')
  }

  /** An incoming call is in progress once the agency has answered. */
  private take(): void {
    if (this.view.status === 'ringing') this.become('in-progress')
  }

  private become(status: CallStatus): void {
    this.view.status = status
    if (status === 'in-progress') this.answeredAt = new Date()
    this.report(eventOf(status))
    this.parts.changes.tell()
  }

  /** Tells the agency, one event after another, in their order. */
  private report(event: string): void {
    const { status, webhook } = this.parts
    if (status?.events.has(event) !== true) return
    const fields = progressFields(this, event, this.sequence++)
    this.reports = this.reports.then(() => webhook(status.target, fields))
  }
}

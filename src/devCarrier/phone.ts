import type { PhoneView, Switches, TextView } from '../web/client/phonesWire.js'
import { newSid } from './agency.js'
import type { Call } from './call.js'
import { Changes } from './changes.js'
import { textAgency } from './inboundText.js'
import type { Message } from './message.js'
import type { Network } from './network.js'
import { segmentsOf } from './segments.js'

/** What Twilio shows as the number of a caller who hides it. */
const WITHHELD = '+266696687'

/** How long `nextText`, `rings` and the like wait, milliseconds. */
const PATIENCE = 10_000

/** A phone of the toy network, and what its owner does with it. */
export class Phone {
  readonly changes = new Changes()
  readonly texts: TextView[] = []
  /** Newest last. */
  readonly calls: Call[] = []
  readonly switches: Switches = {
    voicemail: false,
    unreachable: false,
    landline: false,
    optedOut: false,
    withheld: false,
    trouble: null,
  }
  private read = 0

  constructor(
    private readonly network: Network,
    /** E.164. */
    readonly number: string,
  ) {}

  /** The call that rings or goes on. */
  get call(): Call | undefined {
    return this.calls.findLast(({ ended }) => !ended)
  }

  /** All of it, as the page sees it. */
  get view(): PhoneView {
    const { number, switches, texts, calls } = this
    return { number, switches, texts, calls: calls.map(({ view }) => view) }
  }

  /** Changes how the phone behaves; what is undefined stays. */
  set(switches: { [Name in keyof Switches]?: Switches[Name] | undefined }): true {
    const given = Object.entries(switches).filter(([, value]) => value !== undefined)
    Object.assign(this.switches, Object.fromEntries(given))
    this.changes.tell()
    return true
  }

  /** Texts the agency; comes back when its answer is here. */
  async text(body: string): Promise<true> {
    const text = this.show({ sid: newSid('SM'), from: 'phone', body, status: 'sending', error: null })
    text.status = (await textAgency(this.network, this, body)) ? 'received' : 'failed'
    this.changes.tell()
    return true
  }

  /** A text from the agency arrives, or is known not to. */
  receive({ sid, body, error }: Message): void {
    const arrived = error === null
    this.show({ sid, from: 'agency', body: arrived ? body : '', status: arrived ? 'delivered' : 'undelivered', error })
  }

  /** Calls the agency, unless it is on the phone already. `aloud`: the caller hears it spoken in real time. */
  dial(aloud = false): boolean {
    if (this.call !== undefined) return false
    const { agency } = this.network
    const call = this.network.open(
      {
        direction: 'inbound',
        from: this.switches.withheld ? WITHHELD : this.number,
        to: agency.number,
        start: { url: `${agency.publicUrl}/twilio/voice`, method: 'POST' },
        status: {
          target: { url: `${agency.publicUrl}/twilio/status/call`, method: 'POST' },
          events: new Set(['completed']),
        },
        detects: false,
      },
      this,
    )
    void call.dialIn(aloud)
    return true
  }

  /** Answers the call that rings. */
  pickUp(aloud = false): boolean {
    const call = this.call
    if (call?.view.status !== 'ringing' || call.view.direction === 'inbound') return false
    void call.answer('human', aloud)
    return true
  }

  /** Turns the call that rings away, or lets it ring out. */
  refuse(how: 'busy' | 'no-answer'): boolean {
    const call = this.call
    if (call?.view.status !== 'ringing' || call.view.direction === 'inbound') return false
    call.end(how)
    return true
  }

  /** Ends the call from this side. */
  hangUp(): boolean {
    const call = this.call
    call?.end(call.view.status === 'ringing' ? 'no-answer' : 'completed')
    return call !== undefined
  }

  /** Waits for the next text from the agency that this has not given yet. @throws {Error} when none comes. */
  async nextText(): Promise<TextView> {
    const arrived = (): TextView[] =>
      this.texts.filter(({ from, status }) => from === 'agency' && status === 'delivered')
    await this.changes.until(() => arrived().length > this.read, PATIENCE)
    const text = arrived()[this.read]
    if (text === undefined) throw new Error('no text came')
    this.read += 1
    return text
  }

  /** Waits until the agency calls. @throws {Error} when it does not. */
  async rings(): Promise<Call> {
    const ringing = (): Call | undefined =>
      this.calls.findLast(({ view }) => view.status === 'ringing' && view.direction !== 'inbound')
    await this.changes.until(() => ringing() !== undefined, PATIENCE)
    const call = ringing()
    if (call === undefined) throw new Error('no call came')
    return call
  }

  private show(text: Pick<TextView, 'sid' | 'from' | 'body' | 'status' | 'error'>): TextView {
    const shown = { ...text, at: new Date().toISOString(), ...segmentsOf(text.body) }
    this.texts.push(shown)
    this.changes.tell()
    return shown
  }
}

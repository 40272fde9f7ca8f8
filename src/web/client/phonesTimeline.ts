import { element } from './element.js'
import { captionItem } from './phonesCaptions.js'
import { clock, linked } from './phonesElements.js'
import { isLive, type CallView, type PhoneView, type TextView } from './phonesWire.js'

const ERRORS: Record<number, string> = {
  30003: 'phone unreachable',
  30004: 'blocked',
  30005: 'unknown number',
  30006: 'landline',
  30007: 'filtered as spam',
}

/** A phone's texts and past calls, newest last. Only what changed is drawn anew, so that a screen reader reads what is new. */
export class Timeline {
  private readonly drawn = new Map<string, { state: string; item: HTMLElement }>()

  constructor(private readonly list: HTMLElement) {}

  /** Draws what the phone has. */
  update({ texts, calls }: PhoneView): void {
    const past = calls.filter((call) => !isLive(call))
    const entries = [
      ...texts.map((text) => ({ sid: text.sid, at: text.at, state: text.status, draw: () => textItem(text) })),
      ...past.map((call) => ({ sid: call.sid, at: call.at, state: call.status, draw: () => callItem(call) })),
    ].sort((one, other) => one.at.localeCompare(other.at))
    const atEnd = this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < 80
    const before = this.drawn.size
    entries.forEach(({ sid, state, draw }, place) => {
      const known = this.drawn.get(sid)
      if (known?.state === state) return
      const item = draw()
      if (known === undefined) this.list.insertBefore(item, this.list.children[place] ?? null)
      else known.item.replaceWith(item)
      this.drawn.set(sid, { state, item })
    })
    if (this.drawn.size > before && atEnd) this.list.scrollTop = this.list.scrollHeight
  }
}

function textItem(text: TextView): HTMLElement {
  const item = element('div', { class: `text from-${text.from}` })
  if (text.status === 'undelivered') {
    item.classList.add('lost')
    item.textContent = `A text did not arrive: ${text.error ?? 0} ${ERRORS[text.error ?? 0] ?? ''}`
    return item
  }
  const bubble = element('p', { class: 'bubble' })
  item.append(element('span', { class: 'unseen' }, text.from === 'agency' ? 'The agency: ' : 'You: '), bubble)
  linked(bubble, text.body)
  item.append(element('p', { class: 'text-foot' }, footOf(text)))
  return item
}

function footOf({ at, status, encoding, segments, from }: TextView): string {
  if (status === 'sending') return 'sending…'
  if (status === 'failed') return 'The agency’s server did not take it. See its log.'
  const size = `${segments} ${segments === 1 ? 'segment' : 'segments'} ${encoding}`
  return from === 'agency' ? `${clock(at)} · ${size}` : clock(at)
}

function callItem(call: CallView): HTMLElement {
  const item = element('div', { class: 'past-call' })
  const incoming = call.direction !== 'inbound'
  const by = call.answeredBy === 'machine_start' ? ', voicemail' : ''
  const title = `${incoming ? 'Call from the agency' : 'Call to the agency'} · ${call.status}${by} · ${clock(call.at)}`
  if (call.captions.length === 0) {
    item.textContent = title
    return item
  }
  const captions = element('div', { class: 'captions past' }, ...call.captions.map(captionItem))
  item.append(element('details', {}, element('summary', {}, title), captions))
  return item
}

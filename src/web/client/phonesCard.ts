import { act } from './phonesApi.js'
import { CallPanel } from './phonesCall.js'
import { copyOf, part, pretty } from './phonesElements.js'
import { Timeline } from './phonesTimeline.js'
import { isLive, type CallView, type PhoneView } from './phonesWire.js'

/** A phone on the page. */
export class PhoneCard {
  readonly element: HTMLElement
  /** The agency is calling. */
  rings = false
  private readonly timeline: Timeline
  private readonly panel: CallPanel

  constructor(private readonly number: string) {
    this.element = copyOf('phone-template')
    this.timeline = new Timeline(part(this.element, 'timeline', HTMLElement))
    this.panel = new CallPanel(this.element, { act: (action, body) => void this.act(action, body) })
    this.name()
    this.wire()
  }

  /** Draws the phone as it is now. */
  update(phone: PhoneView): void {
    const call = phone.calls.find(isLive)
    this.rings = call?.status === 'ringing' && call.direction !== 'inbound'
    this.element.dataset['state'] = call === undefined ? 'idle' : this.rings ? 'ringing' : 'talking'
    const state = part(this.element, 'state', HTMLElement)
    const words = stateOf(phone, call)
    if (state.textContent !== words) state.textContent = words
    part(this.element, 'dial', HTMLButtonElement).hidden = call !== undefined
    for (const box of this.element.querySelectorAll<HTMLInputElement>('[data-switch]')) {
      box.checked = phone.switches[box.dataset['switch'] as keyof PhoneView['switches']] === true
    }
    part(this.element, 'trouble', HTMLSelectElement).value = String(phone.switches.trouble ?? '')
    this.panel.update(call)
    this.timeline.update(phone)
  }

  /** Gives the element and its fields names of their own. */
  private name(): void {
    const title = part(this.element, 'number', HTMLElement)
    title.textContent = pretty(this.number)
    title.id = `phone-${this.number.slice(1)}`
    this.element.setAttribute('aria-labelledby', title.id)
    for (const [label, field] of [
      ['bodyLabel', 'body'],
      ['sayLabel', 'words'],
    ] as const) {
      const input = part(this.element, field, HTMLInputElement)
      input.id = `${title.id}-${field}`
      part(this.element, label, HTMLLabelElement).htmlFor = input.id
    }
  }

  private wire(): void {
    const { element } = this
    part(element, 'dial', HTMLButtonElement).addEventListener('click', () => {
      element.focus()
      void this.act('call', { aloud: true })
    })
    part(element, 'close', HTMLButtonElement).addEventListener('click', () => void this.act('close'))
    part(element, 'text', HTMLFormElement).addEventListener('submit', (event) => {
      event.preventDefault()
      const body = part(element, 'body', HTMLInputElement)
      if (body.value.trim() !== '') void this.act('text', { body: body.value })
      body.value = ''
    })
    for (const box of element.querySelectorAll<HTMLInputElement>('[data-switch]')) {
      box.addEventListener('change', () => void this.act('switch', { [box.dataset['switch'] ?? '']: box.checked }))
    }
    const trouble = part(element, 'trouble', HTMLSelectElement)
    trouble.addEventListener('change', () => {
      void this.act('switch', { trouble: trouble.value === '' ? null : Number(trouble.value) })
    })
  }

  private async act(action: string, body?: object): Promise<void> {
    const reply = await act(this.number, action, body)
    // A key that nobody listens to is no mistake on a telephone, and the page's own "spoken" may come late.
    const silent = action === 'press' || action === 'spoken'
    part(this.element, 'problem', HTMLElement).textContent = reply.ok || silent ? '' : reply.problem
  }
}

function stateOf({ switches }: PhoneView, call: CallView | undefined): string {
  if (call !== undefined)
    return call.status === 'in-progress' ? 'In a call' : call.direction === 'inbound' ? 'Calling' : 'Ringing'
  if (switches.unreachable) return 'Unreachable'
  if (switches.optedOut) return 'Opted out of texts'
  if (switches.landline) return 'Landline'
  if (switches.voicemail) return 'Voicemail answers'
  return switches.trouble === null ? 'Ready' : `Trouble ${switches.trouble}`
}

import { Countdown } from './countdown.js'
import { button, element } from './element.js'
import type { Sent } from './entry.js'
import { fieldsFor, type Fields } from './forms.js'
import type { Sayings } from './sayings.js'
import type { PageAsk, PageConfig } from './wire.js'

/** The action that is held back until another code may be sent. */
const NEW_CODE = 'newCode'

/** The form for the question that waits. It is closed from when it is sent until the next question: a double click sends once. */
export class Composer {
  #ask: PageAsk | undefined
  #fields: Fields | undefined
  #countdown: Countdown | undefined
  #sent = false
  readonly #held = element('fieldset', { class: 'plain' })
  readonly #error = element('p', { class: 'error', id: 'form-error', role: 'alert' })

  constructor(
    private readonly root: HTMLFormElement,
    private readonly sayings: Sayings,
    private readonly countries: PageConfig['countries'],
    private readonly send: (sent: Sent) => void,
    private readonly announce: (sentence: string) => void,
  ) {
    root.append(this.#held)
    root.addEventListener('submit', (event) => {
      event.preventDefault()
      this.submit()
    })
  }

  /** Its own field takes words: no other one is needed. */
  get takesWords(): boolean {
    return this.#fields?.input !== undefined
  }

  /** Draws the form for an ask. What was typed stays when the same ask is repeated, unless it was sent. */
  show(ask: PageAsk): void {
    const draft = ask.id === this.#ask?.id && !this.#sent ? (this.#fields?.input?.value ?? '') : ''
    this.draw(ask)
    this.#sent = false
    const input = this.#fields?.input
    if (input !== undefined) input.value = draft
  }

  /** Draws the same form in another language. */
  redraw(): void {
    if (this.#ask !== undefined) this.show(this.#ask)
  }

  /** Closes the form until it is shown or opened again. */
  close(): void {
    this.#held.disabled = true
  }

  /** Opens the form as it was: what was sent did not arrive. */
  open(): void {
    this.#held.disabled = false
    this.#sent = false
  }

  /**
   * Puts the focus where an answer is written, or else on the first thing that can be chosen. Where nothing is asked it goes
   * to the form itself: a second Enter must not sign out.
   */
  focus(): void {
    const choices = (this.#fields?.parts ?? []).flatMap((part) => [
      ...part.querySelectorAll<HTMLElement>('input, button'),
    ])
    const first = this.#fields?.input ?? choices[0] ?? this.root
    first.focus()
  }

  private draw(ask: PageAsk): void {
    this.#countdown?.stop()
    const fields = fieldsFor(ask, this.sayings, this.countries, this.send)
    this.#ask = ask
    this.#fields = fields
    this.#error.textContent = ''
    this.#held.disabled = false
    const { buttons, notes } = this.actions(ask)
    const beside = [...this.sameDevice(ask), ...buttons]
    this.#held.replaceChildren(
      this.#error,
      ...fields.parts,
      ...(beside.length === 0 ? [] : [element('div', { class: 'buttons beside' }, ...beside)]),
      ...notes,
    )
    this.root.hidden = false
  }

  private submit(): void {
    const filled = this.#fields?.read?.()
    if (filled === undefined || this.#held.disabled) return
    if ('missing' in filled) {
      this.#error.textContent = this.sayings.say(filled.missing)
      this.focus()
      return
    }
    this.#error.textContent = ''
    this.#sent = true
    this.send(filled)
  }

  /** On a phone the picture can't be scanned: the app is opened by its address instead. */
  private sameDevice({ otpauthUri }: PageAsk): HTMLElement[] {
    if (otpauthUri?.startsWith('otpauth://') !== true) return []
    return [element('a', { href: otpauthUri, class: 'button second' }, this.sayings.say('openApp'))]
  }

  /** The buttons beside the question; the one for another code is held back, and a note says how long. */
  private actions(ask: PageAsk): { buttons: HTMLElement[]; notes: HTMLElement[] } {
    const notes: HTMLElement[] = []
    const buttons = ask.actions.map(({ id, title }) => {
      const made = button(title, 'second', () =>
        this.send({ text: title, value: { ask: ask.id, values: { action: id } } }),
      )
      if (id === NEW_CODE && ask.newCodeIn !== undefined) {
        this.#countdown = new Countdown(made, ask.newCodeIn, this.sayings, this.announce)
        notes.push(this.#countdown.note)
      }
      return made
    })
    return { buttons, notes }
  }
}

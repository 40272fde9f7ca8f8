import { Countdown } from './countdown.js'
import { button, element } from './element.js'
import type { Sent } from './entry.js'
import { fieldsFor, type Fields } from './forms.js'
import { Group } from './group.js'
import type { Sayings } from './sayings.js'
import type { PageAsk, PageConfig, Slip } from './wire.js'

/** The action that is held back until another code may be sent. */
const NEW_CODE = 'newCode'

/** The form for the question that waits. It is closed from when it is sent until the next question: a double click sends once. */
export class Composer {
  #ask: PageAsk | undefined
  #shape = ''
  #question = ''
  #fields: Fields | undefined
  #countdown: Countdown | undefined
  #sent = false
  readonly #group = new Group()
  readonly #error = element('p', { class: 'error', id: 'form-error' })

  constructor(
    private readonly root: HTMLFormElement,
    private readonly sayings: Sayings,
    private readonly countries: PageConfig['countries'],
    private readonly deliver: (sent: Sent) => void,
    private readonly announce: (sentence: string) => void,
  ) {
    root.append(this.#group.root)
    root.addEventListener('submit', (event) => {
      event.preventDefault()
      this.submit()
    })
  }

  /** Its own field takes words: no other one is needed. */
  get takesWords(): boolean {
    return this.#fields?.input !== undefined
  }

  /**
   * Shows the form for an ask. A form that is there already stays, and the focus in it. What was typed stays when the same
   * ask is repeated, unless it was sent; a number that was not taken stays to be mended.
   * @param slip why the answer before was not taken.
   * @returns whether the form wants the focus: it is for another question, or its field is to be filled in again.
   */
  show(ask: PageAsk, question: string, slip?: Slip): boolean {
    const before = this.#ask
    const draft = this.#fields?.input?.value ?? ''
    const country = this.#fields?.select?.value
    const shape = shapeOf(ask, this.sayings.locale)
    const another = before?.name !== ask.name || before.kind !== ask.kind
    if (before !== undefined && shape === this.#shape) this.renew(before, ask)
    else this.draw(ask)
    this.#shape = shape
    this.#question = question
    this.#group.root.setAttribute('aria-label', question)
    const { input, select } = this.#fields ?? {}
    const mends = slip !== undefined && input !== undefined && isAbout(slip, ask)
    if (ask.id !== before?.id || this.#sent || mends) this.complain(mends ? slip.text : '')
    const kept = !another && (this.#sent ? mends && ask.kind === 'phone' : ask.id === before.id)
    if (input !== undefined) input.value = kept ? draft : ''
    if (select !== undefined && kept && country !== undefined) select.value = country
    this.#sent = false
    this.#group.open()
    return another || mends
  }

  /** Draws the same form in another language. */
  redraw(): void {
    if (this.#ask !== undefined) this.show({ ...this.#ask }, this.#question)
  }

  /** Closes the form until it is shown or opened again. */
  close(): void {
    this.#group.close()
  }

  /** Opens the form as it was: what was sent did not arrive. */
  open(): void {
    this.#group.open()
    this.#sent = false
  }

  /**
   * Puts the focus where an answer is written, or else on the first thing that can be chosen. Where nothing is asked it goes
   * to the group itself: a second Enter must not sign out.
   */
  focus(): void {
    const choices = (this.#fields?.parts ?? []).flatMap((part) => [
      ...part.querySelectorAll<HTMLElement>('input, button'),
    ])
    const first = this.#fields?.input ?? choices[0] ?? this.#group.root
    first.focus()
  }

  /** The form that is there, for an ask that is new or said again. What its buttons send names the ask by this object. */
  private renew(before: PageAsk, ask: PageAsk): void {
    Object.assign(before, ask)
    if (ask.newCodeIn !== undefined) this.#countdown?.restart(ask.newCodeIn)
  }

  private draw(ask: PageAsk): void {
    this.#countdown?.stop()
    this.#countdown = undefined
    const fields = fieldsFor(ask, this.sayings, this.countries, (sent) => this.send(sent))
    this.#ask = ask
    this.#fields = fields
    this.#error.textContent = ''
    if (fields.input === undefined) this.#group.root.setAttribute('aria-describedby', this.#error.id)
    else this.#group.root.removeAttribute('aria-describedby')
    const { buttons, notes } = this.actions(ask)
    const beside = [...this.sameDevice(ask), ...buttons]
    this.#group.root.replaceChildren(
      this.#error,
      ...fields.parts,
      ...(beside.length === 0 ? [] : [element('div', { class: 'buttons beside' }, ...beside)]),
      ...notes,
    )
    this.root.hidden = false
  }

  private send(sent: Sent): void {
    if (!this.#group.closed) this.deliver(sent)
  }

  private submit(): void {
    const filled = this.#fields?.read?.()
    if (filled === undefined || this.#group.closed) return
    if ('missing' in filled) {
      this.complain(this.sayings.say(filled.missing), 'alert')
      this.focus()
      return
    }
    this.complain('')
    this.#sent = true
    this.deliver(filled)
  }

  /** What is wrong with the field, beside it. Without a role: what the bot said is read out in the transcript. */
  private complain(sentence: string, role?: 'alert'): void {
    if (role === undefined) this.#error.removeAttribute('role')
    else this.#error.setAttribute('role', role)
    this.#error.textContent = sentence
    const input = this.#fields?.input
    if (sentence === '') input?.removeAttribute('aria-invalid')
    else input?.setAttribute('aria-invalid', 'true')
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

/** What a form looks like: asks of one shape share it. */
function shapeOf(ask: PageAsk, locale: string): string {
  return JSON.stringify([locale, { ...ask, id: '', newCodeIn: ask.newCodeIn !== undefined }])
}

/** A refused text is not about the code, nor a wrong code about a number. */
function isAbout({ is }: Slip, { kind }: PageAsk): boolean {
  return is === 'unclear' || (is === 'check' ? kind === 'digits' : kind === 'phone')
}

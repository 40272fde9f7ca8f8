import { Captions } from './phonesCaptions.js'
import { part } from './phonesElements.js'
import { Speaker } from './phonesSpeech.js'
import type { CallView } from './phonesWire.js'

/** What the panel's buttons do. */
export interface CallActions {
  act(action: string, body?: object): void
}

/** The panel of the call that rings or goes on: captions, keypad, the buttons. */
export class CallPanel {
  private readonly panel: HTMLElement
  private readonly captions: Captions
  private readonly speaker: Speaker
  private shown: string | undefined

  constructor(
    private readonly card: HTMLElement,
    private readonly actions: CallActions,
  ) {
    this.panel = part(card, 'call', HTMLElement)
    this.captions = new Captions(part(card, 'captions', HTMLElement))
    this.speaker = new Speaker((caption) => actions.act('spoken', { caption }))
    this.wire()
  }

  /** Draws the call; undefined when there is none. */
  update(call: CallView | undefined): void {
    const rings = call?.status === 'ringing' && call.direction !== 'inbound'
    const show = `${call?.sid ?? ''} ${call?.status ?? ''}`
    // What had the focus goes away with the panel: the phone keeps it.
    if (call === undefined && this.panel.contains(document.activeElement)) this.card.focus()
    this.panel.hidden = call === undefined
    this.speaker.follow(
      call?.sid,
      call?.captions.find(({ speaking }) => speaking),
    )
    if (call === undefined) {
      this.shown = show
      return
    }
    part(this.card, 'ringing', HTMLElement).hidden = !rings
    part(this.card, 'captions', HTMLElement).hidden = rings
    part(this.card, 'talking', HTMLElement).hidden = rings
    part(this.card, 'listening', HTMLElement).textContent = hintOf(call)
    part(this.card, 'say', HTMLElement).hidden = call.listening?.speech !== true
    this.captions.update(call.sid, call.captions)
    if (this.shown !== show && call.status === 'in-progress' && this.hasFocus()) {
      part(this.card, 'keypad', HTMLElement).querySelector('button')?.focus()
    }
    this.shown = show
  }

  /** Whether what is pressed on the keyboard is meant for this phone. */
  private hasFocus(): boolean {
    return this.card.contains(document.activeElement) && !(document.activeElement instanceof HTMLInputElement)
  }

  private wire(): void {
    const { card, actions } = this
    const button = (name: string, action: string, body?: object): void =>
      part(card, name, HTMLButtonElement).addEventListener('click', () => actions.act(action, body))
    button('answer', 'answer', { aloud: true })
    button('decline', 'decline')
    button('hangup', 'hangup')
    for (const key of card.querySelectorAll<HTMLElement>('[data-key]')) {
      key.addEventListener('click', () => actions.act('press', { digits: key.dataset['key'] }))
    }
    card.addEventListener('keydown', (event) => this.type(event))
    part(card, 'say', HTMLFormElement).addEventListener('submit', (event) => {
      event.preventDefault()
      const words = part(card, 'words', HTMLInputElement)
      if (words.value.trim() !== '') actions.act('say', { words: words.value })
      words.value = ''
    })
  }

  /** Digits typed while this phone has the focus press its keys. */
  private type(event: KeyboardEvent): void {
    if (part(this.card, 'talking', HTMLElement).hidden || this.panel.hidden) return
    if (event.ctrlKey || event.metaKey || event.altKey || !this.hasFocus() || !/^[0-9*#]$/.test(event.key)) return
    event.preventDefault()
    const key = this.card.querySelector(`[data-key="${event.key}"]`)
    key?.classList.add('pressed')
    setTimeout(() => key?.classList.remove('pressed'), 150)
    this.actions.act('press', { digits: event.key })
  }
}

function hintOf({ listening, captions, status }: CallView): string {
  if (status === 'ringing' || status === 'queued') return 'Calling…'
  if (listening === null) return captions.some(({ speaking }) => speaking) ? 'The agency is speaking' : 'On the line'
  if (!listening.keys) return 'Waiting for your words'
  const ending = listening.finishOnKey === '' ? '' : `, ${listening.finishOnKey} ends`
  return listening.speech ? 'Waiting for keys or words' : `Waiting for keys${ending}`
}

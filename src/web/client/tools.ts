import { button, element } from './element.js'
import type { Sayings } from './sayings.js'

/** What may be said at every step, as buttons. Languages and *sign out* are in the header. */
const COMMANDS = ['help', 'back', 'startOver'] as const

/** Help, back and start over. Closed while an answer is on its way. */
export class Tools {
  readonly #held = element('fieldset', { class: 'plain' })

  constructor(
    private readonly root: HTMLElement,
    private readonly sayings: Sayings,
    private readonly say: (words: string) => void,
  ) {
    root.append(this.#held)
    this.close()
    this.draw()
  }

  get closed(): boolean {
    return this.#held.disabled
  }

  draw(): void {
    const buttons = COMMANDS.map((key) => {
      const title = this.sayings.say(key)
      return button(title, 'quiet', () => this.say(title))
    })
    this.root.setAttribute('aria-label', this.sayings.say('tools'))
    this.#held.replaceChildren(...buttons)
  }

  close(): void {
    this.#held.disabled = true
  }

  open(): void {
    this.#held.disabled = false
  }
}

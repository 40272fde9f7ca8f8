import { button, element } from './element.js'
import { Group } from './group.js'
import type { Sayings } from './sayings.js'

/** What may be said at every step, as buttons. Languages and *sign out* are in the header. */
const COMMANDS = ['help', 'back', 'startOver'] as const
/** What help can be had on, offered once help was asked for: a keypad of digits has no letters to ask with. */
const TOPICS = ['need', 'agency', 'messages', 'about', 'feedback', 'person'] as const

/** Help, back and start over. Closed while an answer is on its way. */
export class Tools {
  readonly #group = new Group()
  readonly #topics = element('div', { class: 'topics', hidden: true })

  constructor(
    private readonly root: HTMLElement,
    private readonly sayings: Sayings,
    private readonly say: (words: string) => void,
  ) {
    root.append(this.#group.root)
    this.close()
    this.draw()
  }

  get closed(): boolean {
    return this.#group.closed
  }

  draw(): void {
    this.root.setAttribute('aria-label', this.sayings.say('tools'))
    this.#topics.replaceChildren(...TOPICS.map((key) => this.saying(key)))
    this.#group.root.replaceChildren(...COMMANDS.map((key) => this.saying(key)), this.#topics)
  }

  /** Another question: its help is another one. */
  hideTopics(): void {
    this.#topics.hidden = true
  }

  private saying(key: (typeof COMMANDS | typeof TOPICS)[number]): HTMLButtonElement {
    const title = this.sayings.say(key)
    return button(title, 'quiet', () => {
      if (this.closed) return
      if (key === 'help') this.#topics.hidden = false
      this.say(title)
    })
  }

  close(): void {
    this.#group.close()
  }

  open(): void {
    this.#group.open()
  }
}

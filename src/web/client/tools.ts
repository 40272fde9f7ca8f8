import { button, element } from './element.js'
import type { Sayings } from './sayings.js'

/** What may be said at every step, as buttons. */
const COMMANDS = ['help', 'back', 'startOver'] as const

/** Help, back, start over, the other languages, and signing out, which works without a connection to the chat. */
export class Tools {
  readonly #held = element('fieldset', { class: 'plain buttons' })

  constructor(
    private readonly root: HTMLElement,
    private readonly sayings: Sayings,
    private readonly say: (words: string) => void,
  ) {
    this.close()
    this.draw()
  }

  draw(): void {
    const { sayings, say } = this
    const commands = COMMANDS.map((key) => {
      const title = sayings.say(key)
      return button(title, 'quiet', () => say(title))
    })
    const languages = sayings.others.map(({ locale, title }) => {
      const made = button(title, 'quiet', () => say(title))
      made.lang = locale
      return made
    })
    this.root.setAttribute('aria-label', sayings.say('tools'))
    this.#held.replaceChildren(...commands, ...languages)
    this.root.replaceChildren(
      this.#held,
      element(
        'form',
        { method: 'post', action: '/sign-out' },
        element('button', { class: 'quiet' }, sayings.say('signOut')),
      ),
    )
  }

  close(): void {
    this.#held.disabled = true
  }

  open(): void {
    this.#held.disabled = false
  }
}

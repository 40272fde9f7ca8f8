import type { Sayings } from './sayings.js'

/** What is around the chat: its parts are told in the conversation's language, as the page stays when that changes. */
export class Frame {
  readonly #languages = [...document.querySelectorAll<HTMLAnchorElement>('.languages a')]

  constructor(
    private readonly sayings: Sayings,
    private readonly brand: string,
  ) {}

  /** A language of the header is chosen in the conversation while there is one; otherwise the link leads to its page. */
  onLanguage(choose: (title: string) => boolean): void {
    for (const link of this.#languages) {
      link.addEventListener('click', (event) => {
        if (choose(link.textContent)) event.preventDefault()
      })
    }
  }

  translate(): void {
    const { sayings } = this
    document.documentElement.lang = sayings.locale
    document.title = `${sayings.say('title')} – ${this.brand}`
    this.tell('.skip', 'skip')
    this.tell('.masthead form button', 'signOut')
    this.tell('h1', 'title')
    for (const link of this.#languages) {
      if (link.lang === sayings.locale) link.setAttribute('aria-current', 'true')
      else link.removeAttribute('aria-current')
    }
  }

  /** The session is over: there is nothing to sign out of. */
  end(): void {
    document.querySelector('.masthead form')?.remove()
  }

  private tell(selector: string, key: string): void {
    const part = document.querySelector(selector)
    if (part !== null) part.textContent = this.sayings.say(key)
  }
}

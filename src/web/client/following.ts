/** What a resident scrolls by. */
const BY_HAND = ['wheel', 'touchmove', 'pointerdown', 'keydown'] as const
/** Above the message that is read from its beginning, in pixels. */
const ABOVE = 12

/**
 * Keeps what was said since the last answer in view, from its beginning, until the resident scrolls. Web Chat by itself shows
 * the end of a long message, and follows no more once it was scrolled up.
 */
export class Following {
  #on = true

  constructor(private readonly root: HTMLElement) {
    this.turn(true)
    for (const act of BY_HAND) root.addEventListener(act, (event) => this.heed(event), { passive: true })
    root.addEventListener('scroll', () => this.follow(), { capture: true, passive: true })
    root.addEventListener('load', () => this.follow(), { capture: true })
    new ResizeObserver(() => this.follow()).observe(root)
    new MutationObserver(() => this.follow()).observe(root, { childList: true, subtree: true })
  }

  /** The resident answered: what comes next is followed. */
  resume(): void {
    this.turn(true)
    this.follow()
  }

  /** Web Chat's button to the newest message is shown only while nothing is followed. */
  private turn(on: boolean): void {
    this.#on = on
    this.root.classList.toggle('following', on)
  }

  private heed({ target }: Event): void {
    const scrollable = this.scrollable
    if (target instanceof Node && scrollable?.parentElement?.contains(target) === true) this.turn(false)
  }

  private follow(): void {
    const scrollable = this.scrollable
    if (!this.#on || scrollable === undefined) return
    const first = this.firstUnanswered()
    const end = scrollable.scrollHeight - scrollable.clientHeight
    const beginning =
      first === undefined
        ? end
        : scrollable.scrollTop + first.getBoundingClientRect().top - scrollable.getBoundingClientRect().top - ABOVE
    const wanted = Math.max(0, Math.min(end, beginning))
    if (Math.abs(scrollable.scrollTop - wanted) > 1) scrollable.scrollTo({ top: wanted, behavior: 'instant' })
  }

  /** The first message of the bot after the resident's last. */
  private firstUnanswered(): Element | undefined {
    const messages = [...this.root.querySelectorAll('[role="feed"] > article')]
    const answers = messages.map((one) => one.querySelector('.webchat__stacked-layout--from-user') !== null)
    return messages[answers.lastIndexOf(true) + 1]
  }

  private get scrollable(): Element | undefined {
    return this.root.querySelector('.webchat__basic-transcript__scrollable') ?? undefined
  }
}

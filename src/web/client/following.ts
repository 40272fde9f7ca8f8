/** What a resident scrolls by. */
const BY_HAND = ['wheel', 'touchmove', 'pointerdown', 'keydown'] as const
/** Above the message that is read from its beginning, in pixels. */
const ABOVE = 12
/** For so long after a change Web Chat may still scroll by itself, in milliseconds. */
const UNREST = 1000

/**
 * Keeps what was said since the last answer in view, from its beginning, until the resident scrolls. Web Chat by itself shows
 * the end of a long message, and follows no more once it was scrolled up.
 */
export class Following {
  #on = true
  #changed = 0

  constructor(private readonly root: HTMLElement) {
    this.turn(true)
    for (const act of BY_HAND) root.addEventListener(act, (event) => this.heed(event), { passive: true })
    root.addEventListener('scroll', () => this.scrolled(), { capture: true, passive: true })
    root.addEventListener('load', () => this.change(), { capture: true })
    new ResizeObserver(() => this.change()).observe(root)
    const seen = (changes: MutationRecord[]) => changes.some(({ target }) => !isReadOut(target))
    new MutationObserver((changes) => seen(changes) && this.change()).observe(root, { childList: true, subtree: true })
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

  private change(): void {
    this.#changed = performance.now()
    this.follow()
  }

  /** Scrolled when nothing had changed: by a screen reader, or by looking for words in the page. */
  private scrolled(): void {
    if (performance.now() - this.#changed < UNREST) this.follow()
    else if (this.astray !== undefined) this.turn(false)
  }

  private follow(): void {
    const wanted = this.astray
    if (this.#on && wanted !== undefined) this.scrollable?.scrollTo({ top: wanted, behavior: 'instant' })
  }

  /** Where the transcript is to be scrolled to; undefined where it is there. */
  private get astray(): number | undefined {
    const scrollable = this.scrollable
    if (scrollable === undefined) return undefined
    const first = this.firstUnanswered()
    const end = scrollable.scrollHeight - scrollable.clientHeight
    const beginning =
      first === undefined
        ? end
        : scrollable.scrollTop + first.getBoundingClientRect().top - scrollable.getBoundingClientRect().top - ABOVE
    const wanted = Math.max(0, Math.min(end, beginning))
    return Math.abs(scrollable.scrollTop - wanted) > 1 ? wanted : undefined
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

/** Part of what Web Chat keeps for screen readers alone, and clears a while after: nothing of it is seen. */
function isReadOut(target: Node): boolean {
  return target instanceof Element && target.closest('[class*="live-region"]') !== null
}

import { element } from './element.js'
import type { Sayings } from './sayings.js'

/**
 * Holds a button back for a while and shows how long. The end is announced, the seconds are not: a live region that
 * counts talks over everything else.
 */
export class Countdown {
  readonly note = element('p', { class: 'hint', id: 'new-code-note' })
  #until = 0
  #timer = 0

  constructor(
    private readonly held: HTMLButtonElement,
    milliseconds: number,
    private readonly sayings: Sayings,
    private readonly announce: (sentence: string) => void,
  ) {
    held.setAttribute('aria-describedby', this.note.id)
    this.restart(milliseconds)
  }

  /** Counts from here; with nothing to wait for, the button is there and nothing is said. */
  restart(milliseconds: number): void {
    this.stop()
    this.note.textContent = ''
    this.held.disabled = false
    if (milliseconds <= 0) return
    this.#until = performance.now() + milliseconds
    this.#timer = window.setInterval(() => this.tick(), 1000)
    this.tick()
  }

  stop(): void {
    window.clearInterval(this.#timer)
  }

  private tick(): void {
    const seconds = Math.ceil((this.#until - performance.now()) / 1000)
    this.held.disabled = seconds > 0
    if (seconds > 0) {
      this.note.textContent = this.sayings.say('newCodeIn', { time: this.sayings.time(seconds) })
      return
    }
    this.stop()
    this.note.textContent = this.sayings.say('newCodeReady')
    this.announce(this.note.textContent)
  }
}

/** Lines above the transcript. Polite ones wait for a pause of the screen reader, urgent ones don't. */
export class Notices {
  #warning = ''

  constructor(
    private readonly politely: HTMLElement,
    private readonly urgently: HTMLElement,
  ) {}

  /** Says something that is not shown. */
  announce(sentence: string): void {
    this.politely.className = 'unseen'
    this.politely.textContent = sentence
  }

  /** Shows and says something that passes; an empty sentence takes it away. */
  show(sentence: string): void {
    this.politely.className = sentence === '' ? 'unseen' : 'notice'
    this.politely.textContent = sentence
  }

  /** Shows and says something that must not be missed, with what can be done about it. While it is shown it is said once. */
  warn(sentence: string, ...remedies: HTMLElement[]): void {
    if (sentence === this.#warning) return
    this.#warning = sentence
    this.urgently.replaceChildren(sentence, ...remedies)
    this.urgently.hidden = false
  }

  calm(): void {
    this.#warning = ''
    this.urgently.hidden = true
    this.urgently.replaceChildren()
  }
}

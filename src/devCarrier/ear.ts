import type { Gather } from './twiml.js'

/** What came of a Gather: keys, words or nothing. */
export interface Heard {
  digits: string
  finishedOnKey: string | undefined
  speech: string | undefined
}

/**
 * The listening side of one Gather: collects keys from its first prompt on, until there are `numDigits`, a finishing key,
 * words, or `patience` milliseconds of silence after the prompts or the last key.
 */
export class Ear {
  readonly heard: Promise<Heard>
  open = true
  /** The listener has begun to answer: prompts stop. */
  interrupted = false
  private digits = ''
  private timer: NodeJS.Timeout | undefined
  private settle: (heard: Heard) => void = () => undefined

  constructor(
    readonly terms: Gather,
    private readonly patience: number,
  ) {
    this.heard = new Promise((resolve) => {
      this.settle = resolve
    })
  }

  /** A key is pressed. */
  press(key: string): void {
    this.interrupted = true
    if (this.terms.finishOnKey.includes(key)) {
      this.close({ digits: this.digits, finishedOnKey: key })
      return
    }
    this.digits += key
    if (this.digits.length >= this.terms.numDigits) this.close({ digits: this.digits })
    else this.listen()
  }

  /** Words are said. */
  speak(words: string): void {
    this.close({ speech: words })
  }

  /** The prompts are over, or a key was pressed: the silence is timed from now. */
  listen(): void {
    clearTimeout(this.timer)
    if (this.open) this.timer = setTimeout(() => this.stop(), this.patience)
  }

  /** Nothing more comes: what was pressed so far counts. */
  stop(): void {
    this.close({ digits: this.digits })
  }

  private close(heard: Partial<Heard>): void {
    clearTimeout(this.timer)
    this.open = false
    this.interrupted = true
    this.settle({ digits: '', finishedOnKey: undefined, speech: undefined, ...heard })
  }
}

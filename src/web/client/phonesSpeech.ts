import type { CaptionView } from './phonesWire.js'

/** How fast a caption is read when nothing speaks it, milliseconds a character. */
const READING = 45
/** How long a browser may take to begin speaking before it counts as unable to, milliseconds. */
const BEGIN = 1500

let aloud = true

/** Whether calls are spoken by the browser; else they take the time of reading. */
export function speakAloud(on: boolean): void {
  aloud = on
  if (!on) speechSynthesis.cancel()
}

/** Speaks one caption at a time of one phone, and tells when it is spoken. */
export class Speaker {
  private speaking: { key: string; stop: () => void } | undefined

  /** @param spoken is told of a caption that was spoken to its end. */
  constructor(private readonly spoken: (caption: number) => void) {}

  /** Follows what the call is saying now: begins, goes on or falls silent. */
  follow(call: string | undefined, caption: CaptionView | undefined): void {
    const key = caption === undefined ? undefined : `${call ?? ''}/${caption.id}`
    if (key === this.speaking?.key) return
    this.speaking?.stop()
    this.speaking = undefined
    if (caption === undefined || key === undefined) return
    const stop = speak(caption, () => {
      if (this.speaking?.key === key) this.spoken(caption.id)
    })
    this.speaking = { key, stop }
  }
}

/** Speaks, or waits as long as reading takes where speech is off or the browser has no voice. What it returns stops it. */
function speak({ text, language }: CaptionView, done: () => void): () => void {
  let timer: number | undefined
  const read = (): void => {
    clearTimeout(timer)
    timer = setTimeout(done, text.length * READING)
  }
  if (!aloud) {
    read()
    return () => clearTimeout(timer)
  }
  const utterance = new SpeechSynthesisUtterance(text)
  utterance.lang = language
  utterance.onstart = () => clearTimeout(timer)
  utterance.onend = () => {
    clearTimeout(timer)
    done()
  }
  utterance.onerror = read
  timer = setTimeout(read, BEGIN)
  speechSynthesis.speak(utterance)
  return () => {
    clearTimeout(timer)
    utterance.onend = utterance.onerror = null
    speechSynthesis.cancel()
  }
}

import type { CallView, CaptionView } from '../web/client/phonesWire.js'
import type { Changes } from './changes.js'
import { Ear, type Heard } from './ear.js'
import type { Gather, Prompt } from './twiml.js'

/** How long a person listens for a question before pressing anyway, milliseconds. */
const PATIENCE = 10_000
/** A voicemail's tape is full after this many sentences: a menu that repeats itself must end. */
const TAPE = 60

/** What is said and pressed in one call: captions, the waiting for speech to be spoken, and the ear that takes keys. */
export class Talk {
  private ear: Ear | undefined

  constructor(
    private readonly call: CallView,
    private readonly changes: Changes,
    private readonly ended: AbortSignal,
  ) {}

  /** Says, pauses or plays; comes back when that is over, cut short when the ear is interrupted. */
  async prompt(prompt: Prompt, ear?: Ear): Promise<void> {
    const cut = (): boolean => this.ended.aborted || ear?.interrupted === true
    if (prompt.verb === 'Say') {
      const caption = this.caption('agency', prompt.text, prompt.language)
      await this.spokenAloud(caption, cut)
    } else if (prompt.verb === 'Pause' && this.call.aloud) {
      await this.changes.until(cut, prompt.seconds * 1000)
    }
  }

  /** Asks and listens. A machine never presses, so it is not waited for. */
  async gather(terms: Gather): Promise<Heard> {
    const ear = new Ear(terms, this.call.answeredBy === 'machine_start' ? 0 : terms.timeout * 1000)
    this.ear = ear
    this.changes.tell()
    for (const prompt of terms.prompts) if (!ear.interrupted && !this.ended.aborted) await this.prompt(prompt, ear)
    if (this.ended.aborted) ear.stop()
    else if (!ear.interrupted) ear.listen()
    if (ear.open) {
      this.call.listening = { keys: terms.keys, speech: terms.speech, finishOnKey: terms.finishOnKey }
      this.changes.tell()
    }
    const heard = await ear.heard
    this.call.listening = null
    this.ear = undefined
    return heard
  }

  /**
   * Presses keys, one after another. On a phone in someone's hand they count only while the agency listens; a call that
   * takes no time waits before each key until it does, as a patient person would.
   * @returns whether every key was taken.
   */
  async press(keys: string): Promise<boolean> {
    for (const key of keys) {
      if (!(await this.awaitEar('keys'))) return false
      this.pressed(key)
      this.ear?.press(key)
      this.changes.tell()
    }
    return true
  }

  /** Says words; they count while a Gather takes speech. */
  async speak(words: string): Promise<boolean> {
    if (!(await this.awaitEar('speech'))) return false
    this.caption('phone', words, 'en-US')
    this.ear?.speak(words)
    this.changes.tell()
    return true
  }

  /** Lets the time-out of the question pass at once. */
  async stayQuiet(): Promise<boolean> {
    if (!(await this.changes.until(() => this.waits || this.ended.aborted, PATIENCE)) || !this.waits) return false
    this.ear?.stop()
    return true
  }

  /** The page has spoken a caption. */
  spoken(id: number): boolean {
    const caption = this.call.captions.find((said) => said.id === id)
    if (caption?.speaking !== true) return false
    caption.speaking = false
    this.changes.tell()
    return true
  }

  /** The call is over. */
  close(): void {
    this.ear?.stop()
  }

  /** The question is asked and the agency waits for an answer. */
  get waits(): boolean {
    return this.ear?.open === true && this.call.listening !== null
  }

  /** The tape of a machine that listens is full. */
  get full(): boolean {
    return this.call.answeredBy === 'machine_start' && this.call.captions.length >= TAPE
  }

  /** Adds a line to what was heard. */
  caption(who: CaptionView['who'], text: string, language: string): CaptionView {
    const caption = { id: this.call.captions.length + 1, who, text, language, speaking: false }
    this.call.captions.push(caption)
    this.changes.tell()
    return caption
  }

  private async awaitEar(input: 'keys' | 'speech'): Promise<boolean> {
    const takes = (): boolean => this.ear?.open === true && this.ear.terms[input]
    if (!this.call.aloud) await this.changes.until(() => takes() || this.ended.aborted, PATIENCE)
    return takes()
  }

  private pressed(key: string): void {
    const last = this.call.captions.at(-1)
    if (last?.who === 'phone' && /^[0-9*#]+$/.test(last.text)) last.text += key
    else this.caption('phone', key, 'en-US')
  }

  /** Waits for the page's word that it has spoken, or as long as speaking takes at most, should the page be gone. */
  private async spokenAloud(caption: CaptionView, cut: () => boolean): Promise<void> {
    if (!this.call.aloud) return
    caption.speaking = true
    this.changes.tell()
    await this.changes.until(() => !caption.speaking || cut(), 5_000 + caption.text.length * 150)
    caption.speaking = false
    this.changes.tell()
  }
}

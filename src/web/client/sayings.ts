import type { PageConfig } from './wire.js'

/** The page's own words, in the language that the conversation has now. */
export class Sayings {
  #locale: string

  constructor(private readonly config: Pick<PageConfig, 'locale' | 'words'>) {
    this.#locale = config.locale
  }

  get locale(): string {
    return this.#locale
  }

  /** Changes the language. Returns whether it is another one, and known. */
  speak(locale: string): boolean {
    if (locale === this.#locale || !(locale in this.config.words)) return false
    this.#locale = locale
    return true
  }

  /** A sentence, its `{{values}}` filled in. */
  say(key: string, values: Record<string, string> = {}): string {
    const sentence = this.config.words[this.#locale]?.[key]
    if (sentence === undefined) throw new Error(`no words for ${key}`)
    return sentence.replace(/\{\{(\w+)\}\}/g, (_match, name: string) => values[name] ?? '')
  }

  /** Seconds as a person would say them: whole minutes from a minute on. */
  time(seconds: number): string {
    const minutes = seconds >= 60
    const count = minutes ? Math.ceil(seconds / 60) : seconds
    return new Intl.NumberFormat(this.#locale, {
      style: 'unit',
      unit: minutes ? 'minute' : 'second',
      unitDisplay: 'long',
    }).format(count)
  }

  /** The time of day in so many seconds. */
  clock(seconds: number): string {
    const format = new Intl.DateTimeFormat(this.#locale, { hour: 'numeric', minute: '2-digit' })
    return format.format(Date.now() + seconds * 1000)
  }

  countryName(code: string): string {
    return new Intl.DisplayNames(this.#locale, { type: 'region' }).of(code) ?? code
  }
}

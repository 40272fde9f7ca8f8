import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { createInstance, type i18n } from 'i18next'
import { ROOT } from '../root.js'

/** Where the words are for: the ear and the text message have wordings of their own (`key_voice`, `key_sms`). */
export type Context = 'screen' | 'voice' | 'sms'

/** A locale's words. */
export interface Words {
  /** A BCP 47 tag that has a file in `locales/`. */
  locale: string
  /** The sentence of a key, its values filled in. Throws on a key that no locale has: it is a fault of ours. */
  say(key: string, values?: Record<string, string | number>): string
  /** A list of words, such as what an option answers to; empty when the key has none. */
  list(key: string): string[]
  has(key: string): boolean
}

const folder = path.join(ROOT, 'locales')

/** The locales that have a file, English first. */
export const LOCALES: readonly string[] = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => name.replace(/\.json$/, ''))
  .sort((a, b) => Number(b === 'en') - Number(a === 'en') || a.localeCompare(b))

let shared: i18n | undefined

function instance(): i18n {
  if (shared !== undefined) return shared
  shared = createInstance()
  void shared.init({
    resources: Object.fromEntries(
      LOCALES.map((locale) => [
        locale,
        { translation: JSON.parse(readFileSync(path.join(folder, `${locale}.json`), 'utf8')) as object },
      ]),
    ),
    fallbackLng: 'en',
    initAsync: false,
    interpolation: { escapeValue: false },
    returnNull: false,
    showSupportNotice: false,
  })
  return shared
}

/**
 * The words of a locale for a channel.
 * @param locale any BCP 47 tag: its language counts, English where there is none.
 */
export function wordsFor(locale: string, context: Context = 'screen'): Words {
  const known = knownLocale(locale) ?? 'en'
  const translate = instance().getFixedT(known)
  const options = context === 'screen' ? {} : { context }
  return {
    locale: known,
    say(key, values = {}) {
      const text: unknown = translate(key, { ...values, ...options })
      if (typeof text !== 'string' || text === key) throw new Error(`no words for ${key}`)
      return text
    },
    list(key) {
      const words: unknown = translate(key, { returnObjects: true })
      return Array.isArray(words) ? words.map(String) : []
    },
    has: (key) => instance().exists(key, { lng: known }),
  }
}

/** The locale with a file for a tag (`es-MX` → `es`), if any. */
export function knownLocale(tag: string): string | undefined {
  const language = tag.toLowerCase().split(/[-_]/)[0]
  return LOCALES.find((locale) => locale === language)
}

/** The best locale of an `Accept-Language` header (RFC 9110 §12.5.4). */
export function preferredLocale(header: string | undefined): string {
  const tags = (header ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(';')
      const quality = parameters.map((p) => /^\s*q=([\d.]+)/.exec(p)?.[1]).find((q) => q !== undefined)
      return { tag, quality: quality === undefined ? 1 : Number(quality) }
    })
    .sort((a, b) => b.quality - a.quality)
  return tags.map(({ tag }) => knownLocale(tag)).find((locale) => locale !== undefined) ?? 'en'
}

import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { ROOT } from '../../src/root.js'

/** The text of every source that says something: `src/` and `dialogs/`, without what is generated. */
export function sources(): string {
  return ['src', 'dialogs']
    .flatMap((folder) =>
      readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts') && !name.startsWith('generated'))
        .map((name) => readFileSync(path.join(ROOT, folder, name), 'utf8')),
    )
    .join('\n')
}

/** A locale's sentences and lists by key (`section.key`). */
export function wordsOf(locale: string): Map<string, string | string[]> {
  const flat = new Map<string, string | string[]>()
  const walk = (value: unknown, key: string): void => {
    if (typeof value === 'string' || Array.isArray(value)) flat.set(key, value as string | string[])
    else for (const [name, inner] of Object.entries(value as object)) walk(inner, key === '' ? name : `${key}.${name}`)
  }
  walk(JSON.parse(readFileSync(path.join(ROOT, `locales/${locale}.json`), 'utf8')), '')
  return flat
}

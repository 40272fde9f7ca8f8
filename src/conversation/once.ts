import type { Words } from '../words/words.js'

const kept = new Map<string, unknown>()

/** Makes something of a locale's words once: they don't change while we run. */
export function once<Made>(words: Words, name: string, make: () => Made): Made {
  const key = `${words.locale} ${name}`
  if (!kept.has(key)) kept.set(key, make())
  return kept.get(key) as Made
}

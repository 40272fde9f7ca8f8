import type { Words } from '../words/words.js'
import type { Answer, Ask, Field, Heard } from './ask.js'
import { hearDigits } from './digits.js'
import { listen, type Said } from './fold.js'
import { hearPhone, isCountry } from './phoneWords.js'
import { noDigits, type Understood, unclear } from './understood.js'

/**
 * The answers that a form or a button filled in, each checked against its field.
 * @returns undefined when it filled in nothing that was asked.
 */
export function fillIn(ask: Ask, values: Record<string, unknown>, words: Words): Heard | undefined {
  const answers: Record<string, Answer> = {}
  const fields: Field[] = [ask, ...(ask.also ?? []), { name: 'action', kind: 'choice', options: ask.actions ?? [] }]
  for (const field of fields) {
    const value = values[field.name]
    if (value === undefined || value === null || value === '') continue
    const understood = check(field, value, values['country'], words)
    if ('why' in understood) return unclear(understood.why, understood.with)
    answers[field.name] = understood.answer
  }
  return Object.keys(answers).length > 0 ? { is: 'answer', answers } : undefined
}

function check(field: Field, value: unknown, country: unknown, words: Words): Understood {
  switch (field.kind) {
    case 'choice':
      return checkChoice(field, value)
    case 'confirm':
      return checkConfirm(value)
    case 'digits':
      return hearDigits(written(value, words), field.length, words) ?? noDigits(field)
    case 'phone':
      return checkPhone(field, value, country, words)
  }
}

/** Several come as a list, or with commas between (Adaptive Cards' `isMultiSelect`). */
function checkChoice(field: Field, value: unknown): Understood {
  const listed: unknown = field.many === true && typeof value === 'string' ? value.split(',') : value
  const given: unknown[] = Array.isArray(listed) ? listed : [listed]
  const ids = (field.options ?? []).map(({ id }) => id)
  const chosen = ids.filter((id) => given.includes(id))
  const [only, ...more] = chosen
  if (only === undefined || given.some((id) => !ids.some((known) => known === id))) return { why: 'which' }
  if (field.many === true) return { answer: chosen }
  return more.length > 0 ? { why: 'one' } : { answer: only }
}

function checkConfirm(value: unknown): Understood {
  if (value === true || value === 'true' || value === 'yes') return { answer: true }
  return value === false || value === 'false' || value === 'no' ? { answer: false } : { why: 'confirm' }
}

/** The country chosen beside the number counts where the number itself names none. */
function checkPhone(field: Field, value: unknown, country: unknown, words: Words): Understood {
  const chosen = isCountry(country) ? country : undefined
  const heard = hearPhone(written(value, words), chosen ?? field.country, words) ?? { why: 'phone' }
  return 'why' in heard || chosen === undefined ? heard : { answer: { country: chosen, ...heard.answer } }
}

/** Only text is read: a number has lost its leading zeros. */
function written(value: unknown, words: Words): Said {
  return listen(typeof value === 'string' ? value : '', words)
}

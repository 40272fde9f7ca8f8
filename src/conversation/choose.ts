import type { Words } from '../words/words.js'
import type { Field } from './ask.js'
import type { Said } from './fold.js'
import type { Named } from './names.js'
import { optionNumbers } from './numbered.js'
import type { Understood } from './understood.js'

type Choice = Understood<string | string[]>

/** Options that say no to all the others: refusing those chooses it. */
const DECLINING = ['no', 'later', 'done']

/** What a reply names, as the answer to a choice; undefined when it names none of the options. */
export function choose(field: Field, named: Named): Choice | undefined {
  const ids = (field.options ?? []).map(({ id }) => id)
  const picked = [named.numbers, named.options].find((set) => ids.some((id) => set.has(id)))
  const left = ids.filter((id) => !named.refused.has(id))
  const refused = left.length < ids.length
  if (picked !== undefined) {
    const chosen = ids.filter((id) => picked.has(id) || (field.many === true && named.hints.has(id)))
    return settle(field, chosen, named.either)
  }
  if (refused) {
    const only = left.length === 1 && (named.but !== undefined || DECLINING.includes(left[0] ?? ''))
    const rest = named.but === 'allBut' || (named.but !== undefined && named.all !== undefined)
    return only || (field.many === true && rest) ? settle(field, left, false) : { why: 'not_that' }
  }
  if (named.all !== undefined && named.wholly) return all(field, ids, named.all.count)
  const hinted = ids.filter((id) => named.hints.has(id))
  return hinted.length > 0 ? settle(field, hinted, named.either) : undefined
}

/**
 * The answer of a reply that is nothing but numbers. Actions are numbered after the options, as channels without
 * buttons list them.
 * @param ids of all that is numbered, in order.
 */
export function chooseByNumber(said: Said, field: Field, ids: string[], words: Words): Choice | undefined {
  const heard = optionNumbers(said, ids.length, field.many === true, words)
  if (heard === undefined) return undefined
  if (heard === 'either') return { why: 'which' }
  if (heard === 'beyond') return { why: 'number', with: { count: ids.length } }
  const chosen = ids.filter((_, index) => heard.includes(index + 1))
  return chosen.length > 1 && field.many !== true ? { why: 'one' } : settle(field, chosen, false)
}

function settle(field: Field, chosen: string[], either: boolean): Choice {
  const [only, ...more] = chosen
  if (only === undefined || (more.length > 0 && (either || field.many !== true))) return { why: 'which' }
  return { answer: field.many === true ? chosen : only }
}

function all(field: Field, ids: string[], count: number | undefined): Choice {
  if (count !== undefined && count !== ids.length) return { why: 'which' }
  return field.many === true || ids.length === 1 ? settle(field, ids, false) : { why: 'one' }
}

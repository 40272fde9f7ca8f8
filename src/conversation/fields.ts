import type { Words } from '../words/words.js'
import type { Answer, Ask, Field, FieldKind, Heard, Option } from './ask.js'
import { choose } from './choose.js'
import { hearDigits } from './digits.js'
import type { Said } from './fold.js'
import { names, type Named } from './names.js'
import type { Masked } from './option.js'
import { hearPhone } from './phoneWords.js'
import { type Understood, unclear } from './understood.js'

/** Why a reply with nothing to go by isn't understood. */
const MISSING: Record<FieldKind, string> = { choice: 'choice', confirm: 'confirm', digits: 'no_digits', phone: 'phone' }

/** Fewer digits are no telephone number, where one wasn't what was asked for. */
const WHOLE_NUMBER = 7

/** What can be chosen. A confirmation is a choice between yes and no. */
export function optionsOf(field: Field): Option[] {
  return field.kind === 'confirm' ? [{ id: 'yes' }, { id: 'no' }] : (field.options ?? [])
}

/** What a reply says about an ask's fields. */
export interface FieldsHeard {
  answers: Record<string, Answer>
  /** A field that asks for digits or a telephone number is among them. */
  digits: boolean
  /** What is wrong with the reply if nothing else is made of it. */
  trouble: Heard
}

/** Hears the field that was asked, and the ones that a reply may answer along with it ("text me at …"). */
export function hearFields(ask: Ask, said: Said, named: Named, words: Words, masked: Masked): FieldsHeard {
  const trouble = unclear(MISSING[ask.kind], ask.length === undefined ? undefined : { length: ask.length })
  const heard: FieldsHeard = { answers: {}, digits: false, trouble }
  for (const field of [ask, ...(ask.also ?? [])]) {
    const asked = field === ask
    const numeric = field.kind === 'digits' || field.kind === 'phone'
    if (numeric && heard.digits) continue
    const understood = numeric
      ? hearNumber(field, asked, said, words)
      : hearChoice(
          field,
          asked ? named : names(said, { options: optionsOf(field), listed: false, hints: false }, words, masked),
        )
    if (understood === undefined) continue
    if ('answer' in understood) {
      heard.answers[field.name] = understood.answer
      heard.digits ||= numeric
    } else if (asked) heard.trouble = unclear(understood.why, understood.with)
  }
  return heard
}

function hearNumber(field: Field, asked: boolean, said: Said, words: Words): Understood | undefined {
  if (field.kind === 'digits') return hearDigits(said, field.length, words)
  const heard = hearPhone(said, field.country, words)
  const short = heard !== undefined && 'answer' in heard && heard.answer.number.length < WHOLE_NUMBER
  return short && !asked ? undefined : heard
}

function hearChoice(field: Field, named: Named): Understood | undefined {
  const understood = choose({ ...field, options: optionsOf(field) }, named)
  if (understood === undefined || field.kind !== 'confirm') return understood
  return 'answer' in understood ? { answer: understood.answer === 'yes' } : { why: 'confirm' }
}

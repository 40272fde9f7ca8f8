import type { CountryCode } from 'libphonenumber-js/max'
import type { Answer, PhoneEntry, Say } from '../src/conversation/ask.js'
import type { Turn } from '../src/conversation/turn.js'
import type { Slot, Via } from '../src/factors/factor.js'
import { agree, consentTo } from './consent.js'
import { refused, type CodeResult } from './enterCode.js'
import { Journey, type Question, type Step } from './journey.js'
import { accountOf, rise, type Services } from './services.js'

interface Slots {
  slot: Slot
  /** The number, as a pending factor: nothing else of it is kept. */
  factorId: string | undefined
  via: Via | undefined
  /** "Send verification code" was pressed. */
  send: boolean
  /** Ways that this number was found not to take. */
  without: Via[]
  end: 'linked' | 'putOff' | undefined
}

/** J4 and J5: link a phone. What a reply already answered is not asked again. */
export class LinkPhone extends Journey<Slots, 'linked' | 'putOff'> {
  constructor(private readonly services: Services) {
    super('linkPhone')
  }

  protected start(options: object): Slots {
    const { slot } = options as Pick<Slots, 'slot'>
    return { slot, factorId: undefined, via: undefined, send: false, without: [], end: undefined }
  }

  protected next(slots: Slots): Promise<Step<'linked' | 'putOff'>> {
    return Promise.resolve(this.step(slots))
  }

  private step(slots: Slots): Step<'linked' | 'putOff'> {
    const { end, factorId, via } = slots
    if (end !== undefined) return { done: end }
    if (factorId === undefined) return { ask: this.number(slots.slot) }
    if (via === undefined) return { ask: viaQuestion(factorId, slots.without) }
    if (!slots.send) return { ask: this.confirm(factorId, via, slots.without) }
    return { begin: 'enterCode', with: { factorId, purpose: 'link', via } }
  }

  protected async take(slots: Slots, answers: Record<string, Answer>, turn: Turn): Promise<void> {
    const { number, via, send, action } = answers
    if (action === 'changeNumber') forget(slots)
    if (action === 'later') slots.end = 'putOff'
    if (isPhone(number)) await this.enrol(slots, number, turn)
    if (isVia(via)) slots.via = via
    if (isVia(action)) slots.via = action
    if (send === 'send' && slots.factorId !== undefined) {
      if (slots.via === 'sms') await agree(this.services, slots.factorId, turn)
      slots.send = true
    }
  }

  protected override async ended(slots: Slots, _journey: string, result: unknown, turn: Turn): Promise<void> {
    const code = result as CodeResult | undefined
    slots.send = false
    if (code?.is === 'proved') {
      await rise(this.services, turn, code.proof.amr)
      turn.tell('say.phoneLinked', {}, { factorId: code.proof.factorId })
      slots.end = 'linked'
    } else if (code?.is === 'change') {
      forget(slots)
    } else if (code?.is === 'refused') {
      refused(code, turn)
      this.without(slots, code.why)
    }
  }

  /** A refusal that will stand leaves the other way; one that passes leaves everything as it was. */
  private without(slots: Slots, why: string): void {
    if (why === 'landline' || why === 'opted_out') slots.without = ['sms']
    else if (why === 'calls_stopped') slots.without = ['call']
    else if (['already_linked', 'not_found', 'same_number', 'number_in_use', 'primary_first'].includes(why)) forget(slots)
    if (slots.via !== undefined && slots.without.includes(slots.via)) slots.via = undefined
    if (why === 'country_off') slots.via = undefined
  }

  private async enrol(slots: Slots, entry: PhoneEntry, turn: Turn): Promise<void> {
    const country = (entry.country as CountryCode | undefined) ?? this.services.country
    const wanted = { number: entry.number, country, slot: slots.slot }
    const enrolled = await this.services.factors.enrolPhone(await accountOf(turn), wanted, turn.channel.name)
    forget(slots)
    if (enrolled.ok) slots.factorId = enrolled.id
    else turn.tell(`refused.${enrolled.why}`)
  }

  private number(slot: Slot): Question {
    return {
      name: 'number',
      kind: 'phone',
      country: this.services.country,
      say: [{ key: slot === 'secondary' ? 'ask.secondNumber' : 'ask.number' }],
      also: [{ name: 'via', kind: 'choice', options: [{ id: 'sms' }, { id: 'call' }] }],
      actions: [{ id: 'later' }],
    }
  }

  private confirm(factorId: string, via: Via, without: Via[]): Question {
    const consent: Say[] = via === 'sms' ? [consentTo(this.services.agency)] : []
    const other: Via = via === 'sms' ? 'call' : 'sms'
    return {
      name: 'send',
      kind: 'choice',
      say: [{ key: `ask.send_${via}`, factorId }, ...consent],
      again: [{ key: `ask.send_${via}`, factorId }],
      options: [{ id: 'send' }],
      also: [{ name: 'number', kind: 'phone', country: this.services.country }],
      actions: [...(without.includes(other) ? [] : [{ id: other }]), { id: 'changeNumber' }],
    }
  }
}

function viaQuestion(factorId: string, without: Via[]): Question {
  const ways = (['sms', 'call'] as const).filter((way) => !without.includes(way))
  const [only] = ways
  return {
    name: 'via',
    kind: 'choice',
    say: [{ key: ways.length === 1 && only !== undefined ? `ask.via_only_${only}` : 'ask.via', factorId }],
    options: ways.map((id) => ({ id })),
    actions: [{ id: 'changeNumber' }],
  }
}

function forget(slots: Slots): void {
  Object.assign(slots, { factorId: undefined, via: undefined, send: false, without: [] } satisfies Partial<Slots>)
}

const isVia = (answer: Answer | undefined): answer is Via => answer === 'sms' || answer === 'call'

const isPhone = (answer: Answer | undefined): answer is PhoneEntry =>
  typeof answer === 'object' && !Array.isArray(answer) && 'number' in answer

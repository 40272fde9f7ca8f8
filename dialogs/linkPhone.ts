import type { Answer, Option, Say } from '../src/conversation/ask.js'
import type { Turn } from '../src/conversation/turn.js'
import type { Obstacles, Slot, Via } from '../src/factors/factor.js'
import { agree, consentTo } from './consent.js'
import type { CodeResult } from './enterCode.js'
import { Journey, type Question, type Step } from './journey.js'
import { enrolPhone, isPhone, isVia, WAY } from './phone.js'
import { refused } from './refusals.js'
import { rise, type Services } from './services.js'
import { noWay, onlyOne, startButton, tellObstacle, waysPast } from './ways.js'

interface Slots {
  slot: Slot
  /** The number, as a pending factor: nothing else of it is kept. */
  factorId: string | undefined
  via: Via | undefined
  /** "Send verification code" was pressed. */
  send: boolean
  end: 'linked' | 'putOff' | undefined
}

/** J4 and J5: link a phone. What a reply already answered is not asked again. */
export class LinkPhone extends Journey<Slots, 'linked' | 'putOff'> {
  constructor(private readonly services: Services) {
    super('linkPhone')
  }

  protected start(options: object): Slots {
    const { slot, factorId, via } = options as Pick<Slots, 'slot'> & Partial<Slots>
    return { slot, factorId, via, send: false, end: undefined }
  }

  protected async next(slots: Slots, turn: Turn): Promise<Step<'linked' | 'putOff'>> {
    const { end, factorId, via } = slots
    if (end !== undefined) return { done: end }
    if (factorId === undefined) return { ask: this.number(slots.slot) }
    if (via !== undefined && slots.send) return { begin: 'enterCode', with: { factorId, purpose: 'link', via } }
    const obstacles = await this.services.factors.obstacles(factorId)
    const ways = waysPast(obstacles)
    if (via !== undefined && ways.includes(via)) return { ask: this.confirm(factorId, via, obstacles) }
    slots.via = undefined
    const actions = [...startButton(obstacles), { id: 'changeNumber' }]
    if (ways.length === 0)
      return { ask: { name: 'via', kind: 'choice', say: noWay(this.services, obstacles), actions } }
    tellObstacle(this.services, obstacles, via, turn)
    return { ask: viaQuestion(factorId, ways, actions) }
  }

  protected async take(slots: Slots, answers: Record<string, Answer>, turn: Turn): Promise<void> {
    const { number, via, send, action } = answers
    if (action === 'changeNumber') forget(slots)
    if (action === 'later') slots.end = 'putOff'
    if (isPhone(number)) {
      slots.send = false
      const enrolled = await enrolPhone(this.services, turn, number, slots.slot)
      slots.factorId = enrolled.ok ? enrolled.id : undefined
      if (!enrolled.ok) turn.tell(`refused.${enrolled.why}`)
    }
    if (isVia(via)) slots.via = via
    if (isVia(action)) slots.via = action
    if (action === 'textedStart' && slots.factorId !== undefined) {
      await this.services.factors.textedStart(slots.factorId)
      slots.via = 'sms'
    }
    if (isVia(via) && slots.factorId === undefined) turn.tell(`say.noted_${via}`)
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
    } else if (code?.is === 'refused' && !(await this.stands(slots))) {
      refused(code, turn)
      if (ANOTHER_NUMBER.includes(code.why)) forget(slots)
    }
  }

  /** Something stands in the chosen way, and is said when the others are offered. */
  private async stands({ factorId, via }: Slots): Promise<boolean> {
    if (factorId === undefined || via === undefined) return false
    return (await this.services.factors.obstacles(factorId))[via] !== undefined
  }

  private number(slot: Slot): Question {
    return {
      name: 'number',
      kind: 'phone',
      country: this.services.country,
      say: [{ key: slot === 'secondary' ? 'ask.secondNumber' : 'ask.number' }],
      also: [WAY],
      actions: [{ id: 'later' }],
    }
  }

  private confirm(factorId: string, via: Via, obstacles: Obstacles): Question {
    const consent: Say[] = via === 'sms' ? [consentTo(this.services.agency)] : []
    const other: Via = via === 'sms' ? 'call' : 'sms'
    return {
      name: 'send',
      kind: 'choice',
      say: [{ key: `ask.send_${via}`, factorId }, ...consent],
      again: [{ key: `ask.send_${via}`, factorId }],
      options: [{ id: 'send' }],
      also: [{ name: 'number', kind: 'phone', country: this.services.country }],
      actions: [
        ...(obstacles[other] === undefined ? [{ id: other }] : []),
        ...startButton(obstacles),
        { id: 'changeNumber' },
      ],
    }
  }
}

/** Refusals that another number may not meet. */
const ANOTHER_NUMBER: readonly string[] = [
  'already_linked',
  'not_found',
  'same_number',
  'number_in_use',
  'primary_first',
]

function viaQuestion(factorId: string, ways: Via[], actions: Option[]): Question {
  const only = onlyOne(ways)
  return {
    name: 'via',
    kind: 'choice',
    say: [{ key: only === undefined ? 'ask.via' : `ask.via_only_${only}`, factorId }],
    options: ways.map((id) => ({ id })),
    actions,
  }
}

function forget(slots: Slots): void {
  Object.assign(slots, { factorId: undefined, via: undefined, send: false } satisfies Partial<Slots>)
}

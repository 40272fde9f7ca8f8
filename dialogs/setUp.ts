import type { Answer, Option } from '../src/conversation/ask.js'
import type { Turn } from '../src/conversation/turn.js'
import type { Factor, NumberRefusal, Via } from '../src/factors/factor.js'
import { Journey, type Step } from './journey.js'
import { enrolPhone, isPhone, isVia, WAY } from './phone.js'
import { accountOf, type Services } from './services.js'

/** What may be chosen: an app, a phone, a second phone. */
const CHOICES = ['app', 'phone', 'secondary'] as const
export type Choice = (typeof CHOICES)[number]

interface Slots {
  /** What was chosen and is not linked yet, in the order it is linked in. */
  todo: Choice[] | undefined
  /** The phone that was named with the methods: its number as a pending factor, or why it is none, and how its code travels. */
  phone: { factorId?: string; refused?: NumberRefusal; via?: Via }
  /** What was put off, so that it is not offered again. */
  declined: boolean
  linked: number
}

/** J2 to J5: choose the methods, then link each. */
export class SetUp extends Journey<Slots, undefined> {
  constructor(private readonly services: Services) {
    super('setUp')
  }

  protected start(): Slots {
    return { todo: undefined, phone: {}, declined: false, linked: 0 }
  }

  protected async next(slots: Slots, turn: Turn): Promise<Step<undefined>> {
    if (slots.todo === undefined) return { ask: this.methods() }
    const [first] = slots.todo
    if (first === 'app') return { begin: 'linkApp' }
    if (first === 'phone') {
      const { refused, ...phone } = slots.phone
      if (refused !== undefined) turn.tell(`refused.${refused}`)
      return { begin: 'linkPhone', with: { slot: 'primary', ...phone } }
    }
    if (first === 'secondary') {
      turn.tell('say.nowSecondary')
      return { begin: 'linkPhone', with: { slot: 'secondary' } }
    }
    const active = (await this.services.factors.list(await accountOf(turn))).filter(({ status }) => status === 'active')
    if (active.length === 0) {
      slots.todo = undefined
      return { ask: this.methods() }
    }
    if (!slots.declined && hasOnePhone(active)) return { ask: OFFER_SECONDARY }
    turn.tell(active.length > 1 ? 'say.allSet' : 'say.allSetOne', { count: active.length })
    return { done: undefined }
  }

  protected async take(slots: Slots, answers: Record<string, Answer>, turn: Turn): Promise<void> {
    const { methods, number, via, offer } = answers
    const named = isPhone(number) || isVia(via) ? ['phone'] : []
    if (Array.isArray(methods) || named.length > 0)
      slots.todo = this.order([...((methods as string[] | undefined) ?? []), ...named], turn)
    if (isVia(via)) slots.phone.via = via
    if (isPhone(number)) {
      const enrolled = await enrolPhone(this.services, turn, number, 'primary')
      Object.assign(slots.phone, enrolled.ok ? { factorId: enrolled.id } : { refused: enrolled.why })
    }
    if (offer === true) slots.todo = ['secondary']
    if (offer === false) slots.declined = true
  }

  protected override ended(slots: Slots, journey: string, result: unknown): Promise<void> {
    if (result === 'linked') slots.linked += 1
    if (result === 'linked' || result === 'putOff') slots.todo?.shift()
    if (journey === 'linkPhone') slots.phone = {}
    // A second phone was offered with the first one already; who puts it off is not asked again. An app put off says
    // nothing about it.
    if (result === 'putOff' && journey === 'linkPhone') slots.declined = true
    return Promise.resolve()
  }

  protected override undoable(slots: Slots): boolean {
    return slots.linked === 0
  }

  private methods() {
    return {
      name: 'methods',
      kind: 'choice' as const,
      many: true,
      say: [{ key: 'ask.methods' }],
      again: [{ key: 'ask.methodsAgain' }],
      options: CHOICES.map((id): Option => ({ id })),
      also: [{ name: 'number', kind: 'phone' as const, country: this.services.country }, WAY],
    }
  }

  /** A second phone needs a first one: choosing it alone is explained, and both are linked. */
  private order(chosen: string[], turn: Turn): Choice[] {
    const wanted = CHOICES.filter((choice) => chosen.includes(choice))
    if (!wanted.includes('secondary') || wanted.includes('phone')) return wanted
    turn.tell('say.secondaryNeedsPhone')
    return CHOICES.filter((choice) => choice === 'phone' || wanted.includes(choice))
  }
}

const OFFER_SECONDARY = { name: 'offer', kind: 'confirm' as const, say: [{ key: 'ask.offerSecondary' }] }

function hasOnePhone(active: Factor[]): boolean {
  return active.filter(({ method }) => method === 'phone').length === 1
}

import type { Answer, Option } from '../src/conversation/ask.js'
import type { Turn } from '../src/conversation/turn.js'
import type { Factor, Via } from '../src/factors/factor.js'
import type { CodeResult } from './enterCode.js'
import { Journey, type Step } from './journey.js'
import { isVia, WAY } from './phone.js'
import { refused } from './refusals.js'
import { accountOf, rise, type Services } from './services.js'
import { noWay, onlyOne, startButton, tellObstacle, waysPast } from './ways.js'

interface Slots {
  factorId: string | undefined
  via: Via | 'app' | undefined
  /** The way that something was found to stand in. */
  stopped: Via | undefined
  /** Nothing could be sent or opened: the resident says when to try again. */
  paused: boolean
  verified: boolean
}

/** J6: verify at the next login, by one of the linked methods; the one used last comes first. */
export class Verify extends Journey<Slots, undefined> {
  constructor(private readonly services: Services) {
    super('verify')
  }

  protected start(): Slots {
    return { factorId: undefined, via: undefined, stopped: undefined, paused: false, verified: false }
  }

  protected async next(slots: Slots, turn: Turn): Promise<Step<undefined>> {
    if (slots.verified) return { done: undefined }
    if (slots.paused) return { ask: AGAIN }
    const active = await this.active(turn)
    const [only] = active
    if (slots.factorId === undefined && active.length > 1) return { ask: methodQuestion(active) }
    const factor = active.find(({ id }) => id === slots.factorId) ?? only
    // The last factor was disabled meanwhile: the root decides anew.
    if (factor === undefined) return { done: undefined }
    slots.factorId = factor.id
    if (factor.method === 'app') slots.via = 'app'
    if (slots.via === undefined) {
      const obstacles = await this.services.factors.obstacles(factor.id)
      const actions: Option[] = [...startButton(obstacles), ...(active.length > 1 ? [{ id: 'otherWay' }] : [])]
      const ways = waysPast(obstacles)
      if (ways.length === 0) return { ask: { ...AGAIN, say: noWay(this.services, obstacles), actions } }
      tellObstacle(this.services, obstacles, slots.stopped, turn)
      return { ask: viaQuestion(factor, ways, actions) }
    }
    return { begin: 'enterCode', with: { factorId: factor.id, purpose: 'verify', via: slots.via } }
  }

  protected async take(slots: Slots, answers: Record<string, Answer>, turn: Turn): Promise<void> {
    const { method, via, action } = answers
    slots.paused = false
    slots.stopped = undefined
    if (action === 'otherWay') forget(slots)
    if (typeof method === 'string') {
      forget(slots)
      slots.factorId = (await this.active(turn)).find((factor) => optionOf(factor) === method)?.id
    }
    if (isVia(via)) slots.via = via
    if (action === 'textedStart' && slots.factorId !== undefined) {
      await this.services.factors.textedStart(slots.factorId)
      slots.via = 'sms'
    }
  }

  protected override async ended(slots: Slots, _journey: string, result: unknown, turn: Turn): Promise<void> {
    const code = result as CodeResult | undefined
    if (code?.is === 'proved') {
      await rise(this.services, turn, code.proof.amr)
      turn.tell('say.verified')
      slots.verified = true
      return
    }
    const { factorId, via } = slots
    if (code?.is === 'refused' && factorId !== undefined && isVia(via)) {
      const obstacles = await this.services.factors.obstacles(factorId)
      if (obstacles[via] !== undefined) {
        Object.assign(slots, { via: undefined, stopped: via } satisfies Partial<Slots>)
        return
      }
    }
    if (code?.is === 'refused') {
      refused(code, turn)
      slots.paused = true
    }
    forget(slots)
  }

  private async active(turn: Turn): Promise<Factor[]> {
    return (await this.services.factors.list(await accountOf(turn))).filter(({ status }) => status === 'active')
  }
}

const AGAIN = {
  name: 'again',
  kind: 'choice' as const,
  say: [{ key: 'ask.again' }],
  options: [{ id: 'again' }],
}

function methodQuestion(active: Factor[]) {
  return {
    name: 'method',
    kind: 'choice' as const,
    say: [{ key: 'ask.verify' }],
    options: active.map((factor): Option => ({ id: optionOf(factor), factorId: factor.id })),
    also: [WAY],
  }
}

function viaQuestion(factor: Factor, ways: Via[], actions: Option[]) {
  const only = onlyOne(ways)
  return {
    name: 'via',
    kind: 'choice' as const,
    say: [{ key: only === undefined ? 'ask.verifyPhone' : `ask.verifyPhone_only_${only}`, factorId: factor.id }],
    options: ways.map((id): Option => ({ id })),
    actions,
  }
}

function optionOf(factor: Factor): string {
  if (factor.method === 'app') return 'app'
  return factor.slot === 'secondary' ? 'secondary' : 'phone'
}

function forget(slots: Slots): void {
  Object.assign(slots, { factorId: undefined, via: undefined } satisfies Partial<Slots>)
}

import type { Answer, Option, Say } from '../src/conversation/ask.js'
import type { News, Turn } from '../src/conversation/turn.js'
import type { Challenge, CheckRefusal, Proof, Purpose, SendRefusal, Via } from '../src/factors/factor.js'
import type { Outcome } from '../src/outcome.js'
import { agree, consentTo } from './consent.js'
import { Journey, type Question, type Step } from './journey.js'
import { wait, type Services } from './services.js'

/** How a code step ended. */
export type CodeResult =
  | { is: 'proved'; proof: Proof }
  /** Nothing could be sent: why, and when again. */
  | { is: 'refused'; why: SendRefusal | 'disabled'; retryAfter?: number }
  /** The number is to be corrected. */
  | { is: 'change' }
  /** Another method, or not now. */
  | { is: 'other' }

interface Slots {
  factorId: string
  purpose: Purpose
  via: Via | 'app'
  challengeId: string | undefined
  newCodeAt: string | undefined
  /** A text was asked for that the resident has not agreed to. */
  agreeing: boolean
  /** Why the last code did not arrive. */
  failed: string | undefined
  result: CodeResult | undefined
}

/** Reasons that another try by the same way would meet again. */
const LASTING = ['landline', 'opted_out', 'calls_stopped']

/** Sends a code where one is sent, asks for it, and checks it. Used when linking and when verifying. */
export class EnterCode extends Journey<Slots, CodeResult> {
  constructor(private readonly services: Services) {
    super('enterCode')
  }

  protected start(options: object): Slots {
    const { factorId, purpose, via } = options as Pick<Slots, 'factorId' | 'purpose' | 'via'>
    return {
      factorId,
      purpose,
      via,
      challengeId: undefined,
      newCodeAt: undefined,
      agreeing: false,
      failed: undefined,
      result: undefined,
    }
  }

  protected async next(slots: Slots, turn: Turn): Promise<Step<CodeResult>> {
    if (slots.result === undefined && slots.challengeId === undefined) await this.open(slots, turn)
    if (slots.result !== undefined) return { done: slots.result }
    if (slots.agreeing) return { ask: this.agreement(slots) }
    return { ask: question(slots, slots.challengeId ?? '') }
  }

  protected async take(slots: Slots, answers: Record<string, Answer>, turn: Turn): Promise<void> {
    const { action, agree: agreed, code } = answers
    slots.agreeing = false
    if (agreed === 'send') {
      await agree(this.services, slots.factorId, turn)
      await this.again(slots, 'sms', turn)
    } else if (typeof code === 'string') await this.check(slots, code, turn)
    else if (action === 'newCode') await this.again(slots, slots.via, turn)
    else if (action === 'sms' || action === 'call') await this.again(slots, action, turn)
    else if (action === 'changeNumber') slots.result = { is: 'change' }
    else slots.result = { is: 'other' }
  }

  protected override heardOf(slots: Slots, news: News, turn: Turn): Promise<void> {
    if (news.status === 'revoked') {
      turn.tell('delivery.revoked')
      slots.result = { is: 'other' }
    } else {
      slots.failed = news.why ?? 'not_sent'
      slots.newCodeAt = undefined
    }
    return Promise.resolve()
  }

  /** *Back* goes to the question before the code; the code that was sent stays valid meanwhile. */
  protected override undoable(): boolean {
    return false
  }

  private async open(slots: Slots, turn: Turn): Promise<void> {
    if (await this.unagreed(slots, slots.via)) return
    const sent = await this.services.factors.challenge({
      factorId: slots.factorId,
      purpose: slots.purpose,
      ...(slots.via === 'app' ? {} : { delivery: slots.via }),
      locale: turn.locale,
      origin: originOf(turn),
    })
    if (sent.ok) this.sent(slots, sent.challenge, turn)
    else slots.result = { is: 'refused', why: sent.why, ...retry(sent) }
  }

  /** "Get a new code": by the same way or the other. What cannot be sent is said, and the code step stays. */
  private async again(slots: Slots, via: Slots['via'], turn: Turn): Promise<void> {
    if (via === 'app' || slots.challengeId === undefined) {
      Object.assign(slots, { via, challengeId: undefined })
      return
    }
    if (await this.unagreed(slots, via)) return
    const sent = await this.services.factors.renew(slots.challengeId, via, originOf(turn))
    if (!sent.ok) {
      refused(sent, turn)
      return
    }
    slots.via = via
    this.sent(slots, sent.challenge, turn)
  }

  /** Whether the resident is to agree to texts first: a phone may have been linked by calls. */
  private async unagreed(slots: Slots, via: Slots['via']): Promise<boolean> {
    slots.agreeing = via === 'sms' && !(await this.services.factors.consented(slots.factorId))
    return slots.agreeing
  }

  private agreement({ purpose }: Slots): Question {
    return {
      name: 'agree',
      kind: 'choice',
      say: [consentTo(this.services.agency)],
      options: [{ id: 'send' }],
      actions: [{ id: 'call' }, { id: purpose === 'link' ? 'changeNumber' : 'otherWay' }],
    }
  }

  private sent(slots: Slots, challenge: Challenge, turn: Turn): void {
    slots.challengeId = challenge.id
    slots.newCodeAt = challenge.nextSendAt?.toISOString()
    slots.failed = undefined
    if (slots.via === 'app') return
    const minutes = Math.round((challenge.expiresAt.getTime() - Date.now()) / 60_000)
    if (challenge.unsure) turn.tell('refused.unknown')
    else turn.tell(`delivery.sent_${slots.via}`, { minutes }, { factorId: slots.factorId })
  }

  private async check(slots: Slots, code: string, turn: Turn): Promise<void> {
    const checked = await this.services.factors.check(slots.challengeId ?? '', code, originOf(turn))
    if (checked.ok) {
      slots.result = { is: 'proved', proof: checked.proof }
      return
    }
    if (checked.why === 'disabled' || checked.brings === 'disabled') slots.result = { is: 'refused', why: 'disabled' }
    else if (checked.brings === 'account_locked') wait(turn, 'check.account_locked', checked.retryAfter ?? 60)
    else if (checked.clockOff !== undefined)
      turn.tell('check.clock', { minutes: Math.ceil(Math.abs(checked.clockOff) / 60) })
    else explain(checked, slots.via, turn)
    // An app's closed challenge is opened anew by the next code; a phone's by "Get a new code".
    if (slots.via === 'app' && checked.left === 0) slots.challengeId = undefined
  }
}

/** Says why nothing was sent, and when it can be tried again. */
export function refused(refusal: { why: string; retryAfter?: number }, turn: Turn): void {
  if (refusal.retryAfter === undefined) turn.tell(`refused.${refusal.why}`)
  else wait(turn, `refused.${refusal.why}`, refusal.retryAfter)
}

function explain(
  refusal: { why: CheckRefusal; left?: number; retryAfter?: number },
  via: Slots['via'],
  turn: Turn,
): void {
  if (refusal.why === 'account_locked') wait(turn, 'check.account_locked', refusal.retryAfter ?? 60)
  else if (refusal.why === 'wrong' && refusal.left !== 0) turn.tell('check.wrong', { count: refusal.left ?? 1 })
  else if (refusal.why === 'wrong' || refusal.why === 'locked')
    turn.tell(via === 'app' ? 'check.locked_app' : 'check.locked')
  else if (refusal.why === 'used' && via === 'app') turn.tell('check.used_app')
  else turn.tell(`check.${refusal.why}`)
}

function question(slots: Slots, challengeId: string): Question {
  return {
    name: 'code',
    kind: 'digits',
    length: 6,
    secret: true,
    say: sentences(slots),
    actions: actionsOf(slots),
    code: {
      challengeId,
      via: slots.via,
      told: slots.failed !== undefined,
      ...(slots.newCodeAt === undefined ? {} : { newCodeAt: slots.newCodeAt }),
    },
    ...(slots.via === 'app' && slots.purpose === 'link' ? { linking: { factorId: slots.factorId } } : {}),
  }
}

/** A code that did not arrive isn't asked for: why, and what to do, stands in its place. */
function sentences({ via, purpose, factorId, failed }: Slots): Say[] {
  if (failed !== undefined) return [{ key: `refused.${failed}` }]
  if (via !== 'app') return [{ key: `ask.code_${via}` }]
  return purpose === 'link' ? [{ key: 'ask.linkApp', factorId }, { key: 'ask.code_link' }] : [{ key: 'ask.code_app' }]
}

function actionsOf({ via, purpose, failed }: Slots): Option[] {
  const otherMethod: Option = { id: purpose === 'link' ? 'later' : 'otherWay' }
  if (via === 'app') return [otherMethod]
  const otherVia: Option = { id: via === 'sms' ? 'call' : 'sms' }
  const again: Option[] = failed !== undefined && LASTING.includes(failed) ? [] : [{ id: 'newCode' }]
  return [...again, otherVia, purpose === 'link' ? { id: 'changeNumber' } : otherMethod]
}

function originOf(turn: Turn): { channel: string; source?: string; conversationId: string } {
  const { source } = turn
  return {
    channel: turn.channel.name,
    conversationId: turn.conversationId,
    ...(source === undefined ? {} : { source }),
  }
}

function retry(refusal: Extract<Outcome<object, string>, { ok: false }>): { retryAfter?: number } {
  return refusal.retryAfter === undefined ? {} : { retryAfter: refusal.retryAfter }
}

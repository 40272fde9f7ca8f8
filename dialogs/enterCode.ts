import type { Answer } from '../src/conversation/ask.js'
import type { News, Turn } from '../src/conversation/turn.js'
import type { Challenge, Proof, SendRefusal, Via } from '../src/factors/factor.js'
import type { Outcome } from '../src/outcome.js'
import { codeQuestion, type CodeStep } from './codeQuestion.js'
import { agree, consentTo } from './consent.js'
import { Journey, type Question, type Step } from './journey.js'
import { explain, overBy, refused } from './refusals.js'
import { wait, type Services } from './services.js'
import { tellWhyNot } from './ways.js'

/** How a code step ended. */
export type CodeResult =
  | { is: 'proved'; proof: Proof }
  /** Nothing could be sent: why, and when again. */
  | { is: 'refused'; why: SendRefusal | 'disabled'; retryAfter?: number }
  /** The number is to be corrected. */
  | { is: 'change' }
  /** Another method, or not now. */
  | { is: 'other' }

interface Slots extends CodeStep {
  /** A text was asked for that the resident has not agreed to. */
  agreeing: boolean
  result: CodeResult | undefined
}

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
      over: undefined,
      result: undefined,
    }
  }

  protected async next(slots: Slots, turn: Turn): Promise<Step<CodeResult>> {
    if (slots.result === undefined && slots.challengeId === undefined) await this.open(slots, turn)
    if (slots.result !== undefined) return { done: slots.result }
    if (slots.agreeing) return { ask: this.agreement(slots) }
    const obstacles = slots.via === 'app' ? {} : await this.services.factors.obstacles(slots.factorId)
    return { ask: codeQuestion(slots, obstacles, this.services) }
  }

  protected async take(slots: Slots, answers: Record<string, Answer>, turn: Turn): Promise<void> {
    const { action, agree: agreed, code, late } = answers
    slots.agreeing = false
    if (agreed === 'send') {
      await agree(this.services, slots.factorId, turn)
      await this.again(slots, 'sms', turn)
    } else if (typeof code === 'string') await this.check(slots, code, turn)
    else if (typeof late === 'string') turn.tell(`check.${slots.over ?? 'expired'}`)
    else if (action === 'newCode') await this.again(slots, slots.via, turn)
    else if (action === 'sms' || action === 'call') await this.again(slots, action, turn)
    else if (action === 'textedStart') {
      await this.services.factors.textedStart(slots.factorId)
      await this.again(slots, 'sms', turn)
    } else if (action === 'changeNumber') slots.result = { is: 'change' }
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
      this.refused(slots, sent, via, turn)
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
    slots.over = undefined
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
    if (slots.via === 'app') return
    slots.over = overBy(checked)
    // While the account is locked nothing is sent: the countdown covers that.
    if (checked.retryAfter !== undefined) slots.newCodeAt = secondsOn(checked.retryAfter)
  }

  /** What cannot be sent now is said; the countdown to the next code then covers whatever is waited for. */
  private refused(slots: Slots, sent: { why: string; retryAfter?: number }, via: Via, turn: Turn): void {
    if (sent.retryAfter === undefined) tellWhyNot(this.services, sent.why, via, turn)
    else {
      slots.newCodeAt = secondsOn(sent.retryAfter)
      refused(sent, turn)
    }
  }
}

const secondsOn = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString()

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

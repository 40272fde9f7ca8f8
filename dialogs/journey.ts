import { randomUUID } from 'node:crypto'
import { Dialog, type DialogContext, type DialogReason, type DialogTurnResult } from 'botbuilder-dialogs'
import type { Answer, Ask } from '../src/conversation/ask.js'
import type { News, Turn } from '../src/conversation/turn.js'
import type { Asked } from './prompts/askPrompt.js'
import { turnOf } from './speaking.js'

/** A question before it is asked: the journey gives it no nonce. */
export type Question = Omit<Ask, 'id'>

/** What a journey does next: ask, begin another journey, or end with a result. */
export type Step<Result> =
  | { ask: Question }
  | { begin: string; with?: object }
  | { done: Result }
  /** Back to where the journey was begun. */
  | { back: true }

/** How a journey ended, for the one that began it. */
export type Ended = { is: 'ended'; journey: string; result: unknown } | { is: 'back' }

/** Names that every journey begins or asks through. */
export const ASK = 'ask'
export const START_OVER = 'startOver'
export const LANGUAGE = 'language'
export const SIGN_OUT = 'signOut'

interface Memory<Slots> {
  slots: Slots
  /** The slots before each answer, for *back*. */
  trail: Slots[]
}

/** How far *back* goes. */
const TRAIL = 12

/**
 * A journey is a form: slots that are filled by answers, and `next`, which asks for what is missing. Slots are kept in the
 * conversation's state, so they hold ids and choices, never a number or a code.
 */
export abstract class Journey<Slots extends object, Result = unknown> extends Dialog {
  /** The slots at the beginning. */
  protected abstract start(options: object): Slots
  /** What is missing, or the end. Called after every answer. */
  protected abstract next(slots: Slots, turn: Turn): Promise<Step<Result>>
  /** Fills slots with what was answered. */
  protected abstract take(slots: Slots, answers: Record<string, Answer>, turn: Turn): Promise<void>

  /** Fills slots with what a journey begun by this one came to. */
  protected ended(_slots: Slots, _journey: string, _result: unknown, _turn: Turn): Promise<void> {
    return Promise.resolve()
  }

  /** Fills slots with what became of the code that is awaited. */
  protected heardOf(_slots: Slots, _news: News, _turn: Turn): Promise<void> {
    return Promise.resolve()
  }

  /** Whether *back* may still undo the answers so far: not what was sent or linked. */
  protected undoable(_slots: Slots): boolean {
    return true
  }

  override beginDialog(dc: DialogContext, options: object = {}): Promise<DialogTurnResult> {
    Object.assign(memoryOf(dc), { slots: this.start(options), trail: [] })
    return this.advance(dc)
  }

  override async resumeDialog(
    dc: DialogContext,
    _reason: DialogReason,
    result: Asked | Ended,
  ): Promise<DialogTurnResult> {
    const { slots, trail } = memoryOf<Slots>(dc)
    const turn = turnOf(dc.context)
    switch (result.is) {
      case 'answers':
        trail.push(structuredClone(slots))
        trail.splice(0, trail.length - TRAIL)
        if (result.news !== undefined && result.news.status !== 'delivered')
          await this.heardOf(slots, result.news, turn)
        await this.take(slots, result.answers, turn)
        break
      case 'news':
        await this.heardOf(slots, result.news, turn)
        break
      case 'back':
        return this.back(dc)
      case 'ended':
        if (result.journey === START_OVER && result.result === true) return this.restart(dc)
        await this.ended(slots, result.journey, result.result, turn)
        break
      case 'command':
        if (result.command === 'back') return this.back(dc)
        return dc.beginDialog(result.command, { locale: result.locale })
    }
    return this.advance(dc)
  }

  private async advance(dc: DialogContext): Promise<DialogTurnResult> {
    const memory = memoryOf<Slots>(dc)
    const step = await this.next(memory.slots, turnOf(dc.context))
    if (!this.undoable(memory.slots)) memory.trail = []
    if ('ask' in step) return dc.beginDialog(ASK, { ask: { ...step.ask, id: randomUUID() } })
    if ('begin' in step) return dc.beginDialog(step.begin, step.with)
    const ended: Ended = 'back' in step ? { is: 'back' } : { is: 'ended', journey: this.id, result: step.done }
    return dc.endDialog(ended)
  }

  /** One question back; where a journey of the root's has none before, the same one again. */
  private back(dc: DialogContext): Promise<DialogTurnResult> {
    const memory = memoryOf<Slots>(dc)
    const earlier = memory.trail.pop()
    if (earlier !== undefined) {
      memory.slots = earlier
      return this.advance(dc)
    }
    if (dc.stack.length > 2) return dc.endDialog({ is: 'back' } satisfies Ended)
    turnOf(dc.context).tell('say.nothingBefore')
    return this.advance(dc)
  }

  private async restart(dc: DialogContext): Promise<DialogTurnResult> {
    const first = dc.stack[0]?.id
    await dc.cancelAllDialogs()
    return dc.beginDialog(first ?? this.id)
  }
}

function memoryOf<Slots>(dc: DialogContext): Memory<Slots> {
  return dc.activeDialog?.state as Memory<Slots>
}

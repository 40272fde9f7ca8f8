import { Dialog, type DialogContext, type DialogTurnResult } from 'botbuilder-dialogs'
import type { Answer } from '../src/conversation/ask.js'
import type { Turn } from '../src/conversation/turn.js'
import { LOCALES } from '../src/words/words.js'
import { Journey, LANGUAGE, SIGN_OUT, START_OVER, type Ended, type Step } from './journey.js'
import { gateOf } from './root.js'
import { turnOf } from './speaking.js'
import type { Services } from './services.js'

/** *Start over*: confirms, drops what is pending, and before J6 returns to J1. */
export class StartOver extends Journey<{ answer?: boolean }, boolean> {
  constructor(private readonly services: Services) {
    super(START_OVER)
  }

  protected start(): { answer?: boolean } {
    return {}
  }

  protected async next(slots: { answer?: boolean }, turn: Turn): Promise<Step<boolean>> {
    if (slots.answer === undefined) return { ask: { name: 'sure', kind: 'confirm', say: [{ key: 'ask.startOver' }] } }
    if (slots.answer) await this.drop(turn)
    return { done: slots.answer }
  }

  protected take(slots: { answer?: boolean }, answers: Record<string, Answer>): Promise<void> {
    slots.answer = answers['sure'] === true
    return Promise.resolve()
  }

  private async drop(turn: Turn): Promise<void> {
    const standing = await turn.standing()
    if (standing === undefined) return
    // What another session is linking is not a password's to drop, nor does a password alone stay signed in.
    const own = ['setUp', 'home'].includes(gateOf(standing))
    const factors = own ? await this.services.factors.list(standing.accountId) : []
    for (const { id, status } of factors) {
      if (status !== 'pending') continue
      await this.services.factors.remove(standing.accountId, id, { channel: turn.channel.name })
    }
    if (!own) await leave(this.services, turn)
  }
}

/** *Language*: changes it, for this conversation and for the account. */
export class Language extends Journey<{ locale: string | undefined }, undefined> {
  constructor(private readonly services: Services) {
    super(LANGUAGE)
  }

  protected start(options: { locale?: string }): { locale: string | undefined } {
    return { locale: options.locale }
  }

  protected async next({ locale }: { locale: string | undefined }, turn: Turn): Promise<Step<undefined>> {
    if (locale === undefined) {
      const options = LOCALES.map((id) => ({ id }))
      return { ask: { name: 'locale', kind: 'choice', say: [{ key: 'ask.language' }], options } }
    }
    turn.locale = locale
    const standing = await turn.standing()
    if (standing !== undefined) await this.services.setLocale(standing.accountId, locale)
    turn.tell('say.language')
    return { done: undefined }
  }

  protected take(slots: { locale: string | undefined }, answers: Record<string, Answer>): Promise<void> {
    if (typeof answers['locale'] === 'string') slots.locale = answers['locale']
    return Promise.resolve()
  }
}

/** *Sign out*: at once; the conversation begins anew. */
export class SignOut extends Dialog {
  constructor(private readonly services: Services) {
    super(SIGN_OUT)
  }

  async beginDialog(dc: DialogContext): Promise<DialogTurnResult> {
    const turn = turnOf(dc.context)
    if (turn.sessionId === undefined)
      return dc.endDialog({ is: 'ended', journey: this.id, result: undefined } satisfies Ended)
    await leave(this.services, turn)
    await dc.cancelAllDialogs()
    turn.tell('say.signedOut')
    turn.signal = 'signedOut'
    return Dialog.EndOfTurn
  }
}

async function leave(services: Services, turn: Turn): Promise<void> {
  if (turn.sessionId !== undefined) await services.sessions.end(turn.sessionId)
  turn.sessionId = undefined
  turn.refresh()
}

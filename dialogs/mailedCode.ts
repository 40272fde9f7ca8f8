import type { Answer } from '../src/conversation/ask.js'
import type { Turn } from '../src/conversation/turn.js'
import { Journey, type Step } from './journey.js'
import { wait, type Services } from './services.js'

interface Slots {
  /** A code is to be mailed before the question. */
  send: boolean
  /** One was asked for before. */
  again: boolean
  done: boolean
}

/** Before an account that was made in another session is set up: a code mailed to its address. */
export class MailedCode extends Journey<Slots, undefined> {
  constructor(private readonly services: Services) {
    super('mailedCode')
  }

  protected start(): Slots {
    return { send: true, again: false, done: false }
  }

  protected async next(slots: Slots, turn: Turn): Promise<Step<undefined>> {
    if (slots.done) return { done: undefined }
    if (slots.send) await this.send(slots, turn)
    return {
      ask: {
        name: 'mailed',
        kind: 'digits',
        length: 6,
        secret: true,
        say: [{ key: 'ask.mailed' }],
        actions: [{ id: 'newCode' }],
        code: { challengeId: '', via: 'mail' },
      },
    }
  }

  protected async take(slots: Slots, answers: Record<string, Answer>, turn: Turn): Promise<void> {
    const { mailed } = answers
    if (typeof mailed !== 'string' || turn.sessionId === undefined) {
      slots.send = true
      return
    }
    const checked = await this.services.mailedCodes.check(turn.sessionId, mailed)
    if (checked.ok) {
      turn.refresh()
      slots.done = true
    } else if (checked.why === 'wrong') {
      turn.tell('check.wrong', { count: checked.left ?? 1 })
    } else if (checked.retryAfter !== undefined) {
      wait(turn, 'check.account_locked', checked.retryAfter)
    } else {
      turn.tell(`check.${checked.why}`)
    }
  }

  private async send(slots: Slots, turn: Turn): Promise<void> {
    slots.send = false
    if (turn.sessionId === undefined) return
    const sent = await this.services.mailedCodes.send(turn.sessionId)
    if (sent.ok) turn.tell(slots.again ? 'say.mailed' : 'say.mailedFirst')
    else if (sent.retryAfter === undefined) turn.tell(`refused.mail_${sent.why}`)
    else wait(turn, 'refused.too_many', sent.retryAfter)
    slots.again = true
  }
}

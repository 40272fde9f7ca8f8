import type { Answer } from '../src/conversation/ask.js'
import type { Turn } from '../src/conversation/turn.js'
import { Journey, type Step } from './journey.js'
import { wait, type Services } from './services.js'

interface Slots {
  /** A link was given in this conversation, and its code is awaited. */
  given: boolean
  /** The resident asked for another link. */
  more: boolean
}

/** J1 in a chat that is not ours: a single-use link to sign in on the web, then the pairing code that the page shows. */
export class SignIn extends Journey<Slots, undefined> {
  constructor(private readonly services: Services) {
    super('signIn')
  }

  protected start(): Slots {
    return { given: false, more: true }
  }

  protected async next(slots: Slots, turn: Turn): Promise<Step<undefined>> {
    if ((await turn.standing()) !== undefined) return { done: undefined }
    if (slots.more) await this.give(slots, turn)
    return {
      ask: {
        name: 'pairing',
        kind: 'digits',
        length: 6,
        secret: true,
        say: [{ key: 'ask.pairing' }],
        actions: [{ id: 'newLink' }],
      },
    }
  }

  protected async take(slots: Slots, answers: Record<string, Answer>, turn: Turn): Promise<void> {
    const { pairing } = answers
    if (typeof pairing !== 'string') {
      slots.more = true
      return
    }
    const redeemed = await this.services.pairing.redeem(turn.conversationId, pairing)
    if (redeemed.ok) {
      turn.sessionId = redeemed.sessionId
      turn.refresh()
      turn.tell('say.paired')
    } else {
      turn.tell(`pairing.${redeemed.why}`)
      slots.more = redeemed.why === 'expired' || redeemed.why === 'locked'
    }
  }

  private async give(slots: Slots, turn: Turn): Promise<void> {
    slots.more = false
    const link = await this.services.pairing.link(turn.conversationId, turn.channel.label)
    if (!link.ok) {
      wait(turn, 'pairing.too_many', link.retryAfter ?? 60)
      return
    }
    if (!slots.given) turn.tell('say.welcome', { brand: this.services.agency.brand })
    slots.given = true
    turn.tell('say.signInLink', {}, { once: { url: link.url } })
  }
}

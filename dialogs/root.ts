import type { Answer } from '../src/conversation/ask.js'
import type { Standing } from '../src/accounts/account.js'
import type { Turn } from '../src/conversation/turn.js'
import { Journey, SIGN_OUT, type Step } from './journey.js'
import type { Services } from './services.js'

/** Which journey a session is let into. */
export type Gate = 'signIn' | 'recover' | 'mailed' | 'setUp' | 'verify' | 'home'

/**
 * The first factor comes before anything else, a factor that is linked comes before everything but itself, and an account
 * whose factors are gone is never set up anew by its first factor alone.
 */
export function gateOf(standing: Standing | undefined): Gate {
  if (standing === undefined) return 'signIn'
  if (standing.level === 'verified') return 'home'
  if (standing.hasActive) return 'verify'
  if (standing.everActive) return 'recover'
  const proved = standing.madeAccount || standing.mailed || !standing.hasEmail
  return proved ? 'setUp' : 'mailed'
}

interface Slots {
  gate: Gate | undefined
  leave: boolean
}

/** Where every conversation begins and returns to. */
export class Root extends Journey<Slots> {
  constructor(private readonly services: Services) {
    super('root')
  }

  protected start(): Slots {
    return { gate: undefined, leave: false }
  }

  protected async next(slots: Slots, turn: Turn): Promise<Step<undefined>> {
    if (slots.leave) return { begin: SIGN_OUT }
    slots.gate = gateOf(await turn.standing())
    switch (slots.gate) {
      case 'signIn':
        if (turn.channel.signIn === 'link') return { begin: 'signIn' }
        turn.tell('say.signedOut')
        turn.signal = 'signedOut'
        return { done: undefined }
      case 'mailed':
        return { begin: 'mailedCode' }
      case 'setUp':
        return { begin: 'setUp' }
      case 'verify':
        return { begin: 'verify' }
      case 'recover':
        return {
          ask: {
            name: 'recover',
            kind: 'choice',
            say: [{ key: 'ask.recover', with: { phone: this.services.agency.supportPhone } }],
            options: [{ id: 'signOut' }],
          },
        }
      case 'home':
        return {
          ask: {
            name: 'home',
            kind: 'choice',
            say: [{ key: 'ask.home', with: { brand: this.services.agency.brand } }],
            actions: [{ id: 'signOut' }],
          },
        }
    }
  }

  protected take(slots: Slots, answers: Record<string, Answer>): Promise<void> {
    slots.leave = [answers['action'], answers['recover']].includes('signOut')
    return Promise.resolve()
  }
}

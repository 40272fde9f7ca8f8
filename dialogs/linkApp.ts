import type { Answer } from '../src/conversation/ask.js'
import type { Turn } from '../src/conversation/turn.js'
import type { CodeResult } from './enterCode.js'
import { Journey, type Step } from './journey.js'
import { refused } from './refusals.js'
import { accountOf, rise, type Services } from './services.js'

interface Slots {
  factorId: string | undefined
  end: 'linked' | 'putOff' | undefined
}

/** J3: link an authentication app. The key stays the same until it is proved or the resident starts over. */
export class LinkApp extends Journey<Slots, 'linked' | 'putOff'> {
  constructor(private readonly services: Services) {
    super('linkApp')
  }

  protected start(): Slots {
    return { factorId: undefined, end: undefined }
  }

  protected async next(slots: Slots, turn: Turn): Promise<Step<'linked' | 'putOff'>> {
    if (slots.end !== undefined) return { done: slots.end }
    if (!turn.channel.showsKeys) return { ask: this.elsewhere() }
    slots.factorId ??= await this.pending(turn)
    return { begin: 'enterCode', with: { factorId: slots.factorId, purpose: 'link', via: 'app' } }
  }

  /** The reply to "link it on the web": done there, or not now. */
  protected async take(slots: Slots, answers: Record<string, Answer>, turn: Turn): Promise<void> {
    const apps = (await this.services.factors.list(await accountOf(turn))).filter(({ method }) => method === 'app')
    if (apps.some(({ status }) => status === 'active')) slots.end = 'linked'
    else if (answers['elsewhere'] === 'later') slots.end = 'putOff'
    else turn.tell('say.appNotThereYet')
  }

  protected override async ended(slots: Slots, _journey: string, result: unknown, turn: Turn): Promise<void> {
    const code = result as CodeResult | undefined
    if (code?.is === 'proved') {
      await rise(this.services, turn, code.proof.amr)
      turn.tell('say.appLinked')
      slots.end = 'linked'
      return
    }
    if (code?.is === 'refused') refused(code, turn)
    slots.end = 'putOff'
  }

  private async pending(turn: Turn): Promise<string> {
    const accountId = await accountOf(turn)
    const factors = await this.services.factors.list(accountId)
    const earlier = factors.find(({ method, status }) => method === 'app' && status === 'pending')
    return earlier?.id ?? (await this.services.factors.enrolApp(accountId, turn.channel.name)).id
  }

  private elsewhere() {
    return {
      name: 'elsewhere',
      kind: 'choice' as const,
      say: [{ key: 'ask.linkAppElsewhere', with: { url: this.services.agency.site } }],
      options: [{ id: 'done' }, { id: 'later' }],
    }
  }
}

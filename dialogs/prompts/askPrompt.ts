import {
  Dialog,
  Prompt,
  type DialogContext,
  type DialogTurnResult,
  type PromptOptions,
  type PromptRecognizerResult,
} from 'botbuilder-dialogs'
import type { TurnContext } from 'botbuilder'
import type { Answer, Ask, Command, Heard } from '../../src/conversation/ask.js'
import { MASK, withoutLongNumbers } from '../../src/conversation/masking.js'
import { hear } from '../../src/conversation/hear.js'
import type { News, Turn } from '../../src/conversation/turn.js'
import { wordsFor } from '../../src/words/words.js'
import { say, turnOf } from '../speaking.js'

/**
 * What an ask ends with: answers by field, a command that the journey decides on, or news of the code that is awaited. Answers
 * bring the news of a code that nobody was told of along.
 */
export type Asked =
  | { is: 'answers'; answers: Record<string, Answer>; news?: News }
  | { is: 'command'; command: Exclude<Command, 'help' | 'repeat' | 'person'>; locale?: string }
  | { is: 'news'; news: News }

/** What is said to *help* and *a person* at an ask. */
export interface Aside {
  help(ask: Ask, topic: string | undefined, turn: Turn): void
  person(turn: Turn): void
}

interface AskOptions extends PromptOptions {
  ask: Ask
}

/** The one prompt: says an Ask, hears the reply to it, and answers what may be said at every step. */
export class AskPrompt extends Prompt<Asked> {
  constructor(
    id: string,
    private readonly aside: Aside,
    private readonly maskedOf: (ask: Ask, turn: Turn) => Promise<Record<string, string>>,
    private readonly becameOf: (challengeId: string) => Promise<Omit<News, 'challengeId'> | undefined>,
  ) {
    super(id)
  }

  protected override async onPrompt(context: TurnContext, _state: object, options: PromptOptions): Promise<void> {
    const { ask } = options as AskOptions
    await say(context, { say: ask.say, ask })
  }

  override async continueDialog(dc: DialogContext): Promise<DialogTurnResult> {
    const turn = turnOf(dc.context)
    const { ask } = (dc.activeDialog?.state as { options: AskOptions }).options
    if (turn.input.is === 'reply') return super.continueDialog(dc)
    if (turn.input.is === 'join' || ask.code?.challengeId !== turn.input.news.challengeId) return Dialog.EndOfTurn
    if (turn.input.news.status !== 'delivered')
      return dc.endDialog({ is: 'news', news: turn.input.news } satisfies Asked)
    ask.code.told = true
    // With the question again: chats offer what the newest message offers, and nothing else.
    await say(dc.context, { say: [{ key: `delivery.delivered_${ask.code.via}` }], ask })
    return Dialog.EndOfTurn
  }

  /** The dialogs' own look at a reply before it is taken would hear it, and answer it, twice. */
  protected override onPreBubbleEvent(): Promise<boolean> {
    return Promise.resolve(false)
  }

  protected override async onRecognize(
    context: TurnContext,
    _state: object,
    options: PromptOptions,
  ): Promise<PromptRecognizerResult<Asked>> {
    const { ask } = options as AskOptions
    const turn = turnOf(context)
    if (turn.input.is !== 'reply') return { succeeded: false }
    const { reply } = turn.input
    const heard = hear(ask, reply, wordsFor(turn.locale), await this.maskedOf(ask, turn))
    turn.echo = kept(ask, heard, reply.text)
    const news = await this.missed(ask)
    if (news?.news.status === 'revoked') return { succeeded: true, value: { is: 'news', ...news } }
    if (heard.is === 'answer') return { succeeded: true, value: { is: 'answers', answers: heard.answers, ...news } }
    if (news !== undefined && news.news.status !== 'delivered')
      return { succeeded: true, value: { is: 'news', ...news } }
    if (news !== undefined) turn.tell(`delivery.delivered_${ask.code?.via ?? 'sms'}`)
    const asked = this.settle(ask, heard, turn)
    if (asked !== undefined) return { succeeded: true, value: asked }
    const inFull = ask.again === undefined || (heard.is === 'command' && heard.command === 'repeat')
    await say(context, { say: inFull ? ask.say : (ask.again ?? ask.say), ask })
    return { succeeded: false }
  }

  /** What became of the code that is asked for, where it was not said: nothing can be pushed, or the push was lost. */
  private async missed({ code }: Ask): Promise<{ news: News } | undefined> {
    if (code === undefined || code.told === true || !(code.via === 'sms' || code.via === 'call')) return undefined
    const became = await this.becameOf(code.challengeId)
    if (became === undefined) return undefined
    code.told = true
    return { news: { challengeId: code.challengeId, ...became } }
  }

  /** What the ask ends with; undefined when it is asked again. */
  private settle(ask: Ask, heard: Exclude<Heard, { is: 'answer' }>, turn: Turn): Asked | undefined {
    if (heard.is === 'stale') turn.tell('say.stale')
    else if (heard.is === 'unclear') turn.tell(`unclear.${heard.why}`, heard.with)
    else if (heard.command === 'help') this.aside.help(ask, heard.topic, turn)
    else if (heard.command === 'person') this.aside.person(turn)
    else if (heard.command !== 'repeat') {
      return { is: 'command', command: heard.command, ...(heard.locale === undefined ? {} : { locale: heard.locale }) }
    }
    return undefined
  }
}

/** What the history keeps of a reply: nothing of what was asked for in secret, and no long number anywhere. */
function kept(ask: Ask, heard: Heard, text: string): string {
  const answers = heard.is === 'answer' ? heard.answers : {}
  const numbers = [ask, ...(ask.also ?? [])].filter(({ kind }) => kind === 'phone' || kind === 'digits')
  if (numbers.some(({ name }) => name in answers)) return MASK
  if ((ask.secret === true || ask.kind === 'phone') && heard.is === 'unclear') return MASK
  return withoutLongNumbers(text)
}

import { EventEmitter } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import type { Sessions, Standing } from '../accounts/account.js'
import type { Policy } from '../factors/policy.js'
import { throttle } from '../factors/throttle.js'
import type { Logger } from '../log.js'
import { refuse, type Outcome } from '../outcome.js'
import { claim, commit, giveBack, saidTo, type Claimed, type NewMessage } from '../store/conversations.js'
import type { PrismaClient } from '../store/db.js'
import type { Utterance } from './ask.js'
import type { Bot, Stack } from './bot.js'
import { withoutLongNumbers } from './masking.js'
import type { ChannelTraits, Turn, TurnInput } from './turn.js'

/** What a conversation's row keeps between turns. Ids and words' keys only. */
export interface State {
  stack?: Stack
  /** The nonce of the ask that waits for a reply. */
  live?: string
  /** Ids of the newest activities that were taken: one that comes again does nothing. */
  seen?: string[]
}

/** One turn's request. */
export interface TurnRequest {
  conversationId: string
  channel: ChannelTraits
  input: TurnInput
  /** The activity's id on its channel: the same one twice is one turn. */
  activityId?: string
  /** The client's address, for the limits. */
  source?: string
}

/** What a turn said, to be rendered at once: with the values that are never stored. */
export interface Turned {
  told: Utterance[]
  locale: string
  live: string | undefined
  /** The activity was taken before: this is what was said then, but for what is delivered once. */
  repeated?: true
}

/** Takes turns of conversations: claim, run the dialogs, commit, and only then is anything delivered. */
export interface Converse {
  /** `busy` when another turn holds the conversation for too long, or too many came: says when to try again. */
  take(request: TurnRequest): Promise<Outcome<Turned, 'busy'>>
  /** Calls back when a conversation has new messages. Returns what unsubscribes. */
  onChange(conversationId: string, listener: () => void): () => void
}

/** How long a turn waits for the one before it, in milliseconds. */
const PATIENCE = 10_000
const SEEN = 8

/** Turns over the database's lease: any process may take any turn, one at a time a conversation. */
export function createConverse(parts: {
  prisma: PrismaClient
  bot: Bot
  sessions: Sessions
  policy: Pick<Policy, 'turns'>
  log: Logger
}): Converse {
  const { prisma, bot, sessions, policy, log } = parts
  const changes = new EventEmitter().setMaxListeners(0)

  const take = async (request: TurnRequest): Promise<Outcome<Turned, 'busy'>> => {
    const { conversationId: id, input } = request
    const counted = input.is === 'reply' ? await throttle(prisma, [{ key: `turns:${id}`, ...policy.turns }]) : undefined
    if (counted?.ok === false) return { ...counted, why: 'busy' }
    const claimed = await claimPatiently(prisma, id)
    if (claimed === undefined) return refuse('busy', { retryAfter: 1 })
    const { state } = claimed
    if (request.activityId !== undefined && state.seen?.includes(request.activityId) === true) {
      const told = (await saidTo(prisma, claimed.id, request.activityId)) as Utterance[]
      await giveBack(prisma, claimed)
      return { ok: true, told, locale: claimed.locale, live: state.live, repeated: true }
    }
    try {
      const turn = turnOf(request, claimed, sessions)
      const stack: Stack = state.stack ?? { dialogStack: [] }
      await bot(turn, stack)
      settle(claimed, turn, stack, request)
      if (!(await commit(prisma, claimed, messagesOf(turn, request)))) throw new Error('the turn outlived its lease')
      changes.emit(request.conversationId)
      return { ok: true, told: turn.told, locale: turn.locale, live: claimed.state.live }
    } catch (err) {
      log.error({ err, conversation: request.conversationId }, 'turn failed')
      await giveBack(prisma, claimed)
      throw err
    }
  }

  return {
    take,
    onChange(conversationId, listener) {
      changes.on(conversationId, listener)
      return () => changes.off(conversationId, listener)
    },
  }
}

async function claimPatiently(prisma: PrismaClient, id: string): Promise<Claimed<State> | undefined> {
  const until = Date.now() + PATIENCE
  for (let wait = 10; ; wait = Math.min(wait * 2, 250)) {
    const claimed = await claim<State>(prisma, id)
    if (claimed !== undefined || Date.now() > until) return claimed
    await pause(wait)
  }
}

function turnOf(request: TurnRequest, claimed: Claimed<State>, sessions: Sessions): Turn {
  let standing: Promise<Standing | undefined> | undefined
  // Only what the resident says is a use of their session.
  const read = (id: string) => (request.input.is === 'reply' ? sessions.byId(id) : sessions.peek(id))
  return {
    conversationId: claimed.id,
    channel: request.channel,
    input: request.input,
    source: request.source,
    locale: claimed.locale,
    sessionId: claimed.sessionId ?? undefined,
    told: [],
    signal: undefined,
    echo: undefined,
    standing() {
      standing ??= this.sessionId === undefined ? Promise.resolve(undefined) : read(this.sessionId)
      return standing
    },
    refresh() {
      standing = undefined
    },
    tell(key, values, more) {
      const sentence = { key, ...(values === undefined ? {} : { with: values }), ...more }
      const last = this.told.at(-1)
      if (last === undefined || last.ask !== undefined) this.told.push({ say: [sentence] })
      else last.say.push(sentence)
    },
  }
}

/** Puts into the row what the turn leaves behind. */
function settle(claimed: Claimed<State>, turn: Turn, stack: Stack, request: TurnRequest): void {
  const { state } = claimed
  const last = turn.told.at(-1)
  if (turn.signal !== undefined && last !== undefined) last.signal = turn.signal
  const asked = turn.told.findLast(({ ask }) => ask !== undefined)?.ask?.id
  const live = asked ?? (stack.dialogStack.length > 0 ? state.live : undefined)
  claimed.locale = turn.locale
  claimed.sessionId = turn.sessionId ?? null
  claimed.state = {
    stack,
    ...(live === undefined ? {} : { live }),
    seen: [...(state.seen ?? []), ...(request.activityId === undefined ? [] : [request.activityId])].slice(-SEEN),
  }
}

/** What the history keeps: the resident's words as they may be kept, and ours without what is delivered once. */
function messagesOf(turn: Turn, request: TurnRequest): NewMessage[] {
  const said: NewMessage[] =
    request.input.is === 'reply'
      ? [
          {
            by: 'user',
            body: {
              text: turn.echo ?? withoutLongNumbers(request.input.reply.text),
              ...(request.activityId === undefined ? {} : { activityId: request.activityId }),
            },
          },
        ]
      : []
  return [...said, ...turn.told.map((utterance): NewMessage => ({ by: 'bot', body: withoutOnce(utterance) }))]
}

function withoutOnce(utterance: Utterance): Utterance {
  return { ...utterance, say: utterance.say.map(({ once: _once, ...kept }) => kept) }
}

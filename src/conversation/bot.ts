import { ActivityTypes, BotAdapter, TurnContext, type Activity, type ResourceResponse } from 'botbuilder'
import { DialogContext, DialogTurnStatus, type DialogState } from 'botbuilder-dialogs'
import { createDialogs } from '../../dialogs/dialogs.js'
import { gateOf, type Gate } from '../../dialogs/root.js'
import type { Services } from '../../dialogs/services.js'
import { bindTurn } from '../../dialogs/speaking.js'
import type { Utterance } from './ask.js'
import type { Turn } from './turn.js'

/** The dialogs' state of a conversation: the Bot Framework's stack, as it stands in the conversation's row. */
export type Stack = DialogState

/** Runs the dialogs for one turn: what was told in it, and the questions, in order. Changes the stack in place. */
export type Bot = (turn: Turn, stack: Stack) => Promise<void>

/** The dialogs, on an adapter that collects what is said: a channel renders the turn once it is committed. */
export function createBot(services: Services): Bot {
  const dialogs = createDialogs(services)
  return async (turn, stack) => {
    const adapter = new CollectingAdapter(turn.told)
    const context = new TurnContext(adapter, activityOf(turn))
    bindTurn(context, turn)
    const dc = new DialogContext(dialogs, context, stack)
    if (overtaken(stack, gateOf(await turn.standing()))) {
      turn.tell('say.changed')
      await dc.cancelAllDialogs()
    }
    const { status } = await dc.continueDialog()
    if (status === DialogTurnStatus.empty && dc.activeDialog === undefined) await dc.beginDialog('root')
  }
}

/** Gates that a session falls back to from outside: signed out elsewhere, a factor linked or removed in another session. */
const BARRIERS: readonly Gate[] = ['signIn', 'verify', 'recover']

/** Whether the session may no longer do what the conversation is about. */
function overtaken(stack: Stack, gate: Gate): boolean {
  const first = stack.dialogStack[0]
  if (first === undefined) return false
  const { slots } = first.state as { slots?: { gate?: Gate } }
  return slots?.gate !== undefined && slots.gate !== gate && BARRIERS.includes(gate)
}

function activityOf(turn: Turn): Partial<Activity> {
  const type = turn.input.is === 'reply' ? ActivityTypes.Message : ActivityTypes.Event
  return {
    type,
    channelId: turn.channel.name,
    conversation: { id: turn.conversationId, isGroup: false, conversationType: '', name: '' },
    ...(turn.input.is === 'reply' ? { text: turn.input.reply.text } : {}),
  }
}

/** Keeps what the dialogs say; nothing leaves the process in the middle of a turn. */
class CollectingAdapter extends BotAdapter {
  constructor(private readonly told: Utterance[]) {
    super()
  }

  sendActivities(_context: TurnContext, activities: Partial<Activity>[]): Promise<ResourceResponse[]> {
    for (const { type, channelData } of activities) {
      if (type === ActivityTypes.Message) this.told.push(channelData as Utterance)
    }
    return Promise.resolve(activities.map(() => ({ id: '' })))
  }

  updateActivity(): Promise<void> {
    return Promise.reject(new Error('what was said is not changed'))
  }

  deleteActivity(): Promise<void> {
    return Promise.reject(new Error('what was said is not deleted'))
  }

  continueConversation(): Promise<void> {
    return Promise.reject(new Error('turns begin in converse'))
  }
}

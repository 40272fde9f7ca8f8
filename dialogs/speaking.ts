import { ActivityTypes, type TurnContext } from 'botbuilder'
import type { Utterance } from '../src/conversation/ask.js'
import type { Turn } from '../src/conversation/turn.js'

const TURN = Symbol('turn')

/** Puts the turn where the dialogs find it. */
export function bindTurn(context: TurnContext, turn: Turn): void {
  context.turnState.set(TURN, turn)
}

/** The turn that a dialog runs in. */
export function turnOf(context: TurnContext): Turn {
  return context.turnState.get<Turn>(TURN)
}

/** Says something at once: an utterance travels as an activity's channelData and is rendered by the channel. */
export async function say(context: TurnContext, utterance: Utterance): Promise<void> {
  await context.sendActivity({ type: ActivityTypes.Message, channelData: utterance })
}

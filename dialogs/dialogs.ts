import { DialogSet } from 'botbuilder-dialogs'
import type { Ask } from '../src/conversation/ask.js'
import type { Turn } from '../src/conversation/turn.js'
import { Language, SignOut, StartOver } from './asides.js'
import { EnterCode } from './enterCode.js'
import { createAside } from './help.js'
import { ASK } from './journey.js'
import { LinkApp } from './linkApp.js'
import { LinkPhone } from './linkPhone.js'
import { MailedCode } from './mailedCode.js'
import { AskPrompt } from './prompts/askPrompt.js'
import { Root } from './root.js'
import type { Services } from './services.js'
import { SetUp } from './setUp.js'
import { SignIn } from './signIn.js'
import { Verify } from './verify.js'

/** Every journey, each told once. A conversation begins with `root`. */
export function createDialogs(services: Services): DialogSet {
  const dialogs = new DialogSet()
  dialogs.add(
    new AskPrompt(
      ASK,
      createAside(services),
      (ask, turn) => maskedNumbers(services, ask, turn),
      (challengeId) => services.factors.becameOf(challengeId),
    ),
  )
  const journeys = [
    Root,
    SignIn,
    MailedCode,
    SetUp,
    LinkApp,
    LinkPhone,
    EnterCode,
    Verify,
    StartOver,
    Language,
    SignOut,
  ]
  for (const Journey of journeys) dialogs.add(new Journey(services))
  return dialogs
}

/** The last digits of the numbers among an ask's options, so that "the one ending in 43" is understood. */
async function maskedNumbers({ factors }: Services, ask: Ask, turn: Turn): Promise<Record<string, string>> {
  if (ask.options?.some(({ factorId }) => factorId !== undefined) !== true) return {}
  const standing = await turn.standing()
  if (standing === undefined) return {}
  const list = await factors.list(standing.accountId)
  return Object.fromEntries(list.flatMap(({ id, masked }) => (masked === null ? [] : [[id, masked]])))
}

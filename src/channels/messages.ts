import {
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  TurnContext,
  type Activity,
  type ConversationReference,
} from 'botbuilder'
import type { Config } from '../config.js'
import type { Converse, Turned } from '../conversation/converse.js'
import type { News } from '../conversation/turn.js'
import { isJson } from '../http/body.js'
import { problem, type Answer, type Incoming, type Route } from '../http/route.js'
import { isLoopbackHost } from '../http/loopback.js'
import type { Logger } from '../log.js'
import { ensureConversation, referenceOf } from '../store/conversations.js'
import type { PrismaClient } from '../store/db.js'
import { knownLocale, wordsFor } from '../words/words.js'
import { believing, NotBelieved } from './believing.js'
import { traitsOf } from './chatTraits.js'
import type { Conversing } from './conversing.js'
import { activitySchema, conversationIdOf, inputOf, type Received } from './received.js'
import { activitiesOf } from './render/activity.js'

/** How long the Bot Framework's keys are waited for, in milliseconds: fetching them has no limit of its own. */
const PATIENCE = 10_000

/** `/api/messages`: the Emulator, and every channel that Azure connects. */
export interface Messages {
  routes: Route[]
  /** Tells a conversation what became of its code, unasked. */
  tell(conversationId: string, news: News): Promise<void>
}

/** CloudAdapter authenticates and delivers; its HTTP part, which prints errors and answers with their text, is not used. */
class Adapter extends CloudAdapter {
  receive(authorization: string, activity: Activity, logic: (context: TurnContext) => Promise<void>) {
    return this.processActivity(authorization, activity, logic)
  }
}

/** The Bot Framework channels. Without an app id only this machine itself is believed, and only it is called back. */
export function createMessages(parts: {
  config: Pick<Config, 'bot' | 'development' | 'publicUrl'>
  prisma: PrismaClient
  converse: Converse
  reveal: Conversing['reveal']
  log: Logger
}): Messages {
  const { config, prisma, converse, reveal, log } = parts
  const adapter = new Adapter(
    new ConfigurationBotFrameworkAuthentication({
      MicrosoftAppId: config.bot?.appId ?? '',
      MicrosoftAppPassword: config.bot?.appPassword ?? '',
      MicrosoftAppType: config.bot?.appType ?? '',
      MicrosoftAppTenantId: config.bot?.tenantId ?? '',
    }),
  )
  adapter.onTurnError = (_context, err) => {
    log.error({ err }, 'chat turn failed')
    return Promise.reject(err)
  }

  const deliver = async (context: TurnContext, { told, locale, live }: Turned): Promise<void> => {
    for (const utterance of told) {
      const shown = { words: wordsFor(locale), reveal, live: utterance.ask?.id === live, on: 'chat' } as const
      await context.sendActivities(await activitiesOf(utterance, shown))
    }
  }

  const receive = async (context: TurnContext, received: Received): Promise<void> => {
    const input = inputOf(received)
    if (input === undefined) return
    const conversationId = conversationIdOf(received)
    const reference = TurnContext.getConversationReference(context.activity)
    const locale = knownLocale(received.locale ?? '') ?? 'en'
    const channel = traitsOf(received.channelId, config.bot === undefined)
    await ensureConversation(prisma, { id: conversationId, channel: channel.name, locale, reference })
    const turned = await converse.take({
      conversationId,
      channel,
      input,
      ...(typeof received.id === 'string' ? { activityId: received.id } : {}),
    })
    // Whoever called back was answered then; who waits for the answer in the response may have lost it.
    if (turned.ok && turned.repeated === true && received.deliveryMode !== 'expectReplies') return
    if (turned.ok) await deliver(context, turned)
    else await context.sendActivity(wordsFor(locale).say('say.busy'))
  }

  const handle = async (incoming: Incoming): Promise<Answer> => {
    if (config.bot === undefined && !(incoming.loopback && loopbackOnly(config))) {
      return problem(404, 'not_found', 'There is nothing here.')
    }
    if (!isJson(incoming)) return problem(415, 'media_type', 'Send JSON.')
    const parsed = activitySchema.safeParse(incoming.body)
    if (!parsed.success) return problem(400, 'bad_activity', 'That is not a Bot Framework activity.')
    const received = parsed.data
    if (config.bot === undefined && !answersThisMachine(received)) {
      return problem(400, 'bad_service_url', 'Without an app id only a loopback serviceUrl is called back.')
    }
    try {
      const answer = await believing(PATIENCE, (believed) =>
        adapter.receive(incoming.headers.authorization ?? '', received as unknown as Activity, (context) => {
          believed()
          return receive(context, received)
        }),
      )
      const body: unknown = answer?.body
      return { status: answer?.status ?? 200, ...(body === undefined ? {} : { json: body }) }
    } catch (err) {
      if (!(err instanceof NotBelieved)) throw err
      log.warn({ err: err.cause ?? err }, 'an activity was not believed')
      return problem(401, 'unauthorized', 'That activity is not signed by the Bot Framework.')
    }
  }

  return {
    routes: [{ method: 'POST', path: '/api/messages', handle }],
    async tell(conversationId, news) {
      const reference = (await referenceOf(prisma, conversationId)) as Partial<ConversationReference> | undefined
      if (reference === undefined || (reference.serviceUrl ?? '') === '') return
      const channel = traitsOf(reference.channelId ?? '', config.bot === undefined)
      const turned = await converse.take({ conversationId, channel, input: { is: 'news', news } })
      if (!turned.ok || turned.told.length === 0) return
      await adapter.continueConversationAsync(config.bot?.appId ?? '', reference, (context) => deliver(context, turned))
    },
  }
}

function loopbackOnly({ publicUrl, development }: Pick<Config, 'publicUrl' | 'development'>): boolean {
  return development && isLoopbackHost(new URL(publicUrl).hostname)
}

/** Without a serviceUrl the SDK would answer to Microsoft's own, unless the answer goes into the response. */
function answersThisMachine({ serviceUrl, deliveryMode }: Received): boolean {
  const url = serviceUrl ?? ''
  if (url === '') return deliveryMode === 'expectReplies'
  return URL.canParse(url) && isLoopbackHost(new URL(url).hostname)
}

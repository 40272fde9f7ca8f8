import { createHash } from 'node:crypto'
import {
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  TurnContext,
  type Activity,
  type ConversationReference,
} from 'botbuilder'
import { z } from 'zod'
import type { Config } from '../config.js'
import type { Reply } from '../conversation/ask.js'
import type { Converse, Turned } from '../conversation/converse.js'
import type { ChannelTraits, News, TurnInput } from '../conversation/turn.js'
import { problem, type Answer, type Incoming, type Route } from '../http/route.js'
import { isLoopbackHost } from '../http/server.js'
import type { Logger } from '../log.js'
import { ensureConversation, referenceOf } from '../store/conversations.js'
import type { PrismaClient } from '../store/db.js'
import { knownLocale, wordsFor } from '../words/words.js'
import type { Conversing } from './conversing.js'
import { activitiesOf } from './render/activity.js'

/** What of an activity is read; everything else is the adapter's. */
const activitySchema = z.looseObject({
  type: z.string().max(50),
  channelId: z.string().min(1).max(100),
  serviceUrl: z.string().max(1000).optional(),
  deliveryMode: z.string().max(50).optional(),
  id: z.string().max(500).optional(),
  text: z.string().optional(),
  value: z.unknown().optional(),
  locale: z.string().max(35).optional(),
  conversation: z.looseObject({ id: z.string().min(1).max(1000) }),
  from: z.looseObject({ id: z.string().min(1).max(1000), name: z.string().max(200).optional() }),
  recipient: z.looseObject({ id: z.string().max(1000) }).optional(),
  membersAdded: z.array(z.looseObject({ id: z.string() })).optional(),
})
type Received = z.infer<typeof activitySchema>

const formSchema = z.object({ ask: z.string(), values: z.record(z.string(), z.unknown()) })

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
    await ensureConversation(prisma, { id: conversationId, channel: received.channelId, locale, reference })
    const turned = await converse.take({
      conversationId,
      channel: traitsOf(received.channelId, config.bot === undefined),
      input,
      ...(received.id === undefined ? {} : { activityId: received.id }),
    })
    if (turned.ok) await deliver(context, turned)
    else await context.sendActivity(wordsFor(locale).say('say.busy'))
  }

  const handle = async (incoming: Incoming): Promise<Answer> => {
    if (config.bot === undefined && !(incoming.loopback && loopbackOnly(config))) {
      return problem(404, 'not_found', 'There is nothing here.')
    }
    const parsed = activitySchema.safeParse(incoming.body)
    if (!parsed.success) return problem(400, 'bad_activity', 'That is not a Bot Framework activity.')
    const received = parsed.data
    if (config.bot === undefined && !answersThisMachine(received)) {
      return problem(400, 'bad_service_url', 'Without an app id only a loopback serviceUrl is called back.')
    }
    const activityIs: { believed: boolean } = { believed: false }
    try {
      const activity = received as unknown as Activity
      const answer = await adapter.receive(incoming.headers.authorization ?? '', activity, (context) => {
        activityIs.believed = true
        return receive(context, received)
      })
      const body: unknown = answer?.body
      return { status: answer?.status ?? 200, ...(body === undefined ? {} : { json: body }) }
    } catch (err) {
      if (activityIs.believed) throw err
      // Whatever kept the activity from being believed: no token, a wrong one, or keys that could not be had.
      log.warn({ err }, 'an activity was not believed')
      return problem(401, 'unauthorized', 'That activity is not signed by the Bot Framework.')
    }
  }

  return {
    routes: [{ method: 'POST', path: '/api/messages', handle }],
    async tell(conversationId, news) {
      const reference = (await referenceOf(prisma, conversationId)) as Partial<ConversationReference> | undefined
      if (reference?.serviceUrl === undefined || reference.serviceUrl === '') return
      const channel = traitsOf(reference.channelId ?? '', config.bot === undefined)
      const turned = await converse.take({ conversationId, channel, input: { is: 'news', news } })
      if (!turned.ok || turned.told.length === 0) return
      await adapter.continueConversationAsync(config.bot?.appId ?? '', reference, (context) => deliver(context, turned))
    },
  }
}

/** Only between the Emulator and us does a key pass through no one else. */
function traitsOf(channelId: string, onThisMachine: boolean): ChannelTraits {
  return { name: channelId, label: channelId, signIn: 'link', showsKeys: onThisMachine, pushes: true }
}

/** Each sender's conversation is its own, in a group too. */
function conversationIdOf(received: Received): string {
  const name = JSON.stringify([received.channelId, received.conversation.id, joiner(received) ?? received.from.id])
  return `chat:${createHash('sha256').update(name).digest('base64url')}`
}

function inputOf(received: Received): TurnInput | undefined {
  if (received.type === 'message') return { is: 'reply', reply: replyOf(received) }
  return joiner(received) === undefined ? undefined : { is: 'join' }
}

/** Who came in. The Emulator lists the bot among those who joined, too. */
function joiner({ type, membersAdded, recipient }: Received): string | undefined {
  if (type !== 'conversationUpdate') return undefined
  return membersAdded?.find(({ id }) => id !== recipient?.id)?.id
}

function replyOf({ text, value }: Received): Reply {
  const form = formSchema.safeParse(value)
  return { text: text ?? '', ...(form.success ? { form: form.data } : {}) }
}

function loopbackOnly({ publicUrl, development }: Pick<Config, 'publicUrl' | 'development'>): boolean {
  return development && isLoopbackHost(new URL(publicUrl).hostname)
}

/** Without a serviceUrl the SDK would answer to Microsoft's own, unless the answer goes into the response. */
function answersThisMachine({ serviceUrl = '', deliveryMode }: Received): boolean {
  if (serviceUrl === '') return deliveryMode === 'expectReplies'
  return URL.canParse(serviceUrl) && isLoopbackHost(new URL(serviceUrl).hostname)
}

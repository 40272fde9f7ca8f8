import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { createAccounts } from './accounts/accounts.js'
import { createApp } from './app.js'
import { createApiRoutes } from './channels/api/routes.js'
import { createConversing } from './channels/conversation.js'
import { createMessages } from './channels/messages.js'
import { createNewsDesk } from './channels/newsDesk.js'
import { directLineRoutes } from './channels/webchat/directLine.js'
import { chatPage } from './channels/webchat/page.js'
import { webChatStream } from './channels/webchat/stream.js'
import type { Config } from './config.js'
import { createBot } from './conversation/bot.js'
import { createConverse } from './conversation/converse.js'
import { createDevCarrier } from './devCarrier/devCarrier.js'
import { createFactors } from './factors/service.js'
import { sweepFactors } from './factors/sweep.js'
import { UnderWay } from './http/underWay.js'
import type { Logger } from './log.js'
import { createMailer, openMailbox } from './mail/index.js'
import { keepHouse } from './ops/housekeeping.js'
import { createMetrics } from './ops/metrics.js'
import { createOpsRoutes } from './ops/routes.js'
import { sweepConversations } from './store/conversations.js'
import type { Database } from './store/db.js'
import { openKeyring } from './store/keyring.js'
import { createSender, createTelephony } from './telephony/index.js'
import { createTwilio } from './telephony/twilio.js'
import { createBrowsers, createWebRoutes } from './web/routes.js'
import { createStaticRoutes } from './web/static.js'

/**
 * How long what is under way may take once we are asked to stop, in milliseconds: the carrier's ten seconds for a text, and what
 * is written down and answered after.
 */
const GRACE = 15_000

/** The application, put together. */
export interface Running {
  listen(): Promise<void>
  /**
   * Takes no more requests, closes streams, so that clients go elsewhere, and waits for what is under way. The database is its
   * opener's to close.
   * @throws {Fault} `cut_off` when something was still under way after 15 seconds.
   */
  close(): Promise<void>
}

/** Puts the parts together over an open database. Nothing listens yet. */
export async function compose(config: Config, log: Logger, { prisma }: Pick<Database, 'prisma'>): Promise<Running> {
  const { policy, publicUrl, brand, countries } = config
  const keyring = await openKeyring(prisma, config.keys)
  const mailbox = config.development && config.smtpUrl === undefined ? await openMailbox() : undefined
  const mailer = createMailer(config.smtpUrl ?? mailbox?.url ?? '', config.mailFrom)

  const sender = createSender({ carrier: createTwilio(config.carrier, log), config, log })
  const factors = createFactors({ prisma, keyring, policy, countries, issuer: brand.name, sender, log })
  const accounts = createAccounts({ prisma, keyring, policy, mailer, config, log })
  const { sessions } = accounts

  const agency = { brand: brand.name, site: publicUrl, ...brand }
  const bot = createBot({ ...accounts, factors, agency, textsFrom: textsFrom(config), country: countries.standard })
  const converse = createConverse({ prisma, bot, sessions, policy, log })
  const conversing = createConversing({ prisma, converse, factors })
  const { reveal } = conversing
  const messages = createMessages({ config, prisma, converse, reveal, log })

  const browsers = createBrowsers({ accounts, config })
  const webChat = {
    conversing,
    sessions,
    keyring,
    policy,
    publicUrl,
    log,
    ...browsers,
  }
  const stream = webChatStream(webChat)
  const underWay = new UnderWay()
  const newsDesk = createNewsDesk({ converse, messages })
  // A call's next words do not wait for the conversation to hear of it.
  const onNews: typeof newsDesk = (news) => underWay.count(newsDesk(news))
  const telephony = createTelephony({ prisma, keyring, policy, config, factors, onNews, log })
  const devCarrier = config.development
    ? createDevCarrier({ ...config.carrier, number: config.carrier.voiceFrom, publicUrl, mailbox, log })
    : undefined
  const metrics = createMetrics()
  const stopSweeping = keepHouse(async () => {
    await sweepFactors(prisma, policy)
    await sweepConversations(prisma, policy.conversationsKept)
  }, log)

  const app = createApp(
    [
      { routes: createWebRoutes({ accounts, config, policy, chat: chatPage({ ...config, ...browsers }) }) },
      { routes: createStaticRoutes() },
      { routes: directLineRoutes(webChat) },
      messages,
      { routes: createApiRoutes({ factors, accounts, prisma, keyring, policy, apiKeys: config.apiKeys, log }) },
      telephony,
      ...(devCarrier === undefined ? [] : [devCarrier]),
      { routes: createOpsRoutes({ prisma, metricsToken: config.metricsToken, metrics, log }) },
    ],
    { trustProxy: config.trustProxy, log, metrics, underWay },
  )
  stream.attach(app.server)

  return {
    listen: () =>
      new Promise((resolve, reject) => {
        app.server.once('error', reject)
        app.listen(config.port, config.host, resolve)
      }),
    async close() {
      const ended = underWay.end(app.server, GRACE)
      stream.close()
      devCarrier?.close()
      await Promise.all([ended, stopSweeping()])
      mailer.close()
      await mailbox?.close()
    },
  }
}

/** The number that texts come from, as people write it; a messaging service has many. */
function textsFrom({ carrier: { from } }: Pick<Config, 'carrier'>): string | undefined {
  return parsePhoneNumberFromString(from)?.formatInternational()
}

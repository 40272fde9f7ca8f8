import { randomUUID } from 'node:crypto'
import { expect } from 'chai'
import { createAccounts } from '../../src/accounts/accounts.js'
import { activitiesOf } from '../../src/channels/render/activity.js'
import { revealing } from '../../src/channels/revealing.js'
import { readConfig } from '../../src/config.js'
import { createBot } from '../../src/conversation/bot.js'
import { DEFAULT_POLICY } from '../../src/factors/policy.js'
import { createConverse } from '../../src/conversation/converse.js'
import type { ChannelTraits } from '../../src/conversation/turn.js'
import { world } from '../factors/world.js'
import { openLog } from '../../src/log.js'
import { ensureConversation } from '../../src/store/conversations.js'
import { wordsFor } from '../../src/words/words.js'
import { appCode } from '../support/authenticator.js'
import { testDatabase } from '../support/database.js'

const TEAMS: ChannelTraits = { name: 'msteams', label: 'msteams', signIn: 'link', showsKeys: false }

describe('a chat that passes through someone else’s servers', () => {
  it('never shows an app’s key: it is linked on the web page', async () => {
    const { prisma, keyring } = await testDatabase()
    const w = await world()
    const log = openLog('silent')
    const config = readConfig({ DATABASE_URL: 'memory://', PUBLIC_URL: 'http://localhost:3978' })
    const mailer = { send: () => Promise.resolve(), close: () => undefined }
    const accounts = createAccounts({ prisma, keyring, policy: config.policy, mailer, config, log })
    const agency = { ...config.brand, brand: config.brand.name, site: config.publicUrl }
    const bot = createBot({ ...accounts, factors: w.factors, agency, textsFrom: undefined, country: 'US' })
    const converse = createConverse({ prisma, bot, sessions: accounts.sessions, policy: DEFAULT_POLICY, log })

    const account = await w.account()
    const { sessionId } = await accounts.sessions.open(account, { madeAccount: true })
    const conversationId = `chat:${randomUUID()}`
    await ensureConversation(prisma, { id: conversationId, channel: TEAMS.name, locale: 'en', sessionId })
    const says = async (text: string): Promise<string> => {
      const input = { is: 'reply', reply: { text } } as const
      const turned = await converse.take({ conversationId, channel: TEAMS, input })
      if (!turned.ok) throw new Error(turned.why)
      const shown = { words: wordsFor('en'), reveal: revealing(w.factors), live: true, on: 'chat' } as const
      const activities = await Promise.all(turned.told.map((utterance) => activitiesOf(utterance, shown)))
      return JSON.stringify(activities.flat())
    }

    await says('hello')
    const answer = await says('authentication app')
    expect(answer)
      .to.match(/Open http:\/\/localhost:3978, sign in/)
      .and.not.to.match(/otpauth|image\/png|Key:/)
    expect(await says("I'm done")).to.match(/don't see a linked app/)

    const { id, secret } = await w.factors.enrolApp(account)
    const opened = await w.factors.challenge({ factorId: id, purpose: 'link', locale: 'en', origin: w.origin })
    if (!opened.ok) throw new Error(opened.why)
    await w.factors.check(opened.challenge.id, appCode(secret), w.origin)
    // Linked elsewhere: this session has not verified, and is asked to.
    expect(await says("I'm done")).to.match(/changed[^]*code in your authentication app/)
  })
})

import type { Converse } from '../conversation/converse.js'
import type { ChannelTraits } from '../conversation/turn.js'
import type { FactorService } from '../factors/factor.js'
import { ensureConversation, hasMessages, messagesAfter } from '../store/conversations.js'
import type { PrismaClient } from '../store/db.js'
import type { Conversing, Stored } from './conversing.js'
import { revealing } from './revealing.js'

/** The chat on our own page: signed in by it, and nobody else's servers in between. */
export const WEBCHAT: ChannelTraits = {
  name: 'webchat',
  label: 'web chat',
  signIn: 'page',
  showsKeys: true,
}

/** The web chat's conversation: one a session, its id the session's. */
export function createConversing(parts: {
  prisma: PrismaClient
  converse: Converse
  factors: FactorService
}): Conversing {
  const { prisma, converse, factors } = parts
  return {
    async open(sessionId, locale) {
      const conversationId = `webchat:${sessionId}`
      await ensureConversation(prisma, { id: conversationId, channel: WEBCHAT.name, locale, sessionId })
      // Greets once: two pages that open at the same time are one activity.
      if (!(await hasMessages(prisma, conversationId))) {
        await converse.take({ conversationId, channel: WEBCHAT, input: { is: 'join' }, activityId: 'join' })
      }
      return { conversationId }
    },
    async turn(conversationId, reply, { activityId, source }) {
      const taken = await converse.take({
        conversationId,
        channel: WEBCHAT,
        input: { is: 'reply', reply },
        ...(activityId === undefined ? {} : { activityId }),
        ...(source === undefined ? {} : { source }),
      })
      return taken.ok ? { ok: true } : taken
    },
    async after(conversationId, watermark) {
      const { messages, live, locale } = await messagesAfter(prisma, conversationId, watermark)
      return { messages: messages as Stored[], live, locale }
    },
    onChange: (conversationId, listener) => converse.onChange(conversationId, listener),
    reveal: revealing(factors),
  }
}

import type { Converse } from '../conversation/converse.js'
import type { DeliveryNews } from '../telephony/index.js'
import { WEBCHAT } from './conversation.js'
import type { Messages } from './messages.js'

/** Brings news of a delivery to the conversation that asked, by its channel. What is only on its way is no news. */
export function createNewsDesk({
  converse,
  messages,
}: {
  converse: Converse
  messages: Messages
}): (news: DeliveryNews) => Promise<void> {
  return async ({ conversationId, challengeId, status, why }) => {
    if (status !== 'delivered' && status !== 'failed' && status !== 'revoked') return
    const news = { challengeId, status, ...(why === undefined ? {} : { why }) }
    if (!conversationId.startsWith('webchat:')) return messages.tell(conversationId, news)
    await converse.take({ conversationId, channel: WEBCHAT, input: { is: 'news', news } })
  }
}

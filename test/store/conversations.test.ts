import { randomUUID } from 'node:crypto'
import { expect } from 'chai'
import { ensureConversation, sweepConversations } from '../../src/store/conversations.js'
import { testDatabase } from '../support/database.js'

describe('conversations', () => {
  it('are deleted with their history when nobody has taken a turn for long', async () => {
    const { prisma } = await testDatabase()
    const [old, young] = [randomUUID(), randomUUID()]
    for (const id of [old, young]) {
      await ensureConversation(prisma, { id, channel: 'emulator', locale: 'en' })
      await prisma.message.create({ data: { conversationId: id, seq: 1, by: 'bot', body: {} } })
    }
    await prisma.$executeRaw`UPDATE conversation SET turned_at = now() - interval '31 days' WHERE id = ${old}`
    while ((await sweepConversations(prisma, 30 * 86_400)) > 0);
    const left = await prisma.message.findMany({ where: { conversationId: { in: [old, young] } } })
    expect(left.map(({ conversationId }) => conversationId)).to.deep.equal([young])
  })
})

import { randomUUID } from 'node:crypto'
import { expect } from 'chai'
import { ensureConversation, messagesAfter, sweepConversations } from '../../src/store/conversations.js'
import { testDatabase } from '../support/database.js'

describe('conversations', () => {
  it('are read from their newest messages, however many there are', async () => {
    const { prisma } = await testDatabase()
    const id = randomUUID()
    await ensureConversation(prisma, { id, channel: 'webchat', locale: 'es' })
    const data = Array.from({ length: 450 }, (_, at) => ({ conversationId: id, seq: at + 1, by: 'bot', body: { at } }))
    await prisma.message.createMany({ data })
    const { messages, locale } = await messagesAfter(prisma, id, 0)
    expect([messages.length, messages[0]?.seq, messages.at(-1)?.seq, locale]).to.deep.equal([200, 251, 450, 'es'])
    expect((await messagesAfter(prisma, id, 448)).messages.map(({ seq }) => seq)).to.deep.equal([449, 450])
    expect(await messagesAfter(prisma, id, 450)).to.deep.equal({ messages: [], live: undefined, locale: 'es' })
  })

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

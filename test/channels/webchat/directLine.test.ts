import { expect } from 'chai'
import { tokens } from '../../../src/channels/webchat/token.js'
import { call, chatServer, type ChatServer, type Wired } from './server.js'

interface Opened {
  conversationId: string
  token: string
  expires_in: number
  streamUrl: string
}
interface Set {
  activities: Wired[]
  watermark: string
}

describe('Direct Line for the web chat', () => {
  let chat: ChatServer
  before(async () => {
    chat = await chatServer()
  })
  after(() => chat.close())

  const generate = async (of = chat): Promise<Opened & { cookie: string; session: string; at: string }> => {
    const { token: cookie, sessionId } = await of.session()
    const { body } = await call(`${of.url}/tokens/generate`, { method: 'POST', session: cookie })
    const opened = body as Opened
    return { ...opened, cookie, session: sessionId, at: `${of.url}/conversations/${opened.conversationId}` }
  }
  const post = (at: string, token: string, text: string, id: string, value?: object) =>
    call(`${at}/activities`, {
      method: 'POST',
      token,
      body: { type: 'message', text, value, channelData: { clientActivityID: id } },
    })
  const read = async (at: string, token: string, watermark = '') =>
    (await call(`${at}/activities?watermark=${watermark}`, { token })).body as Set

  describe('tokens', () => {
    it('are made for a session, and the bot has greeted', async () => {
      const { conversationId, token, expires_in, at } = await generate()
      expect(expires_in).to.equal(1800)
      expect(token).to.not.contain(conversationId)
      expect((await read(at, token)).activities.map(({ from, text }) => [from.role, text])).to.deep.equal([
        ['bot', 'You are still signed in.'],
      ])
    })

    it('are not made without a session', async () => {
      expect((await call(`${chat.url}/tokens/generate`, { method: 'POST' })).status).to.equal(401)
    })

    it('are not made for a page of another site', async () => {
      const { token } = await chat.session()
      const origin = 'https://evil.example'
      const { status } = await call(`${chat.url}/tokens/generate`, { method: 'POST', session: token, origin })
      expect(status).to.equal(403)
    })

    it('find the conversation of the session again', async () => {
      const { conversationId, cookie } = await generate()
      const again = await call(`${chat.url}/tokens/generate`, { method: 'POST', session: cookie })
      expect((again.body as Opened).conversationId).to.equal(conversationId)
    })

    it('are refreshed for the same conversation', async () => {
      const { conversationId, token, at } = await generate()
      const { status, body } = await call(`${chat.url}/tokens/refresh`, { method: 'POST', token })
      const refreshed = body as Opened
      expect([status, refreshed.conversationId]).to.deep.equal([200, conversationId])
      expect((await read(at, refreshed.token)).activities).to.have.length(1)
    })

    it('open no other conversation', async () => {
      const [mine, theirs] = [await generate(), await generate()]
      expect((await call(theirs.at, { token: mine.token })).status).to.equal(403)
      expect((await call(`${theirs.at}/activities`, { token: mine.token })).status).to.equal(403)
      expect((await post(theirs.at, mine.token, 'hello', 'x1')).status).to.equal(403)
      expect((await read(theirs.at, theirs.token)).activities).to.have.length(1)
    })

    it('are refused with 403 when expired, changed or of another kind', async () => {
      const { conversationId, session, token, at } = await generate()
      const bind = 'directline:token'
      const old = chat.keyring.seal(
        JSON.stringify({ conversationId, sessionId: session, expires: Date.now() - 1 }),
        bind,
      )
      const changed = `${token.slice(0, -4)}${token.endsWith('AAAA') ? 'BBBB' : 'AAAA'}`
      const stream = tokens(chat.keyring).issueStream({ conversationId, sessionId: session, watermark: 0 })
      for (const wrong of [old, changed, stream, 'x', 'test.']) {
        expect((await call(at, { token: wrong })).status, wrong).to.equal(403)
      }
      expect((await call(at)).status).to.equal(401)
    })

    it('end with their session: 404, for reading, writing and refreshing', async () => {
      const { session, token, at } = await generate()
      await chat.prisma
        .$executeRaw`UPDATE session SET ends_at = now() - interval '1 second' WHERE id = ${session}::uuid`
      expect((await call(at, { token })).status).to.equal(404)
      expect((await call(`${at}/activities`, { token })).status).to.equal(404)
      expect((await post(at, token, 'hello', 'e1')).status).to.equal(404)
      expect((await call(`${chat.url}/tokens/refresh`, { method: 'POST', token })).status).to.equal(404)
    })
  })

  describe('activities', () => {
    it('of the resident are echoed with the id of their client, before the answer', async () => {
      const { token, at } = await generate()
      expect((await post(at, token, 'hello', 'c1')).status).to.equal(200)
      const [, echo, answer] = (await read(at, token)).activities
      expect([echo?.from.role, echo?.text, echo?.channelData.clientActivityID]).to.deep.equal(['user', 'hello', 'c1'])
      expect([answer?.from.role, answer?.text]).to.deep.equal(['bot', 'You can get a new code now.'])
    })

    it('are read from a watermark on', async () => {
      const { token, at } = await generate()
      const { watermark } = await read(at, token)
      await post(at, token, 'hello', 'w1')
      expect((await read(at, token, watermark)).activities.map(({ from }) => from.role)).to.deep.equal(['user', 'bot'])
      expect((await read(at, token, '3')).activities).to.deep.equal([])
      expect((await read(at, token, 'junk')).activities).to.have.length(3)
    })

    it('that come twice are taken once', async () => {
      const { token, at } = await generate()
      const both = await Promise.all([post(at, token, 'hello', 'd1'), post(at, token, 'hello', 'd1')])
      expect(both.map(({ status }) => status)).to.deep.equal([200, 200])
      expect((await read(at, token)).activities).to.have.length(3)
    })

    it('hand the form to the turn and keep what was typed in secret out of the history', async () => {
      const { token, at } = await generate()
      const ask = (await read(at, token)).activities[0]?.channelData.ask?.id
      await post(at, token, '••••', 'f1', { ask, values: { code: '123456' } })
      const set = await read(at, token)
      expect(JSON.stringify(set)).to.not.contain('123456')
      expect(set.activities[1]?.text).to.equal('••••')
    })

    it('carry the form of the newest question only', async () => {
      const { token, at } = await generate()
      await post(at, token, 'hello', 'n1')
      const asks = (await read(at, token)).activities.map(({ channelData }) => channelData.ask?.id !== undefined)
      expect(asks).to.deep.equal([false, false, true])
    })

    it('that are no messages change nothing', async () => {
      const { token, at } = await generate()
      for (const type of ['typing', 'event', 'conversationUpdate']) {
        const { status } = await call(`${at}/activities`, { method: 'POST', token, body: { type, name: 'x' } })
        expect(status).to.equal(200)
      }
      expect((await call(`${at}/activities`, { method: 'POST', token, body: { text: 'x' } })).status).to.equal(400)
      expect((await read(at, token)).activities).to.have.length(1)
    })

    it('are taken so many a minute', async () => {
      const patient = await chatServer({ turns: { max: 2, seconds: 60 } })
      const { at, token } = await generate(patient)
      const answers = []
      for (const id of ['1', '2', '3']) answers.push(await post(at, token, 'hello', id))
      expect(answers.map(({ status }) => status)).to.deep.equal([200, 200, 429])
      expect((answers[2]?.body as { error: { retryAfter: number } }).error.retryAfter).to.be.within(50, 60)
      await patient.close()
    })

    it('count as use of the session; reading does not', async () => {
      const { token, at, session } = await generate()
      const seen = async () =>
        (await chat.prisma.session.findUniqueOrThrow({ where: { id: session } })).seenAt.getTime()
      await chat.prisma
        .$executeRaw`UPDATE session SET seen_at = now() - interval '10 minutes' WHERE id = ${session}::uuid`
      const earlier = await seen()
      await read(at, token)
      await call(`${chat.url}/session`, { token })
      expect(await seen()).to.equal(earlier)
      await post(at, token, 'hello', 's1')
      expect(await seen()).to.be.greaterThan(earlier)
    })
  })

  it('tells how long the session lasts', async () => {
    const { token } = await generate()
    const { body } = await call(`${chat.url}/session`, { token })
    expect((body as { secondsLeft: number }).secondsLeft).to.be.within(890, 900)
  })
})

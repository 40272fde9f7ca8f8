import type { IncomingMessage } from 'node:http'
import { expect } from 'chai'
import { call, chatServer, streaming, type ChatServer } from './server.js'

interface Opened {
  conversationId: string
  token: string
  streamUrl: string
}

describe('streams of the web chat', () => {
  let chat: ChatServer
  before(async () => {
    chat = await chatServer()
  })
  after(() => chat.close())

  const generate = async (): Promise<Opened & { session: string; at: string }> => {
    const { token: cookie, sessionId } = await chat.session()
    const opened = (await call(`${chat.url}/tokens/generate`, { method: 'POST', session: cookie })).body as Opened
    return { ...opened, session: sessionId, at: `${chat.url}/conversations/${opened.conversationId}` }
  }
  const post = (at: string, token: string, text: string, id: string) =>
    call(`${at}/activities`, {
      method: 'POST',
      token,
      body: { type: 'message', text, channelData: { clientActivityID: id } },
    })
  const open = async (token: string) =>
    (await call(`${chat.url}/conversations`, { method: 'POST', token })).body as Opened

  it('replay the history and bring what comes, in order and once', async () => {
    const { token, at } = await generate()
    const { streamUrl } = await open(token)
    const stream = streaming(streamUrl, `http://127.0.0.1:${chat.port}`)
    await stream.until(1)
    stream.socket.send('')
    await post(at, token, 'one', 'o1')
    await post(at, token, 'two', 'o2')
    await stream.until(5)
    expect(stream.received.filter(({ from }) => from.role === 'user').map(({ text }) => text)).to.deep.equal([
      'one',
      'two',
    ])
    stream.socket.close()
  })

  it('go on from the watermark after a dropped socket', async () => {
    const { token, at } = await generate()
    const first = streaming((await open(token)).streamUrl)
    await first.until(1)
    first.socket.terminate()
    await post(at, token, 'meanwhile', 'm1')
    const again = await call(`${at}?watermark=${first.watermark()}`, { token })
    const second = streaming((again.body as Opened).streamUrl)
    await second.until(2)
    expect(second.received.map(({ from }) => from.role)).to.deep.equal(['user', 'bot'])
    second.socket.close()
  })

  it('bring what another replica took', async () => {
    const { token, conversationId } = await generate()
    const stream = streaming((await open(token)).streamUrl)
    await stream.until(1)
    await chat.prisma.message.create({
      data: { conversationId, seq: 2, by: 'bot', body: { say: [{ key: 'chat.again' }] } },
    })
    await stream.until(2)
    expect(stream.received[1]?.text).to.equal('You are connected again.')
    stream.socket.close()
  })

  it('are refused to another origin, another conversation, without a token and after the session', async () => {
    const [mine, theirs] = [await generate(), await generate()]
    const { streamUrl } = await open(mine.token)
    expect(await streaming(streamUrl, 'https://evil.example').closed()).to.equal(403)
    expect(await streaming(streamUrl.replace(mine.conversationId, theirs.conversationId)).closed()).to.equal(403)
    expect(await streaming(streamUrl.replace(/t=.*/, `t=${mine.token}`)).closed()).to.equal(403)
    expect(await streaming(streamUrl.replace(/\?.*/, '')).closed()).to.equal(403)
    await chat.prisma.$executeRaw`UPDATE session SET ends_at = now() WHERE id = ${mine.session}::uuid`
    expect(await streaming(streamUrl).closed()).to.equal(404)
  })

  it('are ten for a session, however many tokens it has', async () => {
    const [mine, theirs] = [await generate(), await generate()]
    const { streamUrl } = await open(mine.token)
    const streams = Array.from({ length: 10 }, () => streaming(streamUrl))
    await Promise.all(streams.map((stream) => stream.until(1)))
    expect(await streaming((await open(mine.token)).streamUrl).closed()).to.equal(429)
    const other = streaming((await open(theirs.token)).streamUrl)
    await other.until(1)

    const [first] = streams
    const gone = first?.closed()
    first?.socket.close()
    await gone
    const next = streaming(streamUrl)
    await next.until(1)
    for (const { socket } of [...streams, other, next]) socket.close()
  })

  it('are refused as everything is, in JSON that no cache keeps', async () => {
    const { streamUrl } = await open((await generate()).token)
    const answer = await new Promise<IncomingMessage>((resolve) => {
      const { socket } = streaming(streamUrl.replace(/t=.*/, 't=x'))
      socket.on('unexpected-response', (_request, response) => resolve(response))
    })
    expect(answer.headers).to.include({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
    const body = Buffer.concat((await answer.toArray()) as Buffer[]).toString()
    expect((JSON.parse(body) as { error: { code: string } }).error.code).to.equal('forbidden')
  })
})

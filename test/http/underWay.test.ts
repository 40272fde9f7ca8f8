import { Agent, request, type IncomingMessage } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { expect } from 'chai'
import { WebSocketServer } from 'ws'
import { Fault } from '../../src/fault.js'
import type { Route } from '../../src/http/route.js'
import { createServer } from '../../src/http/server.js'
import { UnderWay } from '../../src/http/underWay.js'
import { openLog } from '../../src/log.js'

describe('a server that is asked to stop', () => {
  let underWay: UnderWay
  let server: ReturnType<typeof createServer>
  let done: string[]
  let port: number

  const ROUTES: Route[] = [
    { method: 'GET', path: '/now', handle: () => Promise.resolve({ status: 200, json: {} }) },
    {
      method: 'GET',
      path: '/slow',
      async handle() {
        await wait(400)
        done.push('slow')
        return { status: 200, json: { at: 'last' } }
      },
    },
    { method: 'GET', path: '/never', handle: () => new Promise(() => undefined) },
  ]

  beforeEach(async () => {
    done = []
    underWay = new UnderWay()
    server = createServer(underWay.counted(ROUTES), { trustProxy: 0, log: openLog('silent') })
    underWay.watch(server.server)
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve())
    })
    port = (server.server.address() as AddressInfo).port
  })

  /** How long the end took, in milliseconds. */
  async function end(grace = 5_000): Promise<number> {
    const began = performance.now()
    await underWay.end(server.server, grace)
    return performance.now() - began
  }

  it('answers what is under way, on a connection that is not kept, and takes nothing new', async () => {
    const agent = new Agent({ keepAlive: true })
    const answer = new Promise<IncomingMessage>((resolve, reject) => {
      request({ host: '127.0.0.1', port, path: '/slow', agent }, resolve).on('error', reject).end()
    })
    await wait(50)
    const ended = end()
    const refused = await fetch(`http://127.0.0.1:${port}/now`).catch((error: unknown) => error)
    expect(refused).to.be.instanceOf(Error)
    const { statusCode, headers } = await answer
    expect([statusCode, headers.connection]).to.deep.equal([200, 'close'])
    expect(await ended).to.be.below(1_000)
  })

  it('waits for work whose client has gone', async () => {
    const gone = new AbortController()
    const asked = fetch(`http://127.0.0.1:${port}/slow`, { signal: gone.signal }).catch(() => undefined)
    await wait(50)
    gone.abort()
    await asked
    await end()
    expect(done).to.deep.equal(['slow'])
  })

  it('waits for work that no request waits for', async () => {
    void underWay.count(wait(300).then(() => done.push('told')))
    await end()
    expect(done).to.deep.equal(['told'])
  })

  it('is not held up by connections that ask nothing', async () => {
    const silent = connect(port, '127.0.0.1')
    await new Promise((resolve) => silent.once('connect', resolve))
    const agent = new Agent({ keepAlive: true })
    await new Promise<void>((resolve, reject) => {
      request({ host: '127.0.0.1', port, path: '/now', agent }, (response) => {
        response.resume().once('end', resolve)
      })
        .on('error', reject)
        .end()
    })
    expect(await end()).to.be.below(1_000)
    silent.destroy()
  })

  it('is held up for a second by a stream whose peer does not answer', async () => {
    const streams = new WebSocketServer({ noServer: true })
    server.server.on('upgrade', (asked: IncomingMessage, socket, head) => {
      streams.handleUpgrade(asked, socket, head, () => undefined)
    })
    const peer = connect(port, '127.0.0.1')
    peer.write(
      'GET / HTTP/1.1\r\nHost: localhost\r\nConnection: upgrade\r\nUpgrade: websocket\r\n' +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    )
    await new Promise((resolve) => peer.once('data', resolve))
    const ended = end()
    for (const client of streams.clients) client.close(1001)
    expect(await ended).to.be.within(900, 2_000)
    peer.destroy()
  })

  it('says so when something is still under way after its grace', async () => {
    const asked = fetch(`http://127.0.0.1:${port}/never`).catch((error: unknown) => error)
    await wait(50)
    const said = await end(200).catch((error: unknown) => error)
    expect(said).to.be.instanceOf(Fault).with.property('code', 'cut_off')
    expect(await asked).to.be.instanceOf(Error)
  })
})

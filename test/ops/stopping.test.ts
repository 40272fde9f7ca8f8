import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect } from 'chai'
import { openDatabase } from '../../src/store/db.js'
import { TEST_KEYS } from '../support/database.js'
import { someNumber } from '../support/numbers.js'
import { OwnProcess } from '../support/ownProcess.js'

/** How long the carrier takes for a text, in milliseconds. */
const SLOW = 1_500

describe('SIGTERM while a text is being sent', () => {
  let folder: string
  let carrier: Server
  let asked: Promise<unknown>
  let app: OwnProcess

  /** A carrier that takes its time, or never answers. */
  async function start(answers: boolean): Promise<void> {
    folder = await mkdtemp(path.join(tmpdir(), 'ringback-stopping-'))
    carrier = createServer((_request, response) => {
      if (!answers) return
      setTimeout(() => {
        response.writeHead(201, { 'content-type': 'application/json' })
        response.end(JSON.stringify({ sid: `SM${'1'.repeat(32)}` }))
      }, SLOW)
    }).listen(0, '127.0.0.1')
    asked = once(carrier, 'request')
    await once(carrier, 'listening')
    app = await OwnProcess.start({
      DATABASE_URL: path.join(folder, 'data'),
      RINGBACK_KEYS: TEST_KEYS,
      RINGBACK_API_KEYS: 'portal:secret',
      TWILIO_API_URL: `http://127.0.0.1:${(carrier.address() as AddressInfo).port}`,
    })
    await app.ready()
  }
  afterEach(async () => {
    await app.kill()
    carrier.closeAllConnections()
    carrier.close()
    await rm(folder, { recursive: true })
  })

  const post = (address: string, body: object): Promise<Response> =>
    fetch(`${app.url}/v1${address}`, {
      method: 'POST',
      headers: { authorization: 'Bearer portal:secret', 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  const made = async (address: string, body: object): Promise<string> =>
    ((await (await post(address, body)).json()) as { id: string }).id

  /** Asks for a code by text; what the relying party is answered in the end. */
  async function send(): Promise<Response> {
    const account = await made('/accounts', {})
    const factorId = await made(`/accounts/${account}/factors`, { method: 'phone', number: someNumber() })
    return post('/challenges', { factorId, purpose: 'link', delivery: 'sms' })
  }

  it('ends after the text is on its way, its row settled and its sender answered', async () => {
    await start(true)
    const stream = await fetch(`${app.url}/phones/events`)
    const streamed = stream.text()
    const sent = send()
    await asked
    const began = performance.now()
    app.signal('SIGTERM')
    await streamed
    expect(performance.now() - began, 'streams end at once').to.be.below(SLOW - 500)
    expect((await sent).status).to.equal(201)
    expect(await app.ended, app.said).to.equal(0)
    expect(performance.now() - began).to.be.below(SLOW + 2_000)

    const db = await openDatabase(path.join(folder, 'data'))
    const rows = await db.prisma.delivery.findMany({ select: { status: true, sealed: true } })
    await db.close()
    expect(rows).to.deep.equal([{ status: 'sent', sealed: null }])
  })

  it('ends at once at a second signal', async () => {
    await start(false)
    const sent = send().catch((error: unknown) => error)
    await asked
    app.signal('SIGTERM')
    await wait(700)
    const began = performance.now()
    app.signal('SIGTERM')
    expect(await app.ended).to.equal(1)
    expect(performance.now() - began).to.be.below(500)
    expect(await sent).to.be.instanceOf(Error)
  })
})

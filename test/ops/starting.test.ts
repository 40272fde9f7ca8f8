import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect } from 'chai'
import { Fault } from '../../src/fault.js'
import { openDatabase } from '../../src/store/db.js'
import { TEST_KEYS } from '../support/database.js'
import { freePort } from '../support/freePort.js'
import { OwnProcess } from '../support/ownProcess.js'

describe('a start that cannot have its database', () => {
  let app: OwnProcess | undefined
  afterEach(() => app?.kill())

  /** What it says before it ends with 1. */
  async function said(databaseUrl: string): Promise<string> {
    app = await OwnProcess.start({ DATABASE_URL: databaseUrl, RINGBACK_KEYS: TEST_KEYS })
    expect(await app.ended, app.said).to.equal(1)
    return app.said
  }

  it('says that nothing is there, in one line, without the password', async () => {
    const line = await said(`postgresql://ringback:violet-kettle@localhost:${await freePort()}/ringback`)
    expect(line).to.match(/^DATABASE_URL: .+ECONNREFUSED.*\n$/)
    expect(line).not.to.contain('violet-kettle')
  })

  it('says what the first migration failed of', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'ringback-starting-'))
    try {
      const db = await openDatabase(folder)
      await db.prisma.$executeRaw`TRUNCATE _prisma_migrations`
      await db.close()
      expect(await said(folder)).to.match(/^migration \S+ failed and was rolled back: relation "\w+" already exists\n$/)
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})

describe('a database that does not open', () => {
  let server: Server
  /** What a PostgreSQL server answers a start-up message with (postgresql.org/docs/15/protocol-message-formats.html, ErrorResponse). */
  function refusal(code: string, message: string): Buffer {
    const fields = Buffer.from(`SFATAL\0VFATAL\0C${code}\0M${message}\0\0`)
    const head = Buffer.alloc(5, 'E')
    head.writeInt32BE(fields.length + 4, 1)
    return Buffer.concat([head, fields])
  }
  before(async () => {
    server = createServer((peer) => {
      peer.once('data', () => peer.end(refusal('28P01', 'password authentication failed for user "ringback"')))
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
  })
  after(() => server.close())

  it("is a fault with the server's reason, or the network's", async () => {
    const { port } = server.address() as AddressInfo
    const rows: [url: string, message: string][] = [
      [
        `postgresql://ringback:violet-kettle@127.0.0.1:${port}/ringback`,
        'DATABASE_URL: password authentication failed for user "ringback" (28P01)',
      ],
      [
        'postgresql://ringback:violet@kettle.invalid/ringback',
        'DATABASE_URL: the server cannot be reached (ENOTFOUND)',
      ],
      ['postgresql://ringback:violet/kettle@[/ringback', 'DATABASE_URL: not a PostgreSQL address'],
    ]
    for (const [url, message] of rows) {
      const fault = await openDatabase(url).catch((error: unknown) => error)
      expect(fault).to.be.instanceOf(Fault).with.property('code', 'no_database')
      expect((fault as Fault).message.replace('EAI_AGAIN', 'ENOTFOUND')).to.equal(message)
    }
  })
})

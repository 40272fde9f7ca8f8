import { connect, createServer, type Server } from 'node:net'
import { expect } from 'chai'
import { openDatabase, type Database } from '../../src/store/db.js'

describe('a server that falls silent', () => {
  const real = new URL(process.env['TEST_DATABASE_URL'] ?? '')
  /** As a network that drops every packet and closes nothing. */
  let silent = false
  let network: Server
  let db: Database

  before(async () => {
    network = createServer((client) => {
      const server = connect(Number(real.port || 5432), real.hostname)
      client.on('data', (data) => silent || server.write(data))
      server.on('data', (data) => silent || client.write(data))
      client.on('close', () => server.destroy()).on('error', () => server.destroy())
      server.on('close', () => client.destroy()).on('error', () => client.destroy())
    })
    await new Promise<void>((resolve) => network.listen(0, '127.0.0.1', resolve))
    const through = new URL(real)
    through.host = `127.0.0.1:${(network.address() as { port: number }).port}`
    db = await openDatabase(through.href)
  })
  after(async () => {
    await db.close()
    network.close()
  })

  it('is waited for 10 seconds, on an open connection as on a new one, and is served from when it is back', async () => {
    const ask = () => db.prisma.$queryRaw<{ n: number }[]>`SELECT 1 AS n`
    expect(await ask()).to.deep.equal([{ n: 1 }])
    silent = true
    const begun = Date.now()
    const asked = await Promise.allSettled(Array.from({ length: 12 }, ask))
    expect(asked.map(({ status }) => status)).to.deep.equal(Array(12).fill('rejected'))
    expect(Date.now() - begun).to.be.below(15_000)
    silent = false
    expect(await ask()).to.deep.equal([{ n: 1 }])
  })
})

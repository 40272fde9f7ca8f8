import { setTimeout as wait } from 'node:timers/promises'
import { expect } from 'chai'
import pg from 'pg'
import { openDatabase, type Database } from '../../src/store/db.js'

describe('what a server stops by itself', () => {
  const url = process.env['TEST_DATABASE_URL'] ?? ''
  /** As it stands in `pg_stat_activity`. */
  const LONG = `SELECT pg_sleep(40) /* ${process.pid} */`
  let db: Database
  let onlooker: pg.Client

  before(async () => {
    db = await openDatabase(url)
    onlooker = new pg.Client({ connectionString: url })
    await onlooker.connect()
  })
  after(async () => {
    await onlooker.end()
    await db.close()
  })

  async function account(): Promise<string> {
    const number = String(Math.random()).slice(2, 13).padEnd(11, '0')
    return (await db.prisma.account.create({ data: { number, madeBy: 'api' } })).id
  }

  async function runs(query: string): Promise<boolean> {
    const { rowCount } = await onlooker.query(
      "SELECT FROM pg_stat_activity WHERE query = $1 AND state <> 'idle' AND pid <> pg_backend_pid()",
      [query],
    )
    return rowCount === 1
  }

  it('a statement that was given up, within seconds', async () => {
    const begun = Date.now()
    const asked = db.prisma.$queryRawUnsafe(LONG).catch((error: unknown) => error)
    await wait(500)
    expect(await runs(LONG)).to.equal(true)
    expect(await asked).to.be.instanceOf(Error)
    while (await runs(LONG)) await wait(100)
    expect(Date.now() - begun).to.be.within(10_000, 15_000)
  })

  it('the wait for a row that another holds', async () => {
    const id = await account()
    await onlooker.query('BEGIN')
    await onlooker.query('SELECT FROM account WHERE id = $1 FOR NO KEY UPDATE', [id])
    const begun = Date.now()
    const asked = await db.prisma.$executeRaw`UPDATE account SET wrong = 0 WHERE id = ${id}::uuid`.catch(String)
    expect(asked).to.match(/lock timeout/)
    expect(Date.now() - begun).to.be.below(10_000)
    await onlooker.query('ROLLBACK')
  })

  it('a transaction whose process is frozen, before those who wait for its rows give up', async () => {
    const id = await account()
    const frozen = db.prisma
      .$transaction(async (within) => {
        await within.$executeRaw`SELECT FROM account WHERE id = ${id}::uuid FOR NO KEY UPDATE`
        await wait(9_000)
        await within.$executeRaw`UPDATE account SET wrong = 7 WHERE id = ${id}::uuid`
      })
      .catch((error: unknown) => error)
    await wait(200)
    await db.prisma.$executeRaw`UPDATE account SET wrong = 1 WHERE id = ${id}::uuid`
    expect(await frozen).to.be.instanceOf(Error)
    expect(await db.prisma.account.findUniqueOrThrow({ where: { id } })).to.include({ wrong: 1 })
  })
})

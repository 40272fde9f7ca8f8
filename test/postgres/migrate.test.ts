import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { expect } from 'chai'
import pg from 'pg'
import { migrate } from '../../src/store/migrate.js'
import { migrationFolder } from '../support/migrations.js'

describe('migrators on a server', () => {
  const database = `rb_migrate_${randomBytes(6).toString('hex')}`
  const server = new URL(process.env['TEST_DATABASE_URL'] ?? '')
  let pools: pg.Pool[]
  let folder: string

  async function onServer(sql: string): Promise<void> {
    const client = new pg.Client({ connectionString: server.href })
    await client.connect()
    await client.query(sql).finally(() => client.end())
  }

  before(async () => {
    await onServer(`CREATE DATABASE ${database}`)
    const own = new URL(server)
    own.pathname = `/${database}`
    pools = [1, 2, 3].map(() => new pg.Pool({ connectionString: own.href }))
    folder = await migrationFolder({
      '1_make': 'CREATE TABLE step (n INTEGER); SELECT pg_sleep(0.3)',
      '2_fill': 'INSERT INTO step VALUES (2)',
    })
  })
  after(async () => {
    await Promise.all(pools.map((pool) => pool.end()))
    await onServer(`DROP DATABASE ${database}`)
    await rm(folder, { recursive: true })
  })

  it('that start together apply each migration once', async () => {
    await Promise.all(pools.map((pool) => migrate(pool, folder)))
    const [pool] = pools
    const { rows: steps } = await pool!.query('SELECT n FROM step')
    const { rows: records } = await pool!.query('SELECT migration_name FROM _prisma_migrations')
    expect([steps.length, records.length]).to.deep.equal([1, 2])
  })
})

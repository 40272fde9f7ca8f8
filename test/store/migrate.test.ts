import { rm } from 'node:fs/promises'
import { expect } from 'chai'
import type pg from 'pg'
import { Fault } from '../../src/fault.js'
import { embedded } from '../../src/store/embedded.js'
import { migrate } from '../../src/store/migrate.js'
import { migrationFolder, writeMigration } from '../support/migrations.js'

describe('migrations at the start', () => {
  let pool: pg.Pool
  let stop: () => Promise<void>
  let folder: string
  before(async () => ({ pool, stop } = await embedded('memory://')))
  after(async () => {
    await pool.end()
    await stop()
  })
  beforeEach(async () => {
    await pool.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
    folder = await migrationFolder({
      '2_fill': 'INSERT INTO step VALUES (2)',
      '1_make': 'CREATE TABLE step (n INTEGER)',
    })
  })
  afterEach(() => rm(folder, { recursive: true }))

  const applied = async (): Promise<string[]> => {
    const { rows } = await pool.query<{ name: string }>(
      'SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL ORDER BY started_at, 1',
    )
    return rows.map(({ name }) => name)
  }
  const steps = async (): Promise<number[]> =>
    (await pool.query<{ n: number }>('SELECT n FROM step ORDER BY n')).rows.map(({ n }) => n)
  const fault = async (): Promise<Fault> => {
    const thrown = await migrate(pool, folder).then(
      () => undefined,
      (error: unknown) => error,
    )
    expect(thrown).to.be.instanceOf(Fault)
    return thrown as Fault
  }

  it('go by name, and once', async () => {
    await migrate(pool, folder)
    await migrate(pool, folder)
    expect([await applied(), await steps()]).to.deep.equal([['1_make', '2_fill'], [2]])
    await writeMigration(folder, '3_more', 'INSERT INTO step VALUES (3)')
    await migrate(pool, folder)
    expect([await applied(), await steps()]).to.deep.equal([
      ['1_make', '2_fill', '3_more'],
      [2, 3],
    ])
  })

  it('are refused when one was edited after it was applied, and nothing more is applied', async () => {
    await migrate(pool, folder)
    await writeMigration(folder, '1_make', 'CREATE TABLE step (n INTEGER, why TEXT)')
    await writeMigration(folder, '3_more', 'INSERT INTO step VALUES (3)')
    const { code, message } = await fault()
    expect([code, message]).to.deep.equal(['migration_edited', 'migration 1_make was edited'])
    expect(await steps()).to.deep.equal([2])
  })

  it('are rolled back whole when one fails, and applied when it is mended', async () => {
    await writeMigration(folder, '3_more', 'INSERT INTO step VALUES (3); INSERT INTO nowhere VALUES (3)')
    expect((await fault()).code).to.equal('migration_failed')
    expect([await applied(), await steps()]).to.deep.equal([['1_make', '2_fill'], [2]])
    await writeMigration(folder, '3_more', 'INSERT INTO step VALUES (3)')
    await migrate(pool, folder)
    expect(await steps()).to.deep.equal([2, 3])
  })

  it('stop at one that another tool left unfinished', async () => {
    await migrate(pool, folder)
    await pool.query(`UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name = '2_fill'`)
    expect((await fault()).code).to.equal('migration_failed')
  })

  it('pass over one that was marked as rolled back, and apply it anew', async () => {
    await migrate(pool, folder)
    await pool.query(`UPDATE _prisma_migrations SET rolled_back_at = now() WHERE migration_name = '2_fill'`)
    await migrate(pool, folder)
    expect(await steps()).to.deep.equal([2, 2])
  })
})

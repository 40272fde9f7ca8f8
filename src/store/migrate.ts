import { createHash, randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type pg from 'pg'
import { Fault } from '../fault.js'
import { ROOT } from '../root.js'

/** The advisory lock that Prisma's own migrate takes: one migrator at a time, whichever of the two it is. */
const MIGRATOR = 72707369

/** Prisma's own record of migrations, so that `prisma migrate status` and `deploy` agree with what was applied here. */
const RECORD = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`

interface Applied {
  migration_name: string
  checksum: string
  finished_at: Date | null
}

/**
 * Applies `prisma/migrations/<name>/migration.sql` in the order of names, each in a transaction with its record.
 * @throws {Fault} `migration_edited` when an applied one differs from its file, `migration_failed` when one does not apply.
 */
export async function migrate(pool: pg.Pool, folder = path.join(ROOT, 'prisma/migrations')): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  const client = await pool.connect()
  try {
    await client.query(`SELECT pg_advisory_lock(${MIGRATOR})`)
    await client.query(RECORD)
    const applied = await client.query<Applied>(
      'SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL',
    )
    for (const name of names.sort()) {
      const sql = await readFile(path.join(folder, name, 'migration.sql'), 'utf8')
      const checksum = createHash('sha256').update(sql).digest('hex')
      const earlier = applied.rows.find((row) => row.migration_name === name)
      if (earlier === undefined) await apply(client, name, sql, checksum)
      else if (earlier.finished_at === null) throw new Fault('migration_failed', `migration ${name} failed before`)
      else if (earlier.checksum !== checksum) throw new Fault('migration_edited', `migration ${name} was edited`)
    }
  } finally {
    await client.query(`SELECT pg_advisory_unlock(${MIGRATOR})`).catch(() => undefined)
    client.release()
  }
}

async function apply(client: pg.PoolClient, name: string, sql: string, checksum: string): Promise<void> {
  await client.query('BEGIN')
  try {
    await client.query(sql)
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), now(), 1)`,
      [randomUUID(), checksum, name],
    )
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK')
    throw new Fault('migration_failed', `migration ${name} failed and was rolled back`, { cause: error })
  }
}

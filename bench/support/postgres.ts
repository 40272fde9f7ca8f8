import { randomBytes } from 'node:crypto'
import pg from 'pg'

/** Uses a new database on the server of TEST_DATABASE_URL, and drops it. */
export async function withDatabase(use: (url: string) => Promise<void>): Promise<void> {
  const server = new URL(process.env['TEST_DATABASE_URL'] ?? 'postgresql://postgres@127.0.0.1:5432/postgres')
  const name = `ringback_bench_${randomBytes(6).toString('hex')}`
  const onServer = async (sql: string): Promise<void> => {
    const client = new pg.Client({ connectionString: server.href, connectionTimeoutMillis: 5_000 })
    await client.connect()
    await client.query(sql).finally(() => client.end())
  }
  await onServer(`CREATE DATABASE ${name}`)
  const own = new URL(server)
  own.pathname = `/${name}`
  try {
    await use(own.href)
  } finally {
    await onServer(`DROP DATABASE ${name} WITH (FORCE)`)
  }
}

// A database of one's own on the PostgreSQL server of TEST_DATABASE_URL, which names the server and a database on it to create the
// other from.
import { randomBytes } from 'node:crypto'
import process from 'node:process'
import { URL } from 'node:url'
import pg from 'pg'

const server = new URL(process.env.TEST_DATABASE_URL ?? 'postgresql://postgres@127.0.0.1:5432/postgres')

/** Creates one, uses it, and drops it. Says so and ends the process where there is no server. */
export async function withDatabase(prefix, use) {
  const name = `${prefix}_${randomBytes(6).toString('hex')}`
  try {
    await onServer(`CREATE DATABASE ${name}`)
  } catch (error) {
    console.error(`No PostgreSQL server at ${server.host} (${error.code ?? error.message}). Set TEST_DATABASE_URL.`)
    process.exit(1)
  }
  const own = new URL(server)
  own.pathname = `/${name}`
  try {
    return await use(own.href)
  } finally {
    await onServer(`DROP DATABASE ${name} WITH (FORCE)`)
  }
}

async function onServer(sql) {
  const client = new pg.Client({ connectionString: server.href, connectionTimeoutMillis: 5_000 })
  await client.connect()
  await client.query(sql).finally(() => client.end())
}

// `npm run test:postgres`: the tests on a PostgreSQL server, in a database of their own that is dropped afterwards.
// TEST_DATABASE_URL names the server, and a database on it to create the other from.
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import path from 'node:path'
import { URL } from 'node:url'
import pg from 'pg'
import { ROOT } from './stamp.mjs'

const server = new URL(process.env.TEST_DATABASE_URL ?? 'postgresql://postgres@127.0.0.1:5432/postgres')
const name = `ringback_test_${randomBytes(6).toString('hex')}`

async function onServer(sql) {
  const client = new pg.Client({ connectionString: server.href, connectionTimeoutMillis: 5_000 })
  await client.connect()
  await client.query(sql).finally(() => client.end())
}

/** What mocha is given beyond its configuration comes from the command line. */
async function mocha(url) {
  const args = ['--config', '.mocharc.postgres.json', ...process.argv.slice(2)]
  const env = { ...process.env, TEST_DATABASE_URL: url }
  const child = spawn(path.join(ROOT, 'node_modules/.bin/mocha'), args, { cwd: ROOT, env, stdio: 'inherit' })
  // Ctrl-C goes to mocha too; this process stays to drop the database.
  process.on('SIGINT', () => undefined)
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  const [code] = await once(child, 'exit')
  return code ?? 1
}

try {
  await onServer(`CREATE DATABASE ${name}`)
} catch (error) {
  console.error(
    `No PostgreSQL server for the tests at ${server.host} (${error.code ?? error.message}). Set TEST_DATABASE_URL.`,
  )
  process.exit(1)
}
const own = new URL(server)
own.pathname = `/${name}`
try {
  process.exitCode = await mocha(own.href)
} finally {
  await onServer(`DROP DATABASE ${name} WITH (FORCE)`)
}

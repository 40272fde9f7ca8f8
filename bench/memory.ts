import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { startServer } from './support/server.js'
import { withDatabase } from './support/postgres.js'

/** How long a server is left alone before it is measured, in milliseconds. */
const IDLE = 10_000
/** What an idle server may take, in megabytes of 1024² bytes. */
const EMBEDDED = 900
const SERVER = 350

/** Fails the run, at its end, where more is taken than `most`. */
async function measure(what: string, databaseUrl: string, most: number): Promise<void> {
  const began = performance.now()
  const server = await startServer({ DATABASE_URL: databaseUrl })
  const ready = performance.now() - began
  await wait(IDLE)
  const megabytes = (await server.memory()) / 1024 / 1024
  await server.stop()
  console.log(`${what.padEnd(32)} ready in ${(ready / 1000).toFixed(1)} s, ${megabytes.toFixed(0)} MB idle`)
  if (megabytes <= most) return
  console.error(`${what}: over the ${most} MB that it may take`)
  process.exitCode = 1
}

const folder = await mkdtemp(path.join(tmpdir(), 'ringback-memory-'))
try {
  await measure('embedded database, first start', path.join(folder, 'data'), EMBEDDED)
  await measure('embedded database, again', path.join(folder, 'data'), EMBEDDED)
  await withDatabase(async (url) => {
    await measure('PostgreSQL, first start', url, SERVER)
    await measure('PostgreSQL, again', url, SERVER)
  })
} finally {
  await rm(folder, { recursive: true })
}

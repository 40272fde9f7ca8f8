import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { PrismaClient } from '../generated/prisma/client.js'
import { embedded } from './embedded.js'
import { migrate } from './migrate.js'
import { refusedBy, tryServer } from './opening.js'

export type { PrismaClient }

/** The database, open and migrated. */
export interface Database {
  prisma: PrismaClient
  /** Ends every connection; the embedded database is flushed and its folder released. */
  close(): Promise<void>
}

/** How long a connection, and then an answer, is waited for, in milliseconds: a network that drops packets closes nothing. */
const PATIENCE = 10_000

/**
 * What the server stops by itself, in milliseconds (postgresql.org/docs/15/runtime-config-client.html): what this process gave up on
 * must not run on, nor a process that is frozen or gone hold rows. It lets go of a silent transaction before those who wait for
 * its rows give up.
 */
const ON_SERVER = {
  statement_timeout: PATIENCE + 2_000,
  lock_timeout: PATIENCE - 2_000,
  idle_in_transaction_session_timeout: PATIENCE / 2,
}

/**
 * Opens the database and applies what migrations are missing.
 * @param url `postgresql://…` for a server; a folder, or `memory://`, for the embedded PGlite.
 * @throws {Fault} `folder_in_use` when another process has the folder open, `no_database` when a server does not let us in, and what
 * `migrate` throws.
 */
export async function openDatabase(url: string): Promise<Database> {
  const { pool, stop } = await (/^postgres(ql)?:/.test(url) ? onServer(url) : inProcess(url))
  // An interactive transaction waits for PGlite's one connection, so it may wait longer than Prisma's two seconds.
  const prisma = new PrismaClient({
    adapter: new PrismaPg(pool),
    transactionOptions: { maxWait: 10_000, timeout: 10_000 },
  })
  return {
    prisma,
    close: async () => {
      await prisma.$disconnect()
      await pool.end()
      await stop()
    },
  }
}

interface Opened {
  pool: pg.Pool
  stop: () => Promise<void>
}

/** Migrations take the time they need, on a pool of their own. */
async function onServer(url: string): Promise<Opened> {
  const own = new pg.Pool({ connectionString: url, max: 1, connectionTimeoutMillis: PATIENCE })
  try {
    await tryServer(own)
    await migrate(own)
  } catch (error) {
    throw refusedBy(error)
  } finally {
    await own.end()
  }
  const limits = { connectionTimeoutMillis: PATIENCE, query_timeout: PATIENCE, keepAlive: true, ...ON_SERVER }
  return { pool: new pg.Pool({ connectionString: url, max: 10, ...limits }), stop: () => Promise.resolve() }
}

async function inProcess(url: string): Promise<Opened> {
  const opened = await embedded(url)
  try {
    await migrate(opened.pool)
  } catch (error) {
    await opened.pool.end()
    await opened.stop()
    throw error
  }
  giveBackMemory()
  return opened
}

/**
 * Making a database takes a second PostgreSQL in WebAssembly, some 350 MB, which V8 sees no hurry to collect: an idle process would keep
 * them.
 */
function giveBackMemory(): void {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
}

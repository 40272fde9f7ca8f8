import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { PrismaClient } from '../generated/prisma/client.js'
import { embedded } from './embedded.js'
import { migrate } from './migrate.js'

export type { PrismaClient }

/** The database, open and migrated. */
export interface Database {
  prisma: PrismaClient
  /** Ends every connection; the embedded database is flushed and its folder released. */
  close(): Promise<void>
}

/**
 * Opens the database and applies what migrations are missing.
 * @param url `postgresql://…` for a server; a folder, or `memory://`, for the embedded PGlite.
 * @throws {Fault} `folder_in_use` when another process has the folder open.
 */
export async function openDatabase(url: string): Promise<Database> {
  const server = /^postgres(ql)?:/.test(url)
  const { pool, stop } = server
    ? { pool: new pg.Pool({ connectionString: url, max: 10 }), stop: () => Promise.resolve() }
    : await embedded(url)
  try {
    await migrate(pool)
  } catch (error) {
    await pool.end()
    await stop()
    throw error
  }
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

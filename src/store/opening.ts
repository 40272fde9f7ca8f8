import pg from 'pg'
import { Fault } from '../fault.js'

/**
 * Connects once, to say in one line why a server does not let us in. What is said holds nothing of the URL, which has a password in it
 * and may have been cut in the wrong place.
 * @throws {Fault} `no_database`.
 */
export async function tryServer(pool: pg.Pool): Promise<void> {
  try {
    const client = await pool.connect()
    client.release()
  } catch (error) {
    throw new Fault('no_database', `DATABASE_URL: ${reasonOf(error)}`)
  }
}

/** A server that lets us in, but not do what a migration needs. */
export function refusedBy(error: unknown): unknown {
  return error instanceof pg.DatabaseError ? new Fault('no_database', `DATABASE_URL: ${reasonOf(error)}`) : error
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  if (error instanceof pg.DatabaseError) return `${message} (${code ?? ''})`
  if (error instanceof URIError || code === 'ERR_INVALID_URL') return 'not a PostgreSQL address'
  return `the server cannot be reached (${code ?? message})`
}

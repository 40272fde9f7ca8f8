import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import { lockFolder } from './folderLock.js'

/**
 * PostgreSQL in the process (PGlite), behind a `pg` pool of one connection.
 * @param url a folder, made with mode 0700 and locked against other processes, or `memory://`.
 */
export async function embedded(url: string): Promise<{ pool: pg.Pool; stop: () => Promise<void> }> {
  const inMemory = url.startsWith('memory:')
  const folder = inMemory ? undefined : path.resolve(url)
  let unlock = (): Promise<void> => Promise.resolve()
  if (folder !== undefined) {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    unlock = await lockFolder(folder)
  }
  const [{ PGlite }, { createPgConfig }] = await Promise.all([
    import('@electric-sql/pglite'),
    import('@electric-sql/pglite/node-postgres'),
  ])
  const lite = await PGlite.create(folder === undefined ? 'memory://' : path.join(folder, 'pg'))
  const config = createPgConfig(lite)
  // pg hands parse() its type-parser object as `types`, which PGlite takes for a list of oids.
  const connection = config.connection as unknown as { parse(query: { types?: unknown }): void }
  const parse = connection.parse.bind(connection)
  connection.parse = (query) => {
    parse(Array.isArray(query.types) ? query : { ...query, types: undefined })
  }
  const pool = new pg.Pool({ ...(config as unknown as pg.PoolConfig), max: 1, idleTimeoutMillis: 0 })
  const stop = async (): Promise<void> => {
    await lite.close()
    await unlock()
  }
  return { pool, stop }
}

import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { ROOT } from '../src/root.js'
import { openSchemaEngine } from './schemaEngine.js'

const FOLDER = path.join(ROOT, 'prisma/migrations')
const SCHEMA = path.join(ROOT, 'prisma/schema.prisma')

/**
 * The SQL that leads from the migrations to the schema, empty when the two agree: the text of the next migration.
 * The migrations are applied to a database in memory, so no server is needed.
 * Throws what the engine says when a migration does not apply or the schema is not valid.
 * @param schema Prisma schema text; by default `prisma/schema.prisma`.
 */
export async function migrateDiff(schema?: string): Promise<string> {
  const content = schema ?? (await readFile(SCHEMA, 'utf8'))
  const engine = await openSchemaEngine()
  const { stdout } = await engine.diff({
    from: { tag: 'migrations', ...(await migrations()) },
    to: { tag: 'schemaDatamodel', files: [{ path: SCHEMA, content }] },
    script: true,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  })
  const sql = (stdout ?? '').trim()
  return sql === '-- This is an empty migration.' ? '' : sql
}

async function migrations() {
  const entries = await readdir(FOLDER, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  return {
    baseDir: FOLDER,
    shadowDbInitScript: '',
    lockfile: {
      path: 'migration_lock.toml',
      content: await readFile(path.join(FOLDER, 'migration_lock.toml'), 'utf8'),
    },
    migrationDirectories: await Promise.all(
      names.sort().map(async (name) => ({
        path: name,
        migrationFile: {
          path: 'migration.sql',
          content: { tag: 'ok' as const, value: await readFile(path.join(FOLDER, name, 'migration.sql'), 'utf8') },
        },
      })),
    ),
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const sql = await migrateDiff()
  console.log(sql === '' ? 'prisma/migrations and prisma/schema.prisma are in step.' : sql)
}

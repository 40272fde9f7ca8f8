import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { PGlite } from '@electric-sql/pglite'
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils'
import * as glue from '@prisma/schema-engine-wasm/schema_engine_bg'

/** What is used of it; the types of Node leave it to the browser's. */
declare const WebAssembly: {
  instantiate(bytes: Uint8Array, imports: object): Promise<{ instance: { exports: Record<string, unknown> } }>
}

/** PostgreSQL's type oids that the engine's own queries return; all others are read as text. */
const TYPES: Record<number, (typeof ColumnTypeEnum)[keyof typeof ColumnTypeEnum]> = {
  16: ColumnTypeEnum.Boolean,
  18: ColumnTypeEnum.Character,
  20: ColumnTypeEnum.Int64,
  21: ColumnTypeEnum.Int32,
  23: ColumnTypeEnum.Int32,
  26: ColumnTypeEnum.Int64,
  1002: ColumnTypeEnum.CharacterArray,
  1003: ColumnTypeEnum.TextArray,
  1005: ColumnTypeEnum.Int32Array,
  1009: ColumnTypeEnum.TextArray,
}

let loaded: Promise<void> | undefined

/**
 * Prisma's schema engine as WebAssembly, over an empty database in memory: nothing is downloaded and no server is asked.
 * Good for one difference.
 */
export async function openSchemaEngine(): Promise<glue.SchemaEngine> {
  await (loaded ??= load())
  const database = bindMigrationAwareSqlAdapterFactory(await inMemory())
  return glue.SchemaEngine.new({ datamodels: undefined }, () => undefined, database)
}

async function load(): Promise<void> {
  const wasm = fileURLToPath(import.meta.resolve('@prisma/schema-engine-wasm/schema_engine_bg').replace(/js$/, 'wasm'))
  const { instance } = await WebAssembly.instantiate(await readFile(wasm), { './schema_engine_bg.js': { ...glue } })
  // Where the engine says why it gives up; the exception that follows says only "unreachable".
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: (why: string) => console.error(why) } })
  glue.__wbg_set_wasm(instance.exports)
  const start = instance.exports['__wbindgen_start'] as () => void
  start()
}

/** The engine asks its main connection for the version only, so the shadow database is the one there is. */
async function inMemory(): Promise<SqlMigrationAwareDriverAdapterFactory> {
  const lite = await PGlite.create('memory://')
  const connection: SqlDriverAdapter = {
    provider: 'postgres',
    adapterName: 'pglite',
    async queryRaw({ sql, args }) {
      const { fields, rows } = await lite.query<unknown[]>(sql, args, { rowMode: 'array' })
      return {
        columnNames: fields.map(({ name }) => name),
        columnTypes: fields.map(({ dataTypeID }) => TYPES[dataTypeID] ?? ColumnTypeEnum.Text),
        rows,
      }
    },
    executeRaw: async ({ sql, args }) => (await lite.query(sql, args)).affectedRows ?? 0,
    async executeScript(script) {
      await lite.exec(script)
    },
    startTransaction: () => Promise.reject(new Error('a difference needs no transaction')),
    getConnectionInfo: () => ({ supportsRelationJoins: true }),
    dispose: async () => {
      if (!lite.closed) await lite.close()
    },
  }
  const connect = () => Promise.resolve(connection)
  return { provider: 'postgres', adapterName: 'pglite', connect, connectToShadowDb: connect }
}

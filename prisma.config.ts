import { fileURLToPath } from 'node:url'
import { defineConfig } from 'prisma/config'

// The CLI downloads an engine binary at every call unless it is told of one. `prisma generate` needs none, so it is
// told of a script that refuses to be used; who wants `prisma migrate status` names Prisma's own binary instead.
process.env['PRISMA_SCHEMA_ENGINE_BINARY'] ??= fileURLToPath(new URL('prisma/noEngine.mjs', import.meta.url))

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env['DATABASE_URL'] ?? 'postgresql://localhost/ringback' },
})

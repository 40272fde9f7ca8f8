#!/usr/bin/env node
// Stands where Prisma's schema engine would be, so that `prisma generate` downloads nothing. Never does any work.
console.error('No schema engine here. Migrations run at start; `npm run migrate:diff` writes a new one.')
process.exit(1)

// `npm run build`: the database client, the server and the page's scripts, into dist/; with `if-changed`, only where a source
// is newer.
import { spawnSync } from 'node:child_process'
import { rmSync, utimesSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { ROOT, STAMP, isBuilt } from './stamp.mjs'

/** Builds anew; ends the process with a step's exit code where one fails. */
export function build() {
  rmSync(path.join(ROOT, 'dist'), { recursive: true, force: true })
  run('prisma', 'generate')
  const began = new Date()
  run('tsc', '-p', 'tsconfig.build.json')
  run('tsc', '-p', 'src/web/client')
  // What is edited meanwhile counts as newer.
  writeFileSync(STAMP, '')
  utimesSync(STAMP, began, began)
}

function run(command, ...args) {
  const program = path.join(ROOT, 'node_modules/.bin', command)
  const { status, error } = spawnSync(program, args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] })
  if (error !== undefined) console.error(`${command}: ${error.message}`)
  if (status !== 0) process.exit(status ?? 1)
}

if (process.argv[1] === import.meta.filename && !(process.argv[2] === 'if-changed' && isBuilt())) build()

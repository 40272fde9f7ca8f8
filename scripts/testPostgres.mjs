// `npm run test:postgres`: the tests on a PostgreSQL server, in a database of their own that is dropped afterwards.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { withDatabase } from './ownDatabase.mjs'
import { ROOT } from './stamp.mjs'

/** What mocha is given beyond its configuration comes from the command line. */
async function mocha(url) {
  const args = ['--config', '.mocharc.postgres.json', ...process.argv.slice(2)]
  const env = { ...process.env, TEST_DATABASE_URL: url }
  const child = spawn(path.join(ROOT, 'node_modules/.bin/mocha'), args, { cwd: ROOT, env, stdio: 'inherit' })
  // Ctrl-C goes to mocha too; this process stays to drop the database.
  process.on('SIGINT', () => undefined)
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  const [code] = await once(child, 'exit')
  return code ?? 1
}

process.exitCode = await withDatabase('ringback_test', mocha)

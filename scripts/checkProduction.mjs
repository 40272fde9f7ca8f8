// `.ci/run`: a production build as a server has it: from another folder, on a read-only tree, by a user who may do nothing, on a
// PostgreSQL database of its own that is dropped afterwards. TEST_DATABASE_URL names the server.
//   node scripts/checkProduction.mjs FOLDER
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'
import path from 'node:path'
import process from 'node:process'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { withDatabase } from './ownDatabase.mjs'

const [, , folder = ''] = process.argv
/** How long a process may live, in milliseconds. */
const PATIENCE = 30_000
/** `nobody`: only root may become someone else. */
const NOBODY = process.getuid() === 0 ? { uid: 65_534, gid: 65_534 } : {}

/** Nothing of these is contacted. */
const VARIABLES = {
  RINGBACK_KEYS: `first:${randomBytes(32).toString('base64')}`,
  TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
  TWILIO_AUTH_TOKEN: 'no-token',
  TWILIO_FROM: '+12025550100',
  SMTP_URL: 'smtp://127.0.0.1:9',
  PUBLIC_URL: 'https://mfa.example.gov',
}

/** A Bot Framework activity that anyone could have made. */
const UNSIGNED = JSON.stringify({
  type: 'message',
  id: '1',
  text: 'hello',
  channelId: 'webchat',
  serviceUrl: 'https://webchat.botframework.com/',
  from: { id: 'somebody' },
  recipient: { id: 'bot' },
  conversation: { id: 'one' },
})

function start(variables) {
  const env = { PATH: process.env.PATH, NODE_ENV: 'production', ...variables }
  const program = path.join(folder, 'dist/src/index.js')
  const limits = { timeout: PATIENCE, killSignal: 'SIGKILL', ...NOBODY }
  const child = spawn(process.execPath, [program], { cwd: '/', env, stdio: ['ignore', 'pipe', 'pipe'], ...limits })
  const said = Promise.all([text(child.stdout), text(child.stderr)]).then((parts) => parts.join(''))
  const ended = once(child, 'exit').then(([code, signal]) => code ?? signal)
  return { child, said, ended }
}

/** Every variable that is missing is named, a line each. */
async function refuses() {
  const { said, ended } = start({})
  assert.notEqual(await ended, 0, 'it started in production without a single variable')
  for (const name of [...Object.keys(VARIABLES), 'DATABASE_URL']) {
    assert.match(await said, new RegExp(`^${name}: `, 'm'), `the refusal has no line for ${name}`)
  }
}

/** Starts, answers as it should to strangers and to this machine, and ends when it is asked to. */
async function serves(variables, answers) {
  const port = await freePort()
  const { child, said, ended } = start({ ...VARIABLES, PORT: String(port), ...variables })
  const ask = async (method, address) => {
    const body = method === 'POST' ? { body: UNSIGNED, headers: { 'content-type': 'application/json' } } : {}
    return (await globalThis.fetch(`http://localhost:${port}${address}`, { method, ...body })).status
  }
  const ready = async () => {
    while (child.exitCode === null && child.signalCode === null) {
      if ((await ask('GET', '/readyz').catch(() => 0)) === 200) return
      await wait(50)
    }
    assert.fail(`it is not ready:\n${await said}`)
  }
  try {
    await ready()
    for (const [method, address, status] of answers) {
      assert.equal(await ask(method, address), status, `${method} ${address}`)
    }
    child.kill('SIGTERM')
    assert.equal(await ended, 0, `it did not end well:\n${await said}`)
  } finally {
    child.kill('SIGKILL')
  }
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address()
  probe.close()
  await once(probe, 'close')
  return port
}

const HIDDEN = [
  ['GET', '/', 200],
  ['GET', '/phones', 404],
  ['GET', '/phones/state', 404],
  ['POST', `/carrier/2010-04-01/Accounts/${VARIABLES.TWILIO_ACCOUNT_SID}/Messages.json`, 404],
]

await refuses()
await withDatabase('ringback_production', async (DATABASE_URL) => {
  await serves({ DATABASE_URL }, [...HIDDEN, ['POST', '/api/messages', 404]])
  const bot = { MICROSOFT_APP_ID: '00000000-0000-0000-0000-000000000000', MICROSOFT_APP_PASSWORD: 'none' }
  await serves({ DATABASE_URL, ...bot }, [...HIDDEN, ['POST', '/api/messages', 401]])
})
console.log(
  'It refuses to start without its variables; with them it starts, shows nothing of developing, and ends well.',
)

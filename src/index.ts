import { compose } from './compose.js'
import { ConfigError, readConfig, type Config } from './config.js'
import { Fault } from './fault.js'
import { openLog } from './log.js'
import { openDatabase } from './store/db.js'

/** How long requests that are under way may take once we are asked to stop, in milliseconds. */
const GRACE = 10_000

try {
  await start(readConfig(process.env))
} catch (error) {
  if (!(error instanceof ConfigError || error instanceof Fault || isListenError(error))) throw error
  console.error(error instanceof ConfigError ? error.reasons.join('\n') : error.message)
  process.exitCode = 1
}

async function start(config: Config): Promise<void> {
  const log = openLog(config.logLevel)
  const db = await openDatabase(config.databaseUrl)
  const running = await compose(config, log, db).catch(async (error: unknown) => {
    await db.close()
    throw error
  })
  let stopping = false
  const stop = async (signal: string): Promise<void> => {
    if (stopping) return
    stopping = true
    log.info({ signal }, 'stopping')
    setTimeout(() => process.exit(1), GRACE).unref()
    await running.close()
    await db.close()
  }
  process.on('SIGINT', (signal) => void stop(signal))
  process.on('SIGTERM', (signal) => void stop(signal))
  try {
    await running.listen()
  } catch (error) {
    await stop('no address')
    throw error
  }
  log.info({ port: config.port, production: config.production }, 'ready')
  if (config.development) greet(config)
}

/** Where everything is, for who has just started it. */
function greet({ publicUrl, carrier }: Config): void {
  console.log(`
Ringback is ready.
  Web chat            ${publicUrl}
  Phones and mailbox  ${publicUrl}/phones
  Bot Framework       ${publicUrl}/api/messages   (Emulator: no app id, no password)
  JSON API            ${publicUrl}/v1/openapi.json   (keys: RINGBACK_API_KEYS)
  Carrier             account ${carrier.accountSid}, token ${carrier.authToken}, number ${carrier.from}
`)
}

function isListenError(error: unknown): error is Error {
  return error instanceof Error && (error as NodeJS.ErrnoException).syscall === 'listen'
}

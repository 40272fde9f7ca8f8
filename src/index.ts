import { compose } from './compose.js'
import { ConfigError, readConfig, type Config } from './config.js'
import { Fault } from './fault.js'
import { openLog } from './log.js'
import { openDatabase } from './store/db.js'

/** The Ctrl-C that a terminal sends, npm sends on: a signal that comes so soon after the first is the same one, in milliseconds. */
const SAME = 500

try {
  await start(readConfig(process.env))
} catch (error) {
  if (!(error instanceof ConfigError || error instanceof Fault || isListenError(error))) throw error
  console.error(error instanceof ConfigError ? error.reasons.join('\n') : sentenceOf(error))
  process.exitCode = 1
}

async function start(config: Config): Promise<void> {
  const log = openLog(config.logLevel)
  const db = await openDatabase(config.databaseUrl)
  const running = await compose(config, log, db).catch(async (error: unknown) => {
    await db.close()
    throw error
  })
  const end = (): Promise<void> => running.close().then(() => db.close())
  let asked: number | undefined
  const stop = (signal: string): void => {
    if (asked !== undefined) {
      if (performance.now() - asked > SAME) process.exit(1)
      return
    }
    asked = performance.now()
    log.info({ signal }, 'stopping')
    end().then(
      () => process.exit(0),
      (err: unknown) => {
        log.error({ err }, 'stopped in the midst of something')
        process.exit(1)
      },
    )
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  try {
    await running.listen()
  } catch (error) {
    await end()
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

/** What went wrong and why, in one line. */
function sentenceOf({ message, cause }: Error): string {
  return cause instanceof Error && cause.message !== '' ? `${message}: ${cause.message}` : message
}

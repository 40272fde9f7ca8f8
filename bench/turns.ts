import { Resident } from '../test/support/town.js'
import { withDatabase } from './support/postgres.js'
import { startServer } from './support/server.js'

const WARM = 50
const TURNS = 300
/** The median that a turn may take on an idle machine, in milliseconds; only `--limit` makes a run fail above it. */
const MEDIAN = 50
const LIMITED = process.argv.includes('--limit')

/** A resident who changes their mind: each turn runs the dialogs, claims and commits, and no text is sent. */
async function measure(what: string, databaseUrl: string): Promise<void> {
  const server = await startServer({
    DATABASE_URL: databaseUrl,
    RINGBACK_POLICY: '{"turns": {"max": 1000, "seconds": 60}}',
  })
  try {
    const resident = new Resident(server.url, 'en')
    await resident.signUp()
    const chat = await resident.chat()
    await chat.hears()
    const taken: number[] = []
    for (let turn = 0; turn < WARM + TURNS; turn += 1) {
      const began = performance.now()
      const response = await chat.send({ text: turn % 2 === 0 ? 'my phone' : 'back' })
      if (!response.ok) throw new Error(`a turn answered ${response.status}`)
      await response.body?.cancel()
      if (turn >= WARM) taken.push(performance.now() - began)
    }
    taken.sort((a, b) => a - b)
    const at = (share: number): number => taken[Math.floor(share * taken.length)] ?? 0
    const megabytes = (await server.memory()) / 1024 / 1024
    console.log(
      `${what.padEnd(20)} chat turn ${at(0.5).toFixed(1)} ms median, ${at(0.95).toFixed(1)} ms p95; ${megabytes.toFixed(0)} MB afterwards`,
    )
    if (LIMITED && at(0.5) > MEDIAN) {
      console.error(`${what}: over the ${MEDIAN} ms that a turn may take`)
      process.exitCode = 1
    }
  } finally {
    await server.stop()
  }
}

await measure('embedded database', 'memory://')
await withDatabase((url) => measure('PostgreSQL', url))

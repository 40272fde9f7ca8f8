import type { Logger } from '../log.js'

/** How often the house is swept, in milliseconds. */
const EVERY = 60_000

/** Sweeps now and then, one sweep at a time. A sweep that fails is logged, and the next one tries again. Returns what stops it. */
export function keepHouse(sweep: () => Promise<unknown>, log: Logger): () => Promise<void> {
  let under: Promise<unknown> = Promise.resolve()
  const timer = setInterval(() => {
    under = under.then(sweep).catch((err: unknown) => log.error({ err }, 'sweeping failed'))
  }, EVERY).unref()
  return async () => {
    clearInterval(timer)
    await under
  }
}

import { setTimeout as pause } from 'node:timers/promises'

/**
 * Runs what first makes up its mind whether to believe a sender, and waits no longer than `limit` milliseconds for that. Once
 * `believed` was called it is waited for to the end; called too late, it throws.
 * @throws {NotBelieved} where it fails, or takes too long, before it believes; the run's own fault afterwards.
 */
export async function believing<Done>(limit: number, run: (believed: () => void) => Promise<Done>): Promise<Done> {
  const mind = { madeUp: false }
  const over = new AbortController()
  const running = run(() => {
    if (over.signal.aborted) throw new NotBelieved('no proof in time')
    mind.madeUp = true
    over.abort()
  }).catch((err: unknown) => {
    throw mind.madeUp ? err : new NotBelieved('no proof', { cause: err })
  })
  const late = pause(limit, undefined, { signal: over.signal }).then(
    () => Promise.reject(new NotBelieved('no proof in time')),
    () => running,
  )
  try {
    return await Promise.race([running, late])
  } finally {
    over.abort()
  }
}

/** A sender was not believed. */
export class NotBelieved extends Error {
  override readonly name = 'NotBelieved'
}

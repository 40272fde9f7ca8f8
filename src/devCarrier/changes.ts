/** Tells of changes, and lets one wait for a change that matters. */
export class Changes {
  private readonly listeners = new Set<() => void>()

  /** Something changed. */
  tell(): void {
    for (const listener of [...this.listeners]) listener()
  }

  /** Calls the listener at each change until the returned function is called. */
  on(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Waits until the condition holds, at most `limit` milliseconds; whether it came to hold. */
  until(holds: () => boolean, limit: number): Promise<boolean> {
    if (holds()) return Promise.resolve(true)
    return new Promise((resolve) => {
      const done = (held: boolean): void => {
        stop()
        clearTimeout(timer)
        resolve(held)
      }
      const stop = this.on(() => {
        if (holds()) done(true)
      })
      const timer = setTimeout(() => done(false), limit)
    })
  }
}

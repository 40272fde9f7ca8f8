import type { SessionState } from './wire.js'

/** How a session stands. */
export type Standing = { ends: 'later' } | { ends: 'soon'; secondsLeft: number } | { ends: 'now' }

/** After a failed look at the session it is looked at again, in milliseconds. */
const AGAIN = 10_000

/**
 * Watches how long the session lasts. The server is asked shortly before a warning is due: the session is longer when
 * something was said meanwhile, here or in another tab.
 */
export class SessionWatch {
  #timer = 0
  #over = false

  /**
   * @param warning how long before the end `tell` is called with `soon`, in seconds.
   * @param token the Direct Line token of the moment.
   */
  constructor(
    private readonly warning: number,
    private readonly token: () => string | undefined,
    private readonly tell: (standing: Standing) => void,
  ) {}

  /** Looks now, and from then on when it is due. */
  async look(): Promise<void> {
    window.clearTimeout(this.#timer)
    const secondsLeft = await this.secondsLeft()
    if (this.#over) return
    if (secondsLeft === undefined) {
      this.again(AGAIN)
    } else if (secondsLeft <= 0) {
      this.end()
    } else if (secondsLeft <= this.warning) {
      this.tell({ ends: 'soon', secondsLeft })
      this.again(secondsLeft * 1000)
    } else {
      this.tell({ ends: 'later' })
      this.again((secondsLeft - this.warning) * 1000)
    }
  }

  /** The resident wants to stay. */
  async extend(): Promise<void> {
    await fetch('/session/extend', { method: 'POST' }).catch(() => undefined)
    await this.look()
  }

  /** The session is over, whoever found out. */
  end(): void {
    if (this.#over) return
    this.#over = true
    window.clearTimeout(this.#timer)
    this.tell({ ends: 'now' })
  }

  private again(milliseconds: number): void {
    window.clearTimeout(this.#timer)
    // Half a second more, so that it is over when it is asked for.
    this.#timer = window.setTimeout(() => void this.look(), milliseconds + 500)
  }

  /** Undefined when it can't be told now; 0 when the session is over. */
  private async secondsLeft(): Promise<number | undefined> {
    try {
      const authorization = `Bearer ${this.token() ?? ''}`
      const response = await fetch('/v3/directline/session', { headers: { authorization } })
      if (response.status === 404) return 0
      return response.ok ? ((await response.json()) as SessionState).secondsLeft : undefined
    } catch {
      return undefined
    }
  }
}

/** Has the cookie changed after the session rose. Resolves with the page that the resident should see next, if any. */
export async function renewSession(): Promise<string | undefined> {
  try {
    const response = await fetch('/session/renew', { method: 'POST' })
    return response.ok ? ((await response.json()) as { next?: string }).next : undefined
  } catch {
    return undefined
  }
}

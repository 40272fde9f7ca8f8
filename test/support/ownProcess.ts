import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { ROOT } from '../../src/root.js'
import { freePort } from './freePort.js'
import { until } from './phone.js'

/** The application in a process of its own, from its sources. */
export class OwnProcess {
  /** What it printed and logged. */
  said = ''
  /** Its exit code, once it has ended; null where a signal ended it. */
  readonly ended: Promise<number | null>

  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (part: Buffer) => (this.said += part.toString()))
    this.ended = once(child, 'exit').then(([code]) => code as number | null)
  }

  /** Starts it; `env` is laid over nothing but PATH, HOME and a free PORT. */
  static async start(env: Record<string, string>): Promise<OwnProcess> {
    const port = String(await freePort())
    const { PATH, HOME } = process.env
    const child = spawn(process.execPath, ['--import', 'tsx', 'src/index.ts'], {
      cwd: ROOT,
      env: { PATH, HOME, PORT: port, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    return new OwnProcess(child, `http://127.0.0.1:${port}`)
  }

  /** Waits until it can serve. */
  async ready(): Promise<void> {
    await until(async () => {
      if (this.child.exitCode !== null) throw new Error(`it ended:\n${this.said}`)
      const response = await fetch(`${this.url}/readyz`).catch(() => undefined)
      await response?.body?.cancel()
      return response?.ok === true ? true : undefined
    }, 40)
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal)
  }

  /** Ends it whatever it does; nothing when it has ended. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL')
    await this.ended
  }
}

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { ROOT } from '../../src/root.js'
import { freePort } from '../../test/support/freePort.js'

/** How long a server may take until it is ready, in milliseconds. */
const PATIENCE = 60_000

/** A server in a process of its own. */
export interface RunningServer {
  url: string
  /** Its resident set, in bytes. Linux only. */
  memory(): Promise<number>
  /** Asks it to end, and waits until it has. */
  stop(): Promise<void>
}

/** Starts the built server on a free port and waits until it is ready. Throws what it said when it ends instead. */
export async function startServer(variables: Record<string, string>): Promise<RunningServer> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], PORT: String(port), ...variables }
  const child = spawn(process.execPath, [path.join(ROOT, 'dist/src/index.js')], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (said += part.toString()))
  const ended = once(child, 'exit')
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM')
    await ended
  }
  const until = performance.now() + PATIENCE
  while (!(await ready(url))) {
    if (child.exitCode !== null) throw new Error(`the server ended:\n${said}`)
    if (performance.now() > until) {
      await stop()
      throw new Error(`the server is not ready after ${PATIENCE / 1000} s:\n${said}`)
    }
    await wait(25)
  }
  return { url, memory: () => residentSet(child.pid), stop }
}

async function ready(url: string): Promise<boolean> {
  const response = await fetch(`${url}/readyz`).catch(() => undefined)
  await response?.body?.cancel()
  return response?.ok === true
}

async function residentSet(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid ?? 'self'}/status`, 'utf8')
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024
}

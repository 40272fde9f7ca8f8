import { createServer } from '../../src/http/server.js'
import type { Route } from '../../src/http/route.js'
import { openLog } from '../../src/log.js'

/** Routes on a free port of this machine, and what was logged meanwhile. */
export interface Served {
  url: string
  port: number
  logged: string[]
  close(): Promise<void>
}

/** Serves routes as the application does. */
export async function serve(routes: readonly Route[], options: { trustProxy?: number } = {}): Promise<Served> {
  const logged: string[] = []
  const log = openLog('trace', { write: (line) => void logged.push(line) })
  const server = createServer(routes, { trustProxy: options.trustProxy ?? 0, log })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve())
  })
  const { port } = server.address()
  const close = async () => {
    await new Promise<void>((resolve) => {
      server.close(() => resolve())
    })
  }
  return { url: `http://127.0.0.1:${port}`, port, logged, close }
}

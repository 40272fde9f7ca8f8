import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import twilio from 'twilio'
import { validateRequest } from 'twilio/lib/webhooks/webhooks.js'

/** A webhook that came, its signature checked. */
export interface Hook {
  path: string
  method: string
  fields: Record<string, string>
  valid: boolean
}

/** What the agency answers: TwiML, or a status and type. */
export type Reply = string | { status: number; type?: string; body?: string }

/** An agency of the tests: takes signed webhooks and answers what each path was given. */
export class TestAgency {
  readonly hooks: Hook[] = []
  readonly answers = new Map<string, (fields: Record<string, string>) => Reply>()
  private readonly server = createServer((request, response) => {
    void this.take(request).then((reply) => {
      const { status, type, body } = typeof reply === 'string' ? { status: 200, type: undefined, body: reply } : reply
      // Not chained: restify has its own writeHead on every response of the process.
      response.writeHead(status, { 'content-type': type ?? 'text/xml; charset=utf-8' })
      response.end(body)
    })
  })
  url = ''

  constructor(readonly token: string) {}

  async open(): Promise<void> {
    await new Promise<void>((resolve) => void this.server.listen(0, '127.0.0.1', resolve))
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve())
      this.server.closeAllConnections()
    })
  }

  /** What a path answers from now on. */
  on(path: string, reply: Reply | ((fields: Record<string, string>) => Reply)): void {
    this.answers.set(path, typeof reply === 'function' ? reply : () => reply)
  }

  /** The webhooks that came to a path. */
  at(path: string): Hook[] {
    return this.hooks.filter((hook) => hook.path === path)
  }

  private async take(request: IncomingMessage): Promise<Reply> {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    const asked = request.url ?? '/'
    const fields = Object.fromEntries(new URLSearchParams(body))
    const { pathname, searchParams } = new URL(asked, this.url)
    const signature = String(request.headers['x-twilio-signature'])
    const given = { ...Object.fromEntries(searchParams), ...fields }
    this.hooks.push({
      path: pathname,
      method: request.method ?? '',
      fields: given,
      valid: validateRequest(this.token, signature, this.url + asked, fields),
    })
    return this.answers.get(pathname)?.(given) ?? '<Response/>'
  }
}

/** Twilio's SDK, speaking to another base URL. */
export function sdkAt(base: string, sid: string, token: string): twilio.Twilio {
  class Elsewhere extends twilio.RequestClient {
    override request: twilio.RequestClient['request'] = (options) =>
      super.request({ ...options, uri: options.uri.replace('https://api.twilio.com', base) })
  }
  return twilio(sid, token, { httpClient: new Elsewhere() })
}

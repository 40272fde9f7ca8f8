import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'

/** A request as a handler sees it, whatever server took it. */
export interface Incoming {
  method: string
  /** Path and query as they were asked for. */
  url: string
  /** From the route's path (`/v1/accounts/:id`), decoded. */
  params: Record<string, string>
  query: URLSearchParams
  headers: IncomingHttpHeaders
  /** Parsed JSON, or a form's fields as strings; undefined without a body. */
  body: unknown
  cookies: Record<string, string | undefined>
  /** The client's address behind the trusted proxies; an IPv6 address as its /64. */
  client: string
  /** The peer is this machine itself, by a loopback host name and with no forwarding header. */
  loopback: boolean
  /** The node objects, for what answers by itself (the Bot Framework's adapter, server-sent events). */
  raw: { request: IncomingMessage; response: ServerResponse }
}

/** What is answered: one of the bodies, or none. `taken` when the handler has answered through `raw`. */
export interface Answer {
  status: number
  headers?: Record<string, string | string[]>
  json?: unknown
  html?: string
  xml?: string
  file?: { type: string; bytes: Buffer }
  taken?: true
}

/** A route, as a row: `app.ts` gives them to restify. */
export interface Route {
  method: 'GET' | 'POST' | 'DELETE'
  path: string
  /** No HEAD, which other GET routes answer too: the answer never ends, or is given once. */
  getOnly?: true
  handle(incoming: Incoming): Promise<Answer>
}

/** An error's JSON, the same on every route: `{error: {code, message, retryAfter?}}`. */
export function problem(status: number, code: string, message: string, retryAfter?: number): Answer {
  return {
    status,
    ...(retryAfter === undefined ? {} : { headers: { 'retry-after': String(retryAfter) } }),
    json: { error: { code, message, ...(retryAfter === undefined ? {} : { retryAfter }) } },
  }
}

/** Sends the browser elsewhere after a form (RFC 9110 §15.4.4). */
export function seeOther(location: string, headers: Record<string, string | string[]> = {}): Answer {
  return { status: 303, headers: { ...headers, location } }
}

import { parse as parseCookies } from 'cookie'
import restify, { type Request, type Response, type Server } from 'restify'
import type { Logger } from '../log.js'
import { clientOf } from './client.js'
import { isLoopback } from './loopback.js'
import { problem, type Answer, type Incoming, type Route } from './route.js'

const BODY_LIMIT = 64 * 1024
const DEPTH_LIMIT = 32
/** PostgreSQL keeps neither NUL nor half of a surrogate pair. */
const UNKEPT = /[\0\p{Surrogate}]/u

/** The restify server with the routes on it; not listening yet. */
export function createServer(routes: readonly Route[], options: { trustProxy: number; log: Logger }): Server {
  // restify formats nothing but what it refuses by itself (no such route, bad JSON, too large): in our own words.
  const formatters = { 'application/json': (_request: Request, _response: Response, body: unknown) => refusalOf(body) }
  const server = restify.createServer({ name: '', handleUncaughtExceptions: false, formatters })
  server.pre(refuseMalformed, refuseEncodings)
  server.use(restify.plugins.bodyReader({ maxBodySize: BODY_LIMIT }))
  // The types ask for the options of a multipart parser that is never used.
  const parser = { mapParams: false }
  server.use(restify.plugins.urlEncodedBodyParser(parser))
  server.use(restify.plugins.jsonBodyParser(parser))
  for (const route of routes) {
    const take = async (request: Request, response: Response): Promise<void> => {
      send(response, await answer(route, request, response, options))
    }
    const verb = ({ GET: 'get', POST: 'post', DELETE: 'del' } as const)[route.method]
    server[verb](route.path, take)
    if (route.method === 'GET' && route.getOnly !== true) server.head(route.path, take)
  }
  return server
}

async function answer(
  route: Route,
  request: Request,
  response: Response,
  options: { trustProxy: number; log: Logger },
): Promise<Answer> {
  try {
    if (!wellFormed(request.body)) return problem(400, 'bad_request', 'That body is not well formed.')
    return await route.handle(read(request, response, options.trustProxy))
  } catch (err) {
    options.log.error({ err, route: `${route.method} ${route.path}` }, 'request failed')
    return problem(500, 'internal', 'Something went wrong on our side. Please try again.')
  }
}

function read(request: Request, response: Response, trustProxy: number): Incoming {
  return {
    method: request.method ?? 'GET',
    url: request.url ?? '/',
    params: request.params as Record<string, string>,
    query: new URL(`http://localhost${request.url ?? '/'}`).searchParams,
    headers: request.headers,
    body: request.body as unknown,
    cookies: parseCookies(request.headers.cookie ?? ''),
    client: clientOf(request, trustProxy),
    loopback: isLoopback(request),
    raw: { request, response },
  }
}

/**
 * restify routes by the URL that Host and target make together: one that is none would end the process, and a Host with
 * more in it than a name and a port would choose the route.
 */
function refuseMalformed(request: Request, response: Response, next: (stop?: false) => void): void {
  const { host = 'localhost' } = request.headers
  const target = request.url ?? ''
  if (/^[^/\\?#@]*$/.test(host) && target.startsWith('/') && URL.canParse(`http://${host}${target}`)) {
    next()
    return
  }
  send(response, problem(400, 'bad_request', 'That address is not well formed.'))
  next(false)
}

/** The body limit counts compressed bytes, so nothing compressed is taken. */
function refuseEncodings(request: Request, response: Response, next: (stop?: false) => void): void {
  const encoding = request.headers['content-encoding']
  if (encoding === undefined || encoding === 'identity') {
    next()
    return
  }
  send(response, problem(415, 'encoding', 'Send the body without Content-Encoding.'))
  next(false)
}

/** A body is bounded in depth (a deep one overflows a later stringify), and its text is such as a database keeps. */
function wellFormed(body: unknown, depth = 0): boolean {
  if (typeof body === 'string') return !UNKEPT.test(body)
  if (typeof body !== 'object' || body === null) return true
  const inside = Object.entries(body)
  return depth < DEPTH_LIMIT && inside.every(([name, value]) => !UNKEPT.test(name) && wellFormed(value, depth + 1))
}

function refusalOf(body: unknown): string {
  const status = body instanceof Error ? (body as { statusCode?: number }).statusCode : undefined
  return JSON.stringify(restifyProblem(status ?? 500).json)
}

function restifyProblem(status: number): Answer {
  if (status === 404) return problem(404, 'not_found', 'There is nothing here.')
  if (status === 405) return problem(405, 'method_not_allowed', 'This address does not take that method.')
  if (status === 413) return problem(413, 'too_large', 'The body is over 64 KiB.')
  if (status === 415) return problem(415, 'media_type', 'Send JSON or a form.')
  if (status >= 400 && status < 500) return problem(status, 'bad_request', 'That request is not well formed.')
  return problem(500, 'internal', 'Something went wrong on our side. Please try again.')
}

function send(response: Response, answer: Answer): void {
  if (answer.taken === true || response.headersSent) return
  const headers: Record<string, string | string[]> = {
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    ...answer.headers,
  }
  const [type, body] = bodyOf(answer)
  if (type !== undefined) headers['content-type'] ??= type
  // RFC 9110 §8.6: not in an answer that has no body by its status.
  if (answer.status !== 204 && answer.status !== 304) headers['content-length'] = String(Buffer.byteLength(body))
  response.writeHead(answer.status, headers)
  response.end(body)
}

function bodyOf(answer: Answer): [string | undefined, string | Buffer] {
  if (answer.json !== undefined) return ['application/json; charset=utf-8', JSON.stringify(answer.json)]
  if (answer.html !== undefined) return ['text/html; charset=utf-8', answer.html]
  if (answer.xml !== undefined) return ['text/xml; charset=utf-8', answer.xml]
  if (answer.file !== undefined) return [answer.file.type, answer.file.bytes]
  return [undefined, '']
}

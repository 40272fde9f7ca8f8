import { parse as parseCookies } from 'cookie'
import restify, { type Request, type Response, type Server } from 'restify'
import type { Logger } from '../log.js'
import { COMMON_HEADERS, send, sendOn } from './answer.js'
import { bodyOf } from './body.js'
import { clientOf } from './client.js'
import { isLoopback } from './loopback.js'
import { problem, type Answer, type Incoming, type Route } from './route.js'
import { ignoreUpgrades } from './upgrade.js'

/** What is answered to a client that has gone: nothing. */
const GONE: Answer = { status: 0, taken: true }

/** The restify server with the routes on it; not listening yet. */
export function createServer(routes: readonly Route[], options: { trustProxy: number; log: Logger }): Server {
  // restify formats nothing but what it refuses by itself (no such route, no such method): in our own words.
  const formatters = { 'application/json': (_request: Request, _response: Response, body: unknown) => refusalOf(body) }
  const server = restify.createServer({ name: '', handleUncaughtExceptions: false, formatters })
  server.on('restifyError', (_request: Request, response: Response, _error: unknown, next: () => void) => {
    for (const [name, value] of Object.entries(COMMON_HEADERS)) response.setHeader(name, value)
    next()
  })
  server.server.on('clientError', ({ code = '' }: NodeJS.ErrnoException, socket) => {
    sendOn(socket, refusalWith(UNREADABLE[code] ?? 400))
  })
  ignoreUpgrades(server.server)
  server.pre(refuseMalformed, refuseEncodings)
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
    const body = await bodyOf(request)
    // A connection that was cut has no peer any more.
    if (body === undefined || request.socket.remoteAddress === undefined) return GONE
    if (!body.ok) return refusalWith(body.status)
    return await route.handle(read(request, response, body.value, options.trustProxy))
  } catch (err) {
    options.log.error({ err, route: `${route.method} ${route.path}` }, 'request failed')
    return refusalWith(500)
  }
}

function read(request: Request, response: Response, body: unknown, trustProxy: number): Incoming {
  return {
    method: request.method ?? 'GET',
    url: request.url ?? '/',
    params: request.params as Record<string, string>,
    query: new URL(`http://localhost${request.url ?? '/'}`).searchParams,
    headers: request.headers,
    body,
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

function refusalOf(body: unknown): string {
  const status = body instanceof Error ? (body as { statusCode?: number }).statusCode : undefined
  return JSON.stringify(refusalWith(status ?? 500).json)
}

/** The status for what node's parser gave up on, by its error; 400 for others. */
const UNREADABLE: Record<string, number | undefined> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  HPE_HEADER_OVERFLOW: 431,
}

function refusalWith(status: number): Answer {
  if (status === 404) return problem(404, 'not_found', 'There is nothing here.')
  if (status === 405) return problem(405, 'method_not_allowed', 'This address does not take that method.')
  if (status === 413) return problem(413, 'too_large', 'The body is over 64 KiB.')
  if (status === 415) return problem(415, 'media_type', 'Send JSON or a form.')
  if (status >= 400 && status < 500) return problem(status, 'bad_request', 'That request is not well formed.')
  return problem(500, 'internal', 'Something went wrong on our side. Please try again.')
}

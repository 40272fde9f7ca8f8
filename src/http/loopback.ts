import type { IncomingMessage } from 'node:http'

/** Headers by which proxies, tunnels and content delivery networks say for whom they ask, or that they do. */
const FORWARDING = new RegExp(
  [
    '^x-(forwarded|original|azure|arr|envoy|ms-forwarded|appengine|vercel|nf)-',
    '^(forwarded|via|x-real-ip|cdn-loop|max-forwards|x-forwarded)$',
    '^(true|x|x-cluster|fastly)-client-ip$',
    '^(cf|fly|ngrok|tailscale)-',
  ].join('|'),
)

/**
 * Development routes answer only this machine itself: a tunnel or proxy comes with a foreign host or a forwarding header, or, as
 * nginx long did by default, by HTTP/1.0 (nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_http_version), which no client of
 * ours speaks.
 */
export function isLoopback(request: IncomingMessage): boolean {
  const peer = (request.socket.remoteAddress ?? '').replace(/^::ffff:/i, '')
  const host = (request.headers.host ?? '').replace(/:\d+$/, '')
  const forwarded = request.httpVersion === '1.0' || Object.keys(request.headers).some((name) => FORWARDING.test(name))
  return (peer === '::1' || peer.startsWith('127.')) && isLoopbackHost(host) && !forwarded
}

/** Whether a host name means this machine. */
export function isLoopbackHost(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/i.test(host)
}

import type { IncomingMessage } from 'node:http'

/** Headers by which proxies, tunnels and content delivery networks say for whom they ask. */
const FORWARDING = /^(x-forwarded-|forwarded$|via$|cf-|fly-|x-original-|x-real-ip$|(true|x|x-cluster)-client-ip$)/

/** Development routes answer only this machine itself: a tunnel or proxy comes with a foreign host or a forwarding header. */
export function isLoopback(request: IncomingMessage): boolean {
  const peer = (request.socket.remoteAddress ?? '').replace(/^::ffff:/i, '')
  const host = (request.headers.host ?? '').replace(/:\d+$/, '')
  const forwarded = Object.keys(request.headers).some((name) => FORWARDING.test(name))
  return (peer === '::1' || peer.startsWith('127.')) && isLoopbackHost(host) && !forwarded
}

/** Whether a host name means this machine. */
export function isLoopbackHost(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/i.test(host)
}

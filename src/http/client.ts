import type { IncomingMessage } from 'node:http'
import { isIPv6 } from 'node:net'
import proxyAddr from 'proxy-addr'

/** The address that counts for limits: behind `trustProxy` proxies. Some proxies add a port, which is not the client's name. */
export function clientOf(request: IncomingMessage, trustProxy: number): string {
  const address = proxyAddr(request, (_address, hop) => hop < trustProxy)
  return sourceOf(address.replace(/^(\d+(?:\.\d+){3}):\d+$/, '$1').replace(/^\[(.*)\](:\d+)?$/, '$1'))
}

/**
 * One name for one subscriber: an IPv6 address by its /64 (RFC 6177), spelled in one way; an IPv4 one as it is, also where it
 * comes as an IPv6 one (RFC 4291 §2.5.5.2).
 */
export function sourceOf(address: string): string {
  if (!isIPv6(address)) return address
  const groups = groupsOf(address)
  return mapped(groups) ?? `${groups.slice(0, 4).join(':')}::/64`
}

function mapped(groups: readonly string[]): string | undefined {
  const [high = '', low = ''] = groups.slice(6)
  if (groups.slice(0, 6).join(':') !== '0:0:0:0:0:ffff') return undefined
  return [high, low].flatMap((group) => [parseInt(group, 16) >> 8, parseInt(group, 16) & 255]).join('.')
}

/** The eight groups of an IPv6 address in their shortest spelling (RFC 5952 §4), `::` written out. */
function groupsOf(address: string): string[] {
  const shortest = new URL(`http://[${address.replace(/%.*$/, '')}]`).hostname.slice(1, -1)
  const [head = '', tail] = shortest.split('::')
  const left = head === '' ? [] : head.split(':')
  if (tail === undefined) return left
  const right = tail === '' ? [] : tail.split(':')
  return [...left, ...Array<string>(8 - left.length - right.length).fill('0'), ...right]
}

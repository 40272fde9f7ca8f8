import type { Incoming } from '../../http/route.js'

/** Where WebSockets are: this machine itself is reached as it was asked for, anyone else by the public address. */
export function socketBase(incoming: Incoming, publicUrl: string): string {
  const base = incoming.loopback ? `http://${incoming.headers.host ?? ''}` : publicUrl
  return base.replace(/^http/, 'ws')
}

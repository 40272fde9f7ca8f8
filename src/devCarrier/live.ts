import type { ServerResponse } from 'node:http'
import type { Answer, Incoming } from '../http/route.js'
import type { Mailbox } from '../mail/mail.js'
import type { NetworkView } from '../web/client/phonesWire.js'
import { mailView } from './mailView.js'
import type { Network } from './network.js'

/** Keeps a connection from being taken for dead, milliseconds. */
const HEARTBEAT = 20_000

/**
 * Server-sent events to the pages that watch: `network` with everything when a page connects (again), then `phone` with a
 * whole phone at each change of it, `mail` with each mail, and `closed` with the number of a phone that was put away.
 */
export class Live {
  private readonly pages = new Set<ServerResponse>()
  private readonly stops: (() => void)[]

  constructor(
    network: Network,
    private readonly everything: () => NetworkView,
    mailbox: Mailbox | undefined,
  ) {
    const beat = setInterval(() => this.pages.forEach((page) => page.write(':\n\n')), HEARTBEAT)
    beat.unref()
    this.stops = [
      () => clearInterval(beat),
      network.watch((phone) => this.send('phone', phone.view)),
      network.watchRemovals((number) => this.send('closed', number)),
      mailbox?.onMail((mail) => this.send('mail', mailView(mail))) ?? (() => undefined),
    ]
  }

  /** Takes a page's connection over. */
  open({ raw: { response } }: Incoming): Answer {
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
    response.write(`retry: 1000\n${eventOf('network', this.everything())}`)
    this.pages.add(response)
    response.on('close', () => this.pages.delete(response))
    return { status: 200, taken: true }
  }

  /** Ends every connection. */
  close(): void {
    for (const stop of this.stops) stop()
    for (const page of this.pages) page.end()
  }

  private send(event: string, data: unknown): void {
    for (const page of this.pages) page.write(eventOf(event, data))
  }
}

function eventOf(event: string, data: unknown): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`
}

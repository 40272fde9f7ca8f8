import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import PostalMime from 'postal-mime'
import { SMTPServer } from 'smtp-server'
import type { Arrived, Mailbox } from './mail.js'

/** How many mails are kept. */
const KEPT = 200

/** Opens the development mailbox on a free port of this machine; other machines don't reach it. */
export async function openMailbox(): Promise<Mailbox> {
  const mails: Arrived[] = []
  const listeners = new Set<(mail: Arrived) => void>()

  const arrive = (mail: Arrived): void => {
    mails.unshift(mail)
    mails.length = Math.min(mails.length, KEPT)
    for (const listener of listeners) listener(mail)
  }

  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    onData(stream, session, done) {
      const read = async (): Promise<void> => {
        const { subject = '', text = '' } = await PostalMime.parse(await buffer(stream))
        for (const { address } of session.envelope.rcptTo) {
          arrive({ id: randomUUID(), at: new Date(), to: address, subject, text: text.trimEnd() })
        }
      }
      read().then(
        () => done(),
        () => done(new Error('not a mail')),
      )
    },
  })
  // A client that hangs up midway is no fault.
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve())
  })
  const { port } = server.server.address() as AddressInfo

  return {
    url: `smtp://127.0.0.1:${port}`,
    list: () => [...mails],
    onMail(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
      }),
  }
}

import { createTransport } from 'nodemailer'
import type { Mailer } from './mail.js'

/** A server that doesn't answer for so long is given up, in milliseconds: a resident waits. */
const PATIENCE = 10_000

/**
 * Hands mail over to an SMTP server, one connection a mail.
 * @param url `smtp://…` or `smtps://…`, with credentials where the server asks for them.
 * @param from the sender: an address, or `Name <address>`.
 */
export function createMailer(url: string, from: string): Mailer {
  const transport = createTransport({
    url,
    connectionTimeout: PATIENCE,
    greetingTimeout: PATIENCE,
    socketTimeout: PATIENCE,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    async send({ to, subject, text }) {
      await transport.sendMail({ from, to: { name: '', address: to }, subject, text })
    },
    close: () => transport.close(),
  }
}

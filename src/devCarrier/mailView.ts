import type { Arrived } from '../mail/mail.js'
import type { MailView } from '../web/client/phonesWire.js'

/** A mail as the page shows it. */
export function mailView({ id, at, to, subject, text }: Arrived): MailView {
  return { id, at: at.toISOString(), to, subject, text }
}

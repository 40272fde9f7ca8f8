import { byId, clock, copyOf, linked, part } from './phonesElements.js'
import type { MailView } from './phonesWire.js'

/** Shows all mails, newest first. */
export function showMails(mails: MailView[]): void {
  byId('mails', HTMLElement).replaceChildren(...mails.map(mailItem))
  count()
}

/** Shows a mail that has just arrived. */
export function addMail(mail: MailView): void {
  byId('mails', HTMLElement).prepend(mailItem(mail))
  count()
}

function mailItem({ to, at, subject, text }: MailView): HTMLElement {
  const item = copyOf('mail-template')
  part(item, 'subject', HTMLElement).textContent = subject
  part(item, 'to', HTMLElement).textContent = `to ${to}`
  part(item, 'at', HTMLTimeElement).textContent = clock(at)
  part(item, 'at', HTMLTimeElement).dateTime = at
  linked(part(item, 'text', HTMLElement), text)
  return item
}

function count(): void {
  const mails = byId('mails', HTMLElement).childElementCount
  byId('no-mails', HTMLElement).hidden = mails > 0
  byId('mail-count', HTMLElement).textContent = mails === 0 ? '' : String(mails)
}

export { createMailer } from './mailer.js'
export { openMailbox } from './mailbox.js'
export type { Arrived, Mail, Mailbox, Mailer } from './mail.js'

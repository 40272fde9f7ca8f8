/** A message to one address. Plain text; the locale's words are already in it. */
export interface Mail {
  to: string
  subject: string
  text: string
}

/** Hands mail over. Throws when the server does not take it. */
export interface Mailer {
  send(mail: Mail): Promise<void>
  close(): void
}

/** A mail that arrived at the development mailbox. */
export interface Arrived extends Mail {
  id: string
  at: Date
}

/** The development mailbox: an SMTP server in the process. Production has none. */
export interface Mailbox {
  /** `smtp://127.0.0.1:<port>`, for nodemailer. */
  url: string
  /** Newest first. */
  list(): Arrived[]
  onMail(listener: (mail: Arrived) => void): () => void
  close(): Promise<void>
}

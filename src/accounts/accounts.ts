import { readAccountNumber } from './accountNumber.js'
import type { MailedCodes, Pairing, Sessions } from './account.js'
import { readAddress } from './address.js'
import { confirmSignUp, type Confirmed, type ConfirmRefusal } from './confirm.js'
import { createSignInLinks, type SignInLinks } from './links.js'
import { createMailedCodes } from './mailedCodes.js'
import { createPairing } from './pairing.js'
import { createPairingPage, type PairingPage } from './pairingPage.js'
import type { AccountParts } from './parts.js'
import { record } from './record.js'
import { createSessions } from './sessions.js'
import { freeNumber } from './sql.js'
import { signIn, type SignedIn, type SignInRefusal } from './signIn.js'
import { beginSignUp, mailSignUpAgain, pendingSignUp, type PendingSignUp } from './signUp.js'
import type { SignUpEntry, SignUpRefusal } from './signUp.js'
import { refuse, type Outcome } from '../outcome.js'

/** An account as a relying party sees it. */
export interface NamedAccount {
  id: string
  /** Eleven digits. */
  number: string
}

/** Accounts: how one comes to be, is found, and is signed in to. */
export interface Accounts {
  sessions: Sessions
  mailedCodes: MailedCodes
  pairing: Pairing
  pairingPage: PairingPage
  links: SignInLinks
  /** Mails a code to an address, known or not. The token is for a cookie of the browser that began. */
  signUp(entry: SignUpEntry): Promise<Outcome<{ token: string }, SignUpRefusal>>
  /** The sign-up that this browser began. */
  pending(token: string): Promise<PendingSignUp | undefined>
  /** Mails a new code for it. */
  mailAgain(
    token: string,
    from: Pick<SignUpEntry, 'source' | 'marks' | 'forgot'>,
  ): Promise<Outcome<{ email: string }, 'expired' | 'too_soon' | 'too_many' | 'not_sent'>>
  /** Makes the account, or replaces the password of the one that has the address, and opens a session. */
  confirm(entry: {
    email: string
    code: string
    token?: string
    source: string
    marks: readonly string[]
  }): Promise<Outcome<Confirmed, ConfirmRefusal>>
  /** By e-mail address and password. `marks` are those of the browser's earlier sign-ins. */
  signIn(entry: {
    email: string
    password: string
    source: string
    marks: readonly string[]
  }): Promise<Outcome<SignedIn, SignInRefusal>>
  /** Makes an account for a relying party, which vouches for the address. */
  create(entry: { email?: string; locale: string }): Promise<Outcome<NamedAccount, 'email_in_use'>>
  /** By the number as people write it. */
  byNumber(entry: string): Promise<NamedAccount | undefined>
  byEmail(entry: string): Promise<NamedAccount | undefined>
  signInLink(accountId: string): Promise<Outcome<{ url: string; expiresAt: Date }, 'not_found'>>
  /** Sets the language that an account is spoken to in: a tag that has a file in `locales/`. */
  setLocale(accountId: string, locale: string): Promise<void>
}

/** Puts the accounts together. */
export function createAccounts(parts: AccountParts): Accounts {
  const { prisma } = parts
  const sessions = createSessions(parts)
  const links = createSignInLinks(parts)
  const find = async (where: { number: string } | { email: string }): Promise<NamedAccount | undefined> =>
    (await prisma.account.findUnique({ where, select: { id: true, number: true } })) ?? undefined

  return {
    sessions,
    links,
    mailedCodes: createMailedCodes(parts),
    pairing: createPairing(parts),
    pairingPage: createPairingPage(parts),
    signUp: (entry) => beginSignUp(parts, entry),
    pending: (token) => pendingSignUp(parts, token),
    mailAgain: (token, from) => mailSignUpAgain(parts, token, from),
    confirm: (entry) => confirmSignUp(parts, entry),
    signIn: (entry) => signIn(parts, sessions, entry),
    signInLink: (accountId) => links.mint(accountId),

    async create({ email, locale }) {
      const address = email === undefined ? null : (readAddress(email) ?? email)
      const [made] = await prisma.$queryRaw<NamedAccount[]>`
        INSERT INTO account (number, email, locale, made_by)
        VALUES (${freeNumber()}, ${address}, ${locale}, 'api')
        ON CONFLICT (email) DO NOTHING RETURNING id, number`
      if (made === undefined) return refuse('email_in_use')
      await record(prisma, made.id, 'account_made', 'api')
      return { ok: true, ...made }
    },

    async byNumber(entry) {
      const number = readAccountNumber(entry)
      return number === undefined ? undefined : find({ number })
    },

    async byEmail(entry) {
      const email = readAddress(entry)
      return email === undefined ? undefined : find({ email })
    },

    async setLocale(accountId, locale) {
      await prisma.$executeRaw`UPDATE account SET locale = ${locale} WHERE id = ${accountId}::uuid`
    },
  }
}

import { stringifySetCookie } from 'cookie'
import type { Incoming } from '../http/route.js'

/** What each cookie is for, and how long a browser keeps it, in seconds; undefined: until it is closed. */
const COOKIES = {
  /** The session's token. */
  session: { name: 'ringback', maxAge: undefined },
  /** The sign-up that this browser began. */
  signUp: { name: 'ringback-sign-up', maxAge: 3600 },
  /** The chat that this browser accepted. */
  pair: { name: 'ringback-pair', maxAge: 3600 },
  /** Marks of the accounts that signed in here. */
  known: { name: 'ringback-known', maxAge: 400 * 86_400 },
  /** The language that was chosen. */
  language: { name: 'ringback-language', maxAge: 400 * 86_400 },
} as const

/** A cookie of ours, by what it is for. */
export type CookieName = keyof typeof COOKIES

/** Reads and writes our cookies. */
export interface Cookies {
  read(incoming: Pick<Incoming, 'cookies'>, which: CookieName): string | undefined
  /** A `Set-Cookie` line. */
  set(which: CookieName, value: string): string
  clear(which: CookieName): string
}

/** Cookies for this site alone; behind https, bound to the very host (`__Host-`, RFC 6265bis §4.1.3.2). */
export function createCookies(publicUrl: string): Cookies {
  const secure = publicUrl.startsWith('https:')
  const nameOf = (which: CookieName): string => `${secure ? '__Host-' : ''}${COOKIES[which].name}`
  const line = (which: CookieName, value: string, maxAge: number | undefined): string =>
    stringifySetCookie({
      name: nameOf(which),
      value,
      httpOnly: true,
      sameSite: 'lax',
      secure,
      path: '/',
      ...(maxAge === undefined ? {} : { maxAge }),
    })
  return {
    read: ({ cookies }, which) => cookies[nameOf(which)] || undefined,
    set: (which, value) => line(which, value, COOKIES[which].maxAge),
    clear: (which) => line(which, '', 0),
  }
}

/** How many accounts a browser is remembered for: a household's. */
const REMEMBERED = 5

/** The marks in the cookie of a known browser. */
export const marksIn = (value: string | undefined): string[] => value?.split('.').slice(0, REMEMBERED) ?? []

/** The cookie's value with one mark more, the newest first. */
export function withMark(marks: readonly string[], mark: string): string {
  return [mark, ...marks.filter((other) => other !== mark)].slice(0, REMEMBERED).join('.')
}

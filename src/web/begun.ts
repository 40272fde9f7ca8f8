/** The sign-up that a browser began. Its cookie alone tells by which form: the row is gone when the code was too old. */
export interface Begun {
  /** Names the row; undefined: this browser began none. */
  token: string | undefined
  /** By the form for a new password. */
  forgot: boolean
}

const FORGOT = '.forgot'

/** The cookie's value. A token has no dot in it. */
export const begunBy = (token: string, forgot: boolean): string => (forgot ? `${token}${FORGOT}` : token)

/** Reads the cookie's value. */
export function begunIn(value: string | undefined): Begun {
  const forgot = value?.endsWith(FORGOT) === true
  return { token: forgot ? value.slice(0, -FORGOT.length) : value, forgot }
}

/** Where the form is that a sign-up begins with. */
export const formOf = ({ forgot }: Pick<Begun, 'forgot'>): string => (forgot ? '/forgot' : '/')

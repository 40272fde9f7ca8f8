import { generateSync } from 'otplib'

/** The code that an authentication app shows for a key, so many seconds from now. */
export const appCode = (secret: string, ahead = 0): string =>
  generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + ahead })

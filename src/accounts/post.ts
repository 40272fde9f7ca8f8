import { wordsFor } from '../words/words.js'
import type { AccountParts } from './parts.js'

/** The mails that accounts send: each has a subject and a text under `mail.<name>`. */
export type Letter = 'newAccount' | 'knownAccount' | 'newPassword' | 'noAccount' | 'code' | 'passwordReplaced'

/**
 * Mails a letter in the resident's language. A code stands in the text alone: a locked screen shows subjects.
 * @returns whether the server took it; why it did not is in the log.
 */
export async function post(
  { mailer, config: { brand, publicUrl }, policy, log }: AccountParts,
  to: string,
  locale: string,
  letter: Letter,
  code = '',
): Promise<boolean> {
  const words = wordsFor(locale)
  const values = {
    brand: brand.name,
    phone: brand.supportPhone,
    site: publicUrl,
    minutes: Math.floor(policy.mailedCodeLifetime / 60),
    code,
  }
  try {
    await mailer.send({
      to,
      subject: words.say(`mail.${letter}.subject`, values),
      text: words.say(`mail.${letter}.text`, values),
    })
    return true
  } catch (err) {
    log.error({ err, letter }, 'mail was not taken')
    return false
  }
}

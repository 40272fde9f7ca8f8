import type { Config } from '../config.js'
import type { Parcel, Sender } from '../factors/sender.js'
import type { Logger } from '../log.js'
import { refuse } from '../outcome.js'
import type { Carrier } from './carrier.js'
import { codeText } from './codeText.js'

/** What a sender is made of. */
export interface SenderParts {
  carrier: Carrier
  config: Pick<Config, 'publicUrl' | 'brand'>
  log: Logger
}

/** Hands codes to the carrier: a text has the code in it, a call fetches what it says from us once it is answered. */
export function createSender({ carrier, config: { publicUrl, brand }, log }: SenderParts): Sender {
  const host = new URL(publicUrl).hostname
  const hand = ({ deliveryId, via, to, code, locale, minutes }: Parcel) => {
    const statusUrl = `${publicUrl}/twilio/status/${deliveryId}`
    return via === 'sms'
      ? carrier.text(to, codeText({ locale, brand: brand.name, code, minutes, host }), statusUrl)
      : carrier.call(to, `${publicUrl}/twilio/voice/code/${deliveryId}`, statusUrl)
  }
  return {
    async send(parcel) {
      try {
        const handed = await hand(parcel)
        if (handed.ok) return { ok: true, status: 'sent', carrierSid: handed.sid }
        return handed.why === 'unknown' ? { ok: true, status: 'unknown' } : refuse(handed.why)
      } catch (err) {
        log.error({ err, delivery: parcel.deliveryId }, 'a code could not be handed over')
        return refuse('not_sent')
      }
    },
  }
}

import { timingSafeEqual } from 'node:crypto'
import { codeHash } from '../code.js'
import type { Method } from './method.js'

/** A phone: a code that was sent by text or call. Every code of a challenge is good until its own expiry. */
export const phone: Method = {
  name: 'phone',
  delivers: true,
  amr: (via) => ['otp', via === 'call' ? 'tel' : 'sms'],
  compare(code, held, { keyring }) {
    const hash = codeHash(keyring, held, code)
    const same = held.codes.filter((sent) => timingSafeEqual(sent.hash, hash))
    const live = same.find((sent) => sent.live)
    if (live !== undefined) return Promise.resolve({ right: true, via: live.via, step: null })
    return Promise.resolve({ right: false, why: same.length > 0 ? 'expired' : 'wrong' })
  },
}

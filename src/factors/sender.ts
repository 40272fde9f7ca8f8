import type { Outcome } from '../outcome.js'
import type { SendRefusal, Via } from './factor.js'

/** What a carrier made of a delivery, in words that have a wording. `status` says nothing more than is known. */
export type DeliveryStatus = 'queued' | 'sent' | 'delivered' | 'failed' | 'unknown'

/** A code on its way: what the sender needs, and nothing that is stored. */
export interface Parcel {
  deliveryId: string
  challengeId: string
  via: Via
  /** E.164. */
  to: string
  /** Six digits. */
  code: string
  locale: string
  /** Whole minutes until the code expires. */
  minutes: number
}

/**
 * What became of a parcel: the carrier has it, under its own id; or its answer was lost, so that nobody knows. What is
 * `unknown` is never sent again: the resident is told, and may ask for a new code.
 */
export type Handover = { status: 'sent'; carrierSid: string } | { status: 'unknown' }

/** Hands codes to a carrier; the factor service is given one. One request a parcel. Never throws: a fault is `not_sent`. */
export interface Sender {
  send(parcel: Parcel): Promise<Outcome<Handover, SendRefusal>>
}

import type { DeliveryStatus, SendRefusal } from '../factors/factor.js'

/** A call that carries a code, as one of its turns finds it. */
export interface CodeCall {
  challengeId: string
  locale: string
  /** `asking`: nobody has pressed the two digits yet. `over`: it ended, its code expired, or the challenge is closed. */
  state: 'asking' | 'heard' | 'revoked' | 'over'
}

/** Why a call gave no code: words under `refused.<why>`. */
export type CallFailure = 'busy' | 'no_answer'

/** What a conversation is told of a delivery. */
export interface DeliveryNews {
  conversationId: string
  challengeId: string
  deliveryId: string
  status: DeliveryStatus | 'revoked'
  why?: SendRefusal | CallFailure
}

/**
 * What becomes of deliveries, kept in their rows: src/factors/deliveries.ts. Each is one atomic statement, and each may be
 * told twice (webhooks repeat): the second time says the same and changes nothing. A delivery id that is no uuid is an
 * unknown one.
 */
export interface CodeCalls {
  /**
   * A turn of a call begins. The first call of a delivery is the only one: its SID is kept, even where the carrier's answer to
   * our request was lost. Undefined for an unknown delivery, for a text, and for another call than the first.
   */
  openCall(deliveryId: string, callSid: string): Promise<CodeCall | undefined>
  /** The two digits (1–8) of the n-th asking, from 1 on: drawn once. Undefined beyond `policy.callAsks`, or when over. */
  askPress(deliveryId: string, asking: number): Promise<string | undefined>
  /** The right digits: the code and whole minutes until it expires (at least 1). Undefined when they are wrong or it is over. */
  pressed(deliveryId: string, asking: number, digits: string): Promise<{ code: string; minutes: number } | undefined>
  /** Once `heard`: the code again. Undefined when over. */
  callHeard(deliveryId: string): Promise<{ code: string; minutes: number } | undefined>
  /** Nobody pressed the digits: erases the code, counts towards `policy.unheardCalls`. */
  callUnheard(deliveryId: string): Promise<void>
  /** The owner of the number wants no more calls. */
  stopCalls(deliveryId: string): Promise<void>
  /** The carrier's word on a text, or on the end of a call (which erases the code). News only when something changed. */
  deliverySettled(
    deliveryId: string,
    report: { carrierSid: string; status: DeliveryStatus; why?: SendRefusal | CallFailure; error?: number },
  ): Promise<DeliveryNews | undefined>
}

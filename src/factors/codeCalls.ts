import type { DeliveryReport, Readable, Settled } from './deliveries.js'
import type { DeliveryStatus } from './sender.js'

/** A call that carries a code, as one of its turns finds it. */
export interface CodeCall {
  challengeId: string
  /** The conversation that asked, to be told. */
  conversationId: string | null
  locale: string
  /** `asking`: nobody has pressed the two digits yet. `over`: it ended, its code expired, or the challenge is closed. */
  state: 'asking' | 'heard' | 'revoked' | 'over'
}

/** What a conversation is told of a delivery. */
export interface DeliveryNews extends Omit<Settled, 'status'> {
  status: DeliveryStatus | 'revoked'
}

/**
 * What becomes of deliveries, kept in their rows (deliveries.ts). Each is one atomic statement, and each may be
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
  pressed(deliveryId: string, asking: number, digits: string): Promise<Readable | undefined>
  /** Once `heard`: the code again. Undefined when over. */
  callHeard(deliveryId: string): Promise<Readable | undefined>
  /** Nobody pressed the digits: erases the code, counts towards `policy.unheardCalls`. */
  callUnheard(deliveryId: string): Promise<void>
  /** The owner of the number wants no more calls. */
  stopCalls(deliveryId: string): Promise<void>
  /**
   * The carrier's word on a text, or on the end of a call, which erases the code; a call that ended well without its code
   * heard has failed as `unheard`. News only when something changed, and a conversation asked.
   */
  deliverySettled(deliveryId: string, report: DeliveryReport): Promise<Settled | undefined>
}

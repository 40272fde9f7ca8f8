/**
 * What a request came to when both endings are expected: a value, never an exception.
 * `retryAfter` is in whole seconds; `left` is how many guesses remain.
 */
export type Outcome<Done extends object, Why extends string> = ({ ok: true } & Done) | Refusal<Why>

/** An expected "no", with the reason as a code that has words in every locale. */
export interface Refusal<Why extends string> {
  ok: false
  why: Why
  retryAfter?: number
  left?: number
}

/** Refuses, as a value. */
export function refuse<Why extends string>(why: Why, more: { retryAfter?: number; left?: number } = {}): Refusal<Why> {
  return { ok: false, why, ...more }
}

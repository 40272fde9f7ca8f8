/** What stands for a value that is not kept. */
export const MASK = '••••'

const LONG_NUMBER = /\p{Nd}[\p{Nd}\s().-]{2,}\p{Nd}/gu
const LONGEST = 1_000

/** Words as they may be kept: without long numbers, which may be a phone's or a code, and of a bounded length. */
export function withoutLongNumbers(text: string): string {
  return text.slice(0, LONGEST).replace(LONG_NUMBER, MASK)
}

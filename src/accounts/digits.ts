/** Digits of any script as `0`–`9`; other characters as they are. */
export function foldDigits(entry: string): string {
  return entry.normalize('NFKC').replace(/[^\P{Nd}\d]/gu, (digit) => String(valueOf(digit)))
}

/** Unicode keeps each script's decimal digits together, from zero on (The Unicode Standard, §4.6). */
function valueOf(digit: string): number {
  const point = digit.codePointAt(0) ?? 0
  let zero = point
  while (point - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--
  return point - zero
}

/** Six digits with spaces or dashes between them; `ALONE`, not as a part of a longer number such as a telephone's. */
const SIX = /(?<!\d-?)\d(?:[\s-]?\d){5}(?!-?\d)/g
const ALONE = /(?<!\d[\s-]?)\d(?:[\s-]?\d){5}(?![\s-]?\d)/g

/**
 * The six-digit code in what was typed or pasted: any script's digits, spaces and dashes between them, a whole message
 * around them. Undefined when there is none, or more than one.
 */
export function sixDigits(entry: string): string | undefined {
  const folded = foldDigits(entry)
  const found = folded.match(ALONE) ?? folded.match(SIX) ?? []
  const codes = new Set(found.map((code) => code.replace(/\D/g, '')))
  return codes.size === 1 ? [...codes][0] : undefined
}

import { randomInt } from 'node:crypto'
import { foldDigits } from './digits.js'

/** H. M. Damm, "Total anti-symmetrische Quasigruppen" (2004): any one wrong digit and any two swapped neighbours show. */
const DAMM = [
  '0317598642',
  '7092154863',
  '4206871359',
  '1750983426',
  '6123045978',
  '3674209581',
  '5869720134',
  '8945362017',
  '9438617205',
  '2581436790',
]

/** The check digit of ten digits; of eleven with a right check digit it is 0. */
function damm(digits: string): number {
  return Array.from(digits).reduce((row, digit) => Number(DAMM[row]?.[Number(digit)]), 0)
}

/** A new account number: ten random digits and their check digit. */
export function randomAccountNumber(): string {
  const digits = Array.from({ length: 10 }, () => randomInt(10)).join('')
  return `${digits}${damm(digits)}`
}

/** The account number in an entry as people write it; undefined when it has no eleven digits or its check digit is wrong. */
export function readAccountNumber(entry: string): string | undefined {
  const digits = foldDigits(entry).replace(/[\s.–-]/g, '')
  return /^\d{11}$/.test(digits) && damm(digits) === 0 ? digits : undefined
}

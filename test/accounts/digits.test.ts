import { expect } from 'chai'
import { foldDigits, sixDigits } from '../../src/accounts/digits.js'

describe('a six-digit code in an entry', () => {
  const script: [entry: string, expected: string | undefined][] = [
    ['007419', '007419'],
    [' 007 419 ', '007419'],
    ['007-419', '007419'],
    ['0 0 7 4 1 9', '007419'],
    ['００７４１９', '007419'],
    ['٠٠٧٤١٩', '007419'],
    ['०० ७४ १९', '007419'],
    ['Hello,\n\n007419\n\nIt works for 10 minutes.', '007419'],
    ['007419 10 minutes', '007419'],
    ['Your code: 007419It works for 10 minutes. Help: +1 202-555-0100', '007419'],
    ['Call 202-555-0100', undefined],
    ['007419 or 007419', '007419'],
    ['007419 or 007418', undefined],
    ['0074190', undefined],
    ['12345', undefined],
    ['', undefined],
    ['my code', undefined],
  ]
  for (const [entry, expected] of script) {
    it(JSON.stringify(entry), () => expect(sixDigits(entry)).to.equal(expected))
  }

  it('digits of every script count as what they are', () => {
    for (let zero = 0; zero < 0x20000; zero++) {
      const character = String.fromCodePoint(zero)
      if (!/\p{Nd}/u.test(character) || /\p{Nd}/u.test(String.fromCodePoint(Math.max(0, zero - 1)))) continue
      const ten = Array.from({ length: 10 }, (_, value) => String.fromCodePoint(zero + value)).join('')
      expect(foldDigits(ten), `from U+${zero.toString(16)}`).to.equal('0123456789')
    }
  })
})

import { expect } from 'chai'
import { randomAccountNumber, readAccountNumber } from '../../src/accounts/accountNumber.js'

describe('account numbers', () => {
  it('are eleven digits, read as people write them', () => {
    for (let count = 0; count < 200; count++) {
      const number = randomAccountNumber()
      expect(number).to.match(/^\d{11}$/)
      for (const between of ['', ' ', '-', '.'])
        expect(readAccountNumber([number.slice(0, 3), number.slice(3, 7), number.slice(7)].join(between))).to.equal(
          number,
        )
    }
  })

  it('show any one wrong digit and any two swapped neighbours', () => {
    const number = randomAccountNumber()
    for (let at = 0; at < 11; at++) {
      for (const digit of '0123456789') {
        const slip = number.slice(0, at) + digit + number.slice(at + 1)
        expect(readAccountNumber(slip)).to.equal(slip === number ? number : undefined)
      }
      const swapped =
        number.slice(0, at) +
        number
          .slice(at, at + 2)
          .split('')
          .reverse()
          .join('') +
        number.slice(at + 2)
      expect(readAccountNumber(swapped)).to.equal(swapped === number ? number : undefined)
    }
  })

  it('have the check digit that Damm published', () => {
    // H. M. Damm (2004): 572 has the check digit 4; zeros in front change nothing.
    expect(readAccountNumber('00000005724')).to.equal('00000005724')
  })

  const read: [entry: string, why: string][] = [
    ['', 'nothing'],
    ['0000000572', 'ten digits'],
    ['000000057240', 'twelve'],
    ['0000000572a', 'a letter'],
  ]
  for (const [entry, why] of read) it(`are not ${why}`, () => expect(readAccountNumber(entry)).to.equal(undefined))
})

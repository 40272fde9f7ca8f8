import { expect } from 'chai'
import { MASK, withoutLongNumbers } from '../../src/conversation/masking.js'

describe('what is kept of a reply', () => {
  const rows: [said: string, kept: string][] = [
    ['my app and phone, please', 'my app and phone, please'],
    ['options 1, 2 and 3', 'options 1, 2 and 3'],
    ['the one ending in 43', 'the one ending in 43'],
    ['code 531971', `code ${MASK}`],
    ['531,971', MASK],
    ['the number is 212/555/0143', `the number is ${MASK}`],
    ['+1 (212) 555-0143 please', `+${MASK} please`],
    ['٥٣١٩٧١', MASK],
    ['seven five nine three eight nine', MASK],
    ['it is two one two, triple five, oh one double four', MASK],
    ['siete cinco nueve tres ocho nueve', MASK],
    ['53 a 19 b 71', MASK],
  ]
  for (const [said, kept] of rows) {
    it(`${said} → ${kept}`, () => expect(withoutLongNumbers(said)).to.equal(kept))
  }

  it('is bounded', () => expect(withoutLongNumbers('a'.repeat(5000))).to.have.length(1000))
})

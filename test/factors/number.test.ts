import { expect } from 'chai'
import { linkable } from '../../src/factors/number.js'

describe('a number that may be linked', () => {
  const rows: [entry: string, outcome: string][] = [
    ['202 555 0143', 'ok'],
    ['202 976 1234', 'premium_number'],
    ['+1 416 976 1234', 'premium_number'],
    ['512 555 1212', 'premium_number'],
    ['604 555 1212', 'premium_number'],
    ['787 555 1212', 'premium_number'],
    ['900 234 5678', 'premium_number'],
    ['512 555 1213', 'ok'],
    ['512 234 1976', 'ok'],
    ['202 975 1234', 'ok'],
    ['+44 20 7976 1234', 'country_off'],
    ['800 555 1212', 'toll_free'],
  ]
  for (const [entry, outcome] of rows) {
    it(`${entry} → ${outcome}`, () => {
      const said = linkable(entry, 'US', new Set(['US', 'CA', 'PR']))
      expect(said.ok ? 'ok' : said.why).to.equal(outcome)
    })
  }
})

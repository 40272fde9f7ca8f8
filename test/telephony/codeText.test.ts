import { expect } from 'chai'
import { codeText } from '../../src/telephony/codeText.js'
import { SEGMENT, septets } from '../../src/telephony/gsm7.js'
import { LOCALES } from '../../src/words/words.js'

const BRANDS = ['Ringback', 'W'.repeat(30), 'Administración de Vehículos…', '[€]'.repeat(10), '日本'.repeat(15)]
const HOSTS = ['localhost', 'mfa.registry-of-motor-vehicles.state.example.gov', `${'a'.repeat(60)}.`.repeat(4)]

describe('a code by text', () => {
  for (const locale of LOCALES) {
    it(`is one GSM-7 segment with everything in it (${locale})`, () => {
      for (const brand of BRANDS) {
        for (const host of HOSTS) {
          for (const minutes of [1, 10, 60]) {
            const text = codeText({ locale, brand, host, minutes, code: '007419' })
            expect(septets(text), text).to.be.at.most(SEGMENT)
            expect(text).to.match(/ 007419\b/)
            expect(text).to.match(new RegExp(`\\b${minutes} min\\b`))
          }
        }
      }
    })

    it(`says all of a brand of 30 characters, and the site on its last line (${locale})`, () => {
      const brand = 'Registry of Motor Vehicles MA.'
      const text = codeText({ locale, brand, host: 'mfa.state.example.gov', minutes: 10, code: '007419' })
      expect(text.startsWith(`${brand}: `), text).to.equal(true)
      expect(text.split('\n').slice(-2)).to.deep.equal(['', '@mfa.state.example.gov #007419'])
    })
  }

  it('leaves out a site whose name leaves no room for the brand', () => {
    const text = codeText({ locale: 'en', brand: 'Ringback', host: HOSTS[2]!, minutes: 10, code: '007419' })
    expect(text).to.match(/^Ringback: .*\.$/)
  })
})

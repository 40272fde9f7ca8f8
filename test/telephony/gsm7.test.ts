import { expect } from 'chai'
import { septets, toGsm7, upTo } from '../../src/telephony/gsm7.js'

describe('GSM-7', () => {
  const counts: [string, number | undefined][] = [
    ['', 0],
    ['Ringback', 8],
    ['¿Sí?', undefined],
    ['¡Año, café, über, ÅÄÖ!', 22],
    ['line\nline', 9],
    ['[€]', 6],
    ['`', undefined],
    ['no – dash', undefined],
    ['日本', undefined],
    ['👍', undefined],
  ]
  for (const [text, count] of counts) {
    it(`takes ${String(count)} septets for ${JSON.stringify(text)}`, () => expect(septets(text)).to.equal(count))
  }

  const folded: [string, string][] = [
    ['Registro de Vehículos de Motor', 'Registro de Vehiculos de Motor'],
    ['Peña & Müller', 'Peña & Müller'],
    ['Nin\u0303o', 'Niño'],
    ['“State’s” – DMV…', '"State\'s" - DMV...'],
    ['Sở Giao thông', 'So Giao thong'],
    ['RMV 🚗', 'RMV '],
  ]
  for (const [text, expected] of folded) {
    it(`writes ${text} as ${expected}`, () => expect(toGsm7(text)).to.equal(expected))
  }

  it('cuts where the next character would not fit', () => {
    expect(upTo('abc', 2)).to.equal('ab')
    expect(upTo('a€', 2)).to.equal('a')
    expect(upTo('a bc', 2)).to.equal('a')
    expect(upTo('abc', 3)).to.equal('abc')
  })
})

import { expect } from 'chai'
import { readAddress } from '../../src/accounts/address.js'

describe('e-mail addresses', () => {
  const script: [entry: string, expected: string | undefined][] = [
    [' Ana.Lopez+mfa@Example.ORG ', 'ana.lopez+mfa@example.org'],
    ["o'brien@mail.example.co.uk", "o'brien@mail.example.co.uk"],
    ['josé@correo.example', 'josé@correo.example'],
    ['ana@example', undefined],
    ['ana example.org', undefined],
    ['ana@@example.org', undefined],
    ['ana@example..org', undefined],
    ['ana@example.org\r\nBcc: ben@example.org', undefined],
    ['ana@example.org, ben@example.org', undefined],
    ['"ana" <ana@example.org>', undefined],
    [`${'a'.repeat(65)}@example.org`, undefined],
    [`ana@${'a'.repeat(250)}.org`, undefined],
  ]
  for (const [entry, expected] of script) {
    it(JSON.stringify(entry.slice(0, 40)), () => expect(readAddress(entry)).to.equal(expected))
  }

  it('are read in time that grows no faster than they do', () => {
    const from = performance.now()
    readAddress(`a@${'a-'.repeat(120)}!`)
    readAddress(`${'a.'.repeat(120)}!`)
    expect(performance.now() - from).to.be.below(200)
  })
})

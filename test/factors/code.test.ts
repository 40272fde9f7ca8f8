import { expect } from 'chai'
import { codeHash, newCode, parseCode } from '../../src/factors/code.js'
import { testDatabase } from '../support/database.js'

describe('a code', () => {
  const entries: [string, string | undefined][] = [
    ['007419', '007419'],
    [' 007 419 ', '007419'],
    ['007-419', '007419'],
    ['0-0 7\t4-1 9', '007419'],
    ['', undefined],
    ['00741', undefined],
    ['0074190', undefined],
    ['00741a', undefined],
    ['+07419', undefined],
    ['7.4e19', undefined],
    // Folding other scripts is the caller's.
    ['００７４１９', undefined],
    ['٠٠٧٤١٩', undefined],
    ['007419\u0000', undefined],
    [`007419${' '.repeat(60)}1`, undefined],
  ]
  for (const [entry, code] of entries) {
    it(`${JSON.stringify(entry)} is ${code ?? 'malformed'}`, () => expect(parseCode(entry)).to.equal(code))
  }

  it('is six digits, with leading zeros, each as likely', () => {
    const codes = Array.from({ length: 20_000 }, newCode)
    for (const code of codes) expect(code).to.match(/^\d{6}$/)
    for (const position of [0, 5]) {
      for (const digit of '0123456789') {
        // 2000 are expected; twelve standard deviations (42) are not chance.
        expect(codes.filter((code) => code[position] === digit).length).to.be.within(1500, 2500)
      }
    }
  })

  it('is hashed for its challenge, factor and purpose alone', async () => {
    const { keyring } = await testDatabase()
    const binding = { challengeId: 'c', factorId: 'f', purpose: 'link' } as const
    const hash = codeHash(keyring, binding, '007419')
    expect(hash).to.have.length(32)
    expect(codeHash(keyring, binding, '007419').equals(hash)).to.equal(true)
    for (const other of [
      codeHash(keyring, { ...binding, challengeId: 'd' }, '007419'),
      codeHash(keyring, { ...binding, factorId: 'g' }, '007419'),
      codeHash(keyring, { ...binding, purpose: 'verify' }, '007419'),
      codeHash(keyring, binding, '007418'),
    ]) {
      expect(other.equals(hash)).to.equal(false)
    }
  })
})

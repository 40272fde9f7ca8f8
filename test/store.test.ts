import { expect } from 'chai'
import { testDatabase } from './support/database.js'

describe('keyring', () => {
  it('opens what it sealed, in its place only', async () => {
    const { keyring } = await testDatabase()
    const sealed = keyring.seal('007419', 'factor:1')
    expect(sealed).not.to.contain('007419')
    expect(keyring.open(sealed, 'factor:1')).to.equal('007419')
    expect(() => keyring.open(sealed, 'factor:2')).to.throw('does not open')
  })
  it('hashes alike for one kind and differently for another', async () => {
    const { keyring } = await testDatabase()
    expect(keyring.hash('code', 'a', 'b')).to.deep.equal(keyring.hash('code', 'a', 'b'))
    expect(keyring.hash('code', 'ab')).not.to.deep.equal(keyring.hash('code', 'a', 'b'))
    expect(keyring.hash('code', 'a')).not.to.deep.equal(keyring.hash('number', 'a'))
  })
})

import { expect } from 'chai'
import { hashPassword, passwordMatches, weakness } from '../../src/accounts/password.js'
import { DEFAULT_POLICY } from '../../src/factors/policy.js'

describe('passwords', () => {
  const script: [password: string, expected: string | undefined][] = [
    ['violet kettle', undefined],
    ['çédille¡', undefined],
    ['🦊🐻🐨🐯🦁🐮🐷🐸', undefined],
    ['🦊🐻🐨🐯🦁🐮🐷', 'too_short'],
    ['1234567', 'too_short'],
    ['ab'.repeat(129), 'too_long'],
    ['PASSWORD', 'common'],
    ['ｐａｓｓｗｏｒｄ', 'common'],
    ['qwertyuiop', 'common'],
    ['aaaaaaaaaaaa', 'common'],
    ['ringback', 'personal'],
    ['RingBack-24', 'personal'],
    ['ana.lopez!', 'personal'],
    ['ana.lopez was here in May', undefined],
  ]
  for (const [password, expected] of script) {
    it(`${password.slice(0, 24)}: ${expected ?? 'taken'}`, async () => {
      expect(await weakness(password, ['Ringback', 'ana.lopez'], DEFAULT_POLICY)).to.equal(expected)
    })
  }

  it('are kept as argon2id of 19 MiB, two passes, one lane', async () => {
    const hashed = await hashPassword('violet kettle')
    expect(hashed).to.match(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(await passwordMatches(hashed, 'violet kettle')).to.equal(true)
    expect(await passwordMatches(hashed, 'violet Kettle')).to.equal(false)
    expect(await passwordMatches(undefined, 'nobody has this password')).to.equal(false)
  })
})

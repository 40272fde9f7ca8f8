import { expect } from 'chai'
import { world } from '../factors/world.js'
import { oathtool } from '../support/oathtool.js'

describe('an authentication app that is not ours', () => {
  it('links with the code of oathtool, and verifies with the next one', async () => {
    const { factors, account, origin } = await world()
    const { id, secret } = await factors.enrolApp(await account())
    const open = async (purpose: 'link' | 'verify'): Promise<string> => {
      const opened = await factors.challenge({ factorId: id, purpose, locale: 'en', origin })
      if (!opened.ok) throw new Error(opened.why)
      return opened.challenge.id
    }
    expect(await factors.check(await open('link'), await oathtool(secret), origin)).to.include({ ok: true })
    expect(await factors.check(await open('verify'), await oathtool(secret, 30), origin)).to.include({ ok: true })
  })
})

import { expect } from 'chai'
import { world } from '../factors/world.js'
import { oathtool } from '../support/oathtool.js'

describe('an authentication app that is not ours', () => {
  it('links with the code of oathtool, and verifies with the next one', async () => {
    const w = await world()
    const { id, secret } = await w.factors.enrolApp(await w.account())
    const open = async (purpose: 'link' | 'verify'): Promise<string> => {
      const opened = await w.factors.challenge({ factorId: id, purpose, locale: 'en', origin: w.origin })
      if (!opened.ok) throw new Error(opened.why)
      return opened.challenge.id
    }
    expect(await w.factors.check(await open('link'), await oathtool(secret), w.origin)).to.include({ ok: true })
    expect(await w.factors.check(await open('verify'), await oathtool(secret, 30), w.origin)).to.include({ ok: true })
  })
})

import { expect } from 'chai'
import { Emulator } from '../support/emulator.js'
import { Town } from '../support/town.js'

describe('/api/messages with an app id', () => {
  let town: Town
  before(
    async () =>
      (town = await Town.open({
        MICROSOFT_APP_ID: '00000000-0000-4000-8000-000000000001',
        MICROSOFT_APP_PASSWORD: 'a password that opens nothing',
      })),
  )
  after(() => town.close())

  it('believes nobody without a token, and nobody with a wrong one', async () => {
    const chat = await new Emulator(town.site, 'expectReplies').open()
    const hello = { type: 'message', text: 'hi', serviceUrl: 'https://smba.trafficmanager.net/amer/' }
    expect((await chat.post(hello)).status).to.equal(401)
    for (const authorization of ['Bearer nonsense', 'Bearer a.b.c', 'Basic YTpi']) {
      expect((await chat.post(hello, { authorization })).status, authorization).to.equal(401)
    }
    await chat.close()
  })
})

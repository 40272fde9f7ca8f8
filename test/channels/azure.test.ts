import { expect } from 'chai'
import { Emulator } from '../support/emulator.js'
import { Town } from '../support/town.js'

const APP_ID = '00000000-0000-4000-8000-000000000001'

describe('/api/messages with an app id', () => {
  let town: Town
  before(
    async () =>
      (town = await Town.open({
        MICROSOFT_APP_ID: APP_ID,
        MICROSOFT_APP_PASSWORD: 'a password that opens nothing',
      })),
  )
  after(() => town.close())

  it('believes nobody without a token, and nobody with a wrong one', async () => {
    const chat = await new Emulator(town.site, 'expectReplies').open()
    const hello = { type: 'message', text: 'hi', serviceUrl: 'https://smba.trafficmanager.net/amer/' }
    expect((await chat.post(hello)).status).to.equal(401)
    const forged = [{ alg: 'none' }, { iss: 'https://evil.example', aud: APP_ID, serviceurl: hello.serviceUrl }]
    const token = [...forged.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')), ''].join('.')
    for (const authorization of ['Bearer nonsense', 'Bearer a.b.c', 'Bearer', 'Basic YTpi', `Bearer ${token}`]) {
      expect((await chat.post(hello, { authorization })).status, authorization).to.equal(401)
    }
    await chat.close()
  })
})

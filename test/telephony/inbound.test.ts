import { expect } from 'chai'
import { Town } from '../support/town.js'
import { play } from '../support/visitor.js'

describe('who texts or calls our number', () => {
  let town: Town
  before(async () => (town = await Town.open()))
  after(() => town.close())

  it('a text learns what the number is for, in each language', async () => {
    const phone = town.phone()
    await phone.act('text', { body: 'hi' })
    const [reply] = (await phone.texts()).filter(({ from }) => from === 'agency')
    expect(reply?.body).to.match(/sign-in codes[^]*STOP to stop[^]*manda claves/)
    expect(reply).to.include({ encoding: 'GSM-7' })
    expect(reply?.segments).to.be.at.most(3)
  })

  it('STOP is the carrier’s to answer, and remembered until START', async () => {
    const phone = town.phone()
    await phone.act('text', { body: 'STOP' })
    const chat = await (await town.newResident()).chat()
    await chat.hears()
    await play(chat, [
      ['phone', /phone number/],
      [`text me at ${phone.spoken}`, /asked us to stop/],
    ])
    await phone.act('text', { body: 'START' })
    await town.age()
    await play(chat, [
      ['change the number', /phone number/],
      [`text me at ${phone.spoken}`, /text a six-digit code/],
      ['send', /code in the text/],
    ])
  })

  it('a call hears who it is, and a person’s number', async () => {
    expect(await town.phone().act('call')).to.match(/This is Ringback[^]*2 0 2[^]*Le habla Ringback/)
  })
})

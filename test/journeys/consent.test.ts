import { expect } from 'chai'
import { testDatabase } from '../support/database.js'
import { Town } from '../support/town.js'
import { play } from '../support/visitor.js'

const TERMS = /Message and data rates may apply[^]*STOP to stop[^]*Terms: http[^]*Privacy: http/

describe('consent to texts', () => {
  let town: Town
  before(async () => (town = await Town.open()))
  after(() => town.close())

  const consents = async (email: string) => {
    const { prisma } = await testDatabase()
    const { id: accountId } = await prisma.account.findUniqueOrThrow({ where: { email } })
    return prisma.consent.findMany({ where: { accountId } })
  }

  it('is asked for before the first text, also where a call came first, and kept word for word', async () => {
    const resident = await town.newResident()
    const phone = town.phone()
    const chat = await resident.chat()
    await chat.hears()
    await play(chat, [
      ['phone', /phone number would you like/],
      [`call me at ${phone.spoken}`, /call .* and read you/],
      ['send', /code that you hear/],
      ['text me', TERMS],
      ['help', /rather have a call/],
      ['call me', /code that you hear/],
      ['text me', TERMS],
    ])
    expect(await consents(resident.email)).to.deep.equal([])
    await town.age()
    await play(chat, [
      ['send', /code in the text/],
      [() => phone.newCode(), /linked/],
    ])
    const [consent, ...others] = await consents(resident.email)
    expect(others).to.deep.equal([])
    expect(consent?.wording).to.match(TERMS)
  })

  it('is asked for at the next login where the phone was linked by a call, once', async () => {
    const resident = await town.newResident()
    const phone = town.phone()
    const chat = await resident.chat()
    await chat.hears()
    await play(chat, [
      ['phone', /phone number would you like/],
      [`call me at ${phone.spoken}`, /call .* and read you/],
      ['send', /code that you hear/],
      [() => phone.codeByCall(), /linked/],
    ])
    for (const lines of [
      [
        ['text me', TERMS],
        ['send', /code in the text/],
      ],
      [['text me', /code in the text/]],
    ] as [string, RegExp][][]) {
      await chat.send({ text: 'sign out' })
      await town.age()
      await resident.signIn()
      const again = await resident.chat()
      await again.hears()
      await play(again, [...lines, [() => phone.newCode(), /signed in/]])
      await again.send({ text: 'sign out' })
    }
    expect(await consents(resident.email)).to.have.length(1)
  })
})

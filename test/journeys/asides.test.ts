import { expect } from 'chai'
import { testDatabase } from '../support/database.js'
import { Town, type Resident } from '../support/town.js'
import { play, type Chat } from '../support/visitor.js'

describe('help, at any point', () => {
  let town: Town
  before(async () => (town = await Town.open()))
  after(() => town.close())

  const chatOf = async () => {
    const chat = await (await town.newResident()).chat()
    await chat.hears()
    return chat
  }

  it('answers once, and returns to the step with a shorter question', async () => {
    const chat = await chatOf()
    const help = await chat.says('help')
    expect(help.match(/You can also ask about/g)).to.have.length(1)
    expect(help)
      .to.match(/\nWhich would you like to use\?/)
      .and.not.to.match(/protect your account/)
    expect(await chat.says('repeat')).to.match(/protect your account/)
    expect((await chat.says('blah blah')).match(/didn't understand/g)).to.have.length(1)
  })

  for (const [said, expected] of [
    ['what do I need?', /You need one of these/],
    ['contact an agency', /help from an agency/],
    ['what does this message mean', /messages mean/],
    ['about these accounts', /learn about these accounts/],
    ['feedback', /don't include personal/],
    ['I want to talk to a person', /talk to a person, call/],
    // The page's buttons.
    ['What you need', /You need one of these/],
    ['Get help with messages', /messages mean/],
    ['Talk to a person', /talk to a person, call/],
  ] as const) {
    it(`"${said}" is answered`, async () => {
      expect(await (await chatOf()).says(said)).to.match(expected)
    })
  }

  it('goes back a question at a time, and drops what was entered to start over', async () => {
    const chat = await chatOf()
    await play(chat, [
      ['phone', /phone number would you like/],
      ['512 773 0560', /by text or by call/],
      ['back', /phone number would you like/],
      ['back', /Which methods|protect your account/],
      ['back', /This is the first question/],
      ['my phone', /phone number would you like/],
      ['call me at 512 773 0560', /read you a six-digit code/],
      ['start over', /Start over\?/],
      ['no', /read you a six-digit code/],
      ['start over', /Start over\?/],
      ['yes', /protect your account/],
    ])
  })

  it('an answer to an earlier question is politely refused', async () => {
    const chat = await chatOf()
    const earlier = chat.ask?.id
    await chat.says('phone')
    await chat.send({ text: '', value: { ask: earlier, values: { methods: ['app'] } } })
    expect(await chat.hears()).to.match(/already answered[^]*phone number/)
  })

  it('start over drops what is being linked, but never by a password alone', async () => {
    const { prisma } = await testDatabase()
    const resident = await town.newResident()
    const pending = () => prisma.factor.count({ where: { account: { email: resident.email }, status: 'pending' } })
    const chat = await resident.chat()
    await chat.hears()
    await play(chat, [['app', /Key:/]])
    await resident.signIn()
    const stranger = await resident.chat()
    expect(await stranger.hears()).to.match(/six-digit code in the e-mail/)
    await leavesByStartingOver(stranger, resident)
    expect(await pending()).to.equal(1)
    await resident.signIn()
    const owner = await resident.chat()
    await owner.hears()
    await play(owner, [
      [() => resident.mailedCode(), /protect your account/],
      ['start over', /Start over\?/],
      ['yes', /protect your account/],
    ])
    expect(await pending()).to.equal(0)
  })

  it('start over before a linked method was proved goes back to the sign-in; so it does where all are disabled', async () => {
    const { prisma } = await testDatabase()
    const resident = await town.newResident()
    const chat = await resident.chat()
    await chat.hears()
    const mobile = town.phone()
    await play(chat, [
      ['phone', /phone number/],
      [`text me at ${mobile.spoken}`, /text a six-digit code/],
      ['send', /in the text/],
      [() => mobile.newCode(), /is linked/],
    ])
    await resident.signIn()
    const verifying = await resident.chat()
    expect(await verifying.hears()).to.match(/ending in \d\d/)
    await leavesByStartingOver(verifying, resident)

    await prisma.factor.updateMany({ where: { account: { email: resident.email } }, data: { status: 'disabled' } })
    await resident.signIn()
    const locked = await resident.chat()
    expect(await locked.hears()).to.match(/person/)
    await play(locked, [
      ['app', /person/],
      ['a person', /call \+1/],
    ])
    await leavesByStartingOver(locked, resident)
  })
})

/** Starts over, which ends the session. */
async function leavesByStartingOver(chat: Chat, resident: Resident): Promise<void> {
  await play(chat, [['start over', /Start over\?/]])
  await chat.send({ text: 'yes' })
  expect(await (await resident.fetch('/')).text()).to.match(/<title>Sign in/)
}

import { expect } from 'chai'
import { testDatabase } from '../support/database.js'
import { until, type HeldPhone } from '../support/phone.js'
import { Town, type Resident } from '../support/town.js'
import { play, type Chat } from '../support/visitor.js'

describe('the ways that a code can take', () => {
  let town: Town
  before(async () => (town = await Town.open()))
  after(() => town.close())

  const chatOf = async (resident?: Resident): Promise<Chat> => {
    const chat = await (resident ?? (await town.newResident())).chat()
    await chat.hears()
    return chat
  }
  const buttons = (chat: Chat) => [...(chat.ask?.options ?? []), ...(chat.ask?.actions ?? [])].map(({ id }) => id)

  /** A resident with one phone that was linked by a call, at the next sign-in. */
  const signedInAgain = async (phone: HeldPhone): Promise<Chat> => {
    const resident = await town.newResident()
    await play(await chatOf(resident), [
      [`phone, call me at ${phone.spoken}`, /read you a six-digit code/],
      ['send', /that you hear/],
      [() => phone.codeByCall(), /is linked/],
    ])
    await town.age()
    await resident.signIn()
    const chat = await resident.chat()
    expect(await chat.hears()).to.match(/ending in/)
    return chat
  }

  it('hears a number, and how, together with the method', async () => {
    const [first, second] = [town.phone(), town.phone()]
    await play(await chatOf(), [
      [`just my phone, text me at ${first.spoken}`, /text a six-digit code to \+1/],
      ['send', /in the text/],
      [() => first.newCode(), /is linked/],
    ])
    await play(await chatOf(), [[`call ${second.spoken}`, /call .* and read you/]])
    const both = await chatOf()
    expect(await both.says('the app, and my phone is 202 555 01'))
      .to.match(/Key:/)
      .and.not.to.match(/whole phone number/)
    await play(both, [['not now', /whole phone number[^]*phone number would you like/]])
    const spanish = await (await town.newResident('es')).chat()
    await spanish.hears()
    await play(spanish, [[`mi número es ${town.phone().spoken}`, /por mensaje/]])
    await play(await chatOf(), [
      ['phone', /phone number/],
      ['call me', /by call[^]*phone number/],
      [second.spoken, /call .* and read you/],
    ])
  })

  it('offers a landline only calls, and once it is known so no text is tried', async () => {
    const phone = town.phone()
    await phone.is('landline')
    const chat = await signedInAgain(phone)
    await play(chat, [
      ['text me', /may apply/],
      ['send', /in the text/],
    ])
    await town.eventually(() => chat.hears(), /is a landline/)
    expect(buttons(chat)).to.deep.equal(['call', 'otherWay'])
    await play(chat, [
      ['another method', /We can call the phone/],
      ['text me', /didn't understand|can't|pick/],
    ])
    expect(buttons(chat)).to.include('call').and.not.to.include('sms')
    await play(chat, [
      ['call me', /you hear/],
      [() => phone.codeByCall(), /signed in/],
    ])
  })

  it('tries a number that stopped our texts again once its owner texted START', async () => {
    const phone = town.phone()
    await phone.is('optedOut')
    const chat = await chatOf()
    await play(chat, [
      [`phone, text me at ${phone.spoken}`, /text a six-digit code/],
      ['send', /stop texting it[^]*The number to text START to is \+1/],
    ])
    expect(buttons(chat)).to.deep.equal(['call', 'textedStart', 'changeNumber'])
    const another = await chatOf()
    expect(await another.says(`my phone is ${phone.spoken}`)).to.match(/stop texting it[^]*The number to text START/)
    expect(buttons(another)).to.deep.equal(['call', 'textedStart', 'changeNumber'])
    await play(chat, [
      ['I texted START', /text a six-digit code/],
      ['send', /stop texting it/],
    ])
    await phone.act('switch', { optedOut: false })
    await play(chat, [
      ['i sent start', /text a six-digit code/],
      ['send', /in the text/],
      [() => phone.newCode(), /is linked/],
    ])
  })

  it('asks for no code where none is good any more, only what to do', async () => {
    const phone = town.phone()
    const chat = await chatOf()
    await play(chat, [
      [`phone, text me at ${phone.spoken}`, /text a six-digit code/],
      ['send', /in the text/],
    ])
    await phone.newCode()
    await play(chat, [
      ...Array.from({ length: 4 }, (): [() => Promise<string>, RegExp] => [() => phone.wrongCode(), /more time/]),
      [() => phone.wrongCode(), /last try[^]*What would you like to do/],
    ])
    expect([chat.ask?.kind, ...buttons(chat)]).to.deep.equal(['choice', 'newCode', 'call', 'changeNumber'])
    await play(chat, [
      ['123456', /last try[^]*What would you like to do/],
      ['help', /can't be used any more/],
    ])
    await town.age()
    await play(chat, [
      ['get a new code', /in the text/],
      [() => phone.newCode(), /is linked/],
    ])
  })

  it('names a person, and START, where neither texts nor calls are wanted', async () => {
    const phone = town.phone()
    const chat = await signedInAgain(phone)
    const { prisma } = await testDatabase()
    await phone.act('text', { body: 'STOP' })
    await prisma.$executeRaw`UPDATE number_note SET no_calls_until = now() + interval '1 day'`
    await play(chat, [['call me', /stop texts and calls[^]*The number to text START to is \+1/]])
    expect(buttons(chat)).to.deep.equal(['again', 'textedStart'])
    await phone.act('text', { body: 'START' })
    await play(chat, [
      ['I texted START', /may apply/],
      ['send', /in the text/],
      [() => phone.newCode(), /signed in/],
    ])
    await prisma.$executeRaw`UPDATE number_note SET no_calls_until = NULL`
  })

  it('counts down to the end of a lock', async () => {
    const phone = town.phone()
    const chat = await signedInAgain(phone)
    await wrongBefore(chat, 9)
    await play(chat, [
      ['call me', /you hear/],
      ['000000', /try again in 1[01] minutes/],
    ])
    expect(chat.ask?.newCodeIn).to.be.within(590_000, 601_000)
  })

  it('counts down to the next code, whatever limit is waited for', async () => {
    const phone = town.phone()
    const chat = await chatOf()
    await play(chat, [
      [`phone, text me at ${phone.spoken}`, /text a six-digit code/],
      ['send', /in the text/],
    ])
    const { prisma } = await testDatabase()
    await prisma.$executeRaw`
      UPDATE throttle SET hits = ARRAY(SELECT now() - interval '40 seconds' FROM generate_series(1, 20)) WHERE key LIKE 'send:%'`
    await prisma.$executeRaw`DELETE FROM throttle WHERE key LIKE 'gap:%'`
    await play(chat, [['get a new code', /many codes[^]*minutes/]])
    expect(chat.ask?.newCodeIn).to.be.within(500_000, 600_000)
  })

  it('are closed by who did not ask for the call: the chat is told', async () => {
    const phone = town.phone()
    const chat = await chatOf()
    await play(chat, [
      [`phone, call me at ${phone.spoken}`, /read you/],
      ['send', /that you hear/],
    ])
    await until(async () => (await phone.calls()).find(({ status }) => status === 'ringing'))
    await phone.act('answer')
    await phone.act('press', { digits: '9' })
    await town.eventually(() => chat.hears(), /did not ask for this code/)
    await phone.act('hangup')
  })

  it('end with the method that took a hundred wrong codes: a person helps', async () => {
    const phone = town.phone()
    const chat = await signedInAgain(phone)
    await wrongBefore(chat, 99)
    await play(chat, [
      ['call me', /you hear/],
      ['000000', /turned off[^]*person/],
    ])
  })
})

/** As if so many wrong codes in a row had been entered for the account of a chat. */
async function wrongBefore(chat: Chat, wrong: number): Promise<void> {
  const { prisma } = await testDatabase()
  const { sessionId } = await prisma.conversation.findUniqueOrThrow({ where: { id: chat.conversationId } })
  const { accountId } = await prisma.session.findUniqueOrThrow({ where: { id: sessionId ?? '' } })
  await prisma.account.update({ where: { id: accountId }, data: { wrong } })
}

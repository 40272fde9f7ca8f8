import { request } from 'node:http'
import { expect } from 'chai'
import { testDatabase } from '../support/database.js'
import { Emulator } from '../support/emulator.js'
import { pairs } from '../support/pairing.js'
import { until } from '../support/phone.js'
import { Resident, Town } from '../support/town.js'
import { play } from '../support/visitor.js'

describe('/api/messages', () => {
  let town: Town
  let chat: Emulator
  before(async () => (town = await Town.open()))
  after(() => town.close())
  beforeEach(async () => (chat = await new Emulator(town.site, 'expectReplies').open()))
  afterEach(() => chat.close())

  const hello = { type: 'message', text: 'hi' }

  describe('is for this machine only', () => {
    for (const serviceUrl of [
      'https://evil.example',
      'http://localhost.evil.example',
      'http://127.0.0.1.nip.io',
      'http://localhost@evil.example',
      'http://169.254.169.254/',
      'nonsense',
    ]) {
      it(`calls nobody back at ${serviceUrl}`, async () => {
        expect((await chat.post({ ...hello, serviceUrl })).status).to.equal(400)
        expect((await chat.post({ ...hello, serviceUrl, deliveryMode: 'normal' })).status).to.equal(400)
      })
    }

    it('calls nobody back where no address is given, not even the SDK’s own', async () => {
      for (const serviceUrl of ['', null]) {
        expect((await chat.post({ ...hello, serviceUrl, deliveryMode: 'normal' })).status).to.equal(400)
        expect((await chat.post({ ...hello, serviceUrl })).status).to.equal(200)
      }
    })

    for (const header of ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via', 'cf-connecting-ip', 'x-original-host']) {
      it(`is not there behind a proxy (${header})`, async () => {
        expect((await chat.post(hello, { [header]: '10.0.0.1' })).status).to.equal(404)
      })
    }

    it('is not there under a foreign Host', async () => {
      for (const host of ['tunnel.example', 'localhost.tunnel.example', '127.0.0.1.nip.io:80']) {
        expect(await statusUnder(town.site, host), host).to.equal(404)
      }
      expect(await statusUnder(town.site, 'localhost')).to.equal(400)
    })

    it('is not there where PUBLIC_URL is not this machine', async () => {
      const elsewhere = await Town.open({ PUBLIC_URL: 'https://agency.example' })
      const there = await new Emulator(elsewhere.site, 'expectReplies').open()
      expect((await there.post(hello)).status).to.equal(404)
      await Promise.all([there.close(), elsewhere.close()])
    })
  })

  describe('a body', () => {
    const bodies: [string, object][] = [
      ['without a conversation', { conversation: undefined }],
      ['with an empty conversation', { conversation: {} }],
      ['with a nameless sender', { from: { id: '' } }],
      ['with text that is none', { text: 5 }],
      ['with members that are none', { membersAdded: 'everyone' }],
      ['with text that a database does not keep', { text: 'a\0b' }],
      ['with an id that a database does not keep', { conversation: { id: '\ud83d' } }],
    ]
    for (const [name, more] of bodies) {
      it(`${name} gets 400`, async () => {
        const response = await chat.post({ ...hello, ...more })
        expect(response.status).to.equal(400)
        expect(Object.keys((await response.json()) as object)).to.deep.equal(['error'])
      })
    }

    it('that is not JSON gets 400, or 415 where it does not claim to be', async () => {
      const send = (type: string, body: string) =>
        fetch(new URL('/api/messages', town.site), { method: 'POST', headers: { 'content-type': type }, body })
      for (const body of ['', '{', '[]', 'null', '"hi"'])
        expect((await send('application/json', body)).status, body).to.equal(400)
      // A form can be sent by any page in the tester's browser.
      const form = 'type=message&channelId=emulator&conversation[id]=1&from[id]=2&deliveryMode=expectReplies'
      expect((await send('application/x-www-form-urlencoded', form)).status).to.equal(415)
      expect((await send('text/plain', '{}')).status).to.equal(415)
    })

    it('with what a channel leaves empty is taken', async () => {
      const empty = { text: null, value: null, locale: null, entities: null, membersAdded: null, recipient: null }
      expect((await chat.post({ ...hello, ...empty })).status).to.equal(200)
      expect((await chat.post({ ...hello, entities: 'x', from: { id: 'someone', name: null } })).status).to.equal(200)
    })

    it('that nobody said is answered with nothing', async () => {
      for (const type of ['typing', 'event', 'messageReaction', 'endOfConversation', 'installationUpdate', 'new']) {
        const response = await chat.post({ type })
        expect([response.status, await response.json()], type).to.deep.equal([200, { activities: [] }])
      }
    })
  })

  it('an activity that comes twice is one turn', async () => {
    await chat.joins()
    const twice = { ...hello, text: 'help', id: 'the same' }
    const responses = await Promise.all([chat.post(twice), chat.post(twice)])
    const [first, second] = await Promise.all(
      responses.map(async (response) =>
        ((await response.json()) as { activities: { text: string }[] }).activities.map(({ text }) => text),
      ),
    )
    expect(first?.join()).to.match(/Open the link/)
    expect(second, 'whose answer was lost gets it again').to.deep.equal(first)
    const { prisma } = await testDatabase()
    expect(await prisma.message.count({ where: { conversationId: chat.conversationId, by: 'user' } })).to.equal(1)
  })

  it('greets once, and not for itself', async () => {
    expect(await chat.joins()).to.match(/Welcome/)
    expect(await chat.joins()).to.equal('')
    const itself = await chat.post({ type: 'conversationUpdate', membersAdded: [{ id: 'bot' }] })
    expect(await itself.json()).to.deep.equal({ activities: [] })
  })

  it('speaks the language of the activity', async () => {
    const response = await chat.post({ ...hello, locale: 'es-MX' })
    const { activities } = (await response.json()) as { activities: { text: string; locale: string }[] }
    expect(activities[0]?.text).to.match(/Bienvenido|Le ayudo|enlace/)
    expect(activities[0]?.locale).to.equal('es')
  })

  it('is heard in a group where we are named', async () => {
    await pairs(chat, new Resident(town.site, 'en'))
    const mention = { type: 'mention', text: '<at>Bot 2</at>', mentioned: { id: 'bot', name: 'Bot 2' } }
    const response = await chat.post({ ...hello, text: '<at>Bot 2</at> app', entities: [mention] })
    expect(await response.text()).to.match(/Key: /)
  })

  it('says unasked what became of a text, with the buttons of the question that waits', async () => {
    await pairs(chat, new Resident(town.site, 'en'))
    const mobile = town.phone()
    await play(chat, [
      ['phone', /phone number/],
      [`text me at ${mobile.spoken}`, /text a six-digit code/],
      ['Send verification code', /in the text/],
    ])
    const buttons = ['Get a new code', 'Call Me', 'Change the number']
    const arrived = await chat.pushed(/arrived at your phone/)
    expect(arrived.suggestedActions?.actions.map(({ title }) => title)).to.deep.equal(buttons)
    const landline = town.phone()
    await landline.is('landline')
    await play(chat, [
      ['change the number', /phone number/],
      [`text me at ${landline.spoken}`, /text a six-digit code/],
      ['Send verification code', /in the text/],
    ])
    await chat.pushed(/is a landline/)
    expect(await chat.says('repeat')).to.match(/landline/)
    await play(chat, [
      ['Call Me', /calling the phone/],
      [() => landline.codeByCall(), /is linked/],
    ])
  })

  it('says in the next answer what became of a text, where nothing can be pushed', async () => {
    const silent = async (text: string): Promise<string> => {
      const response = await chat.post({ ...hello, text, serviceUrl: null })
      const { activities } = (await response.json()) as { activities: { text: string }[] }
      return activities.map((activity) => activity.text).join('\n')
    }
    const says = { says: silent, fills: chat.fills.bind(chat) }
    await pairs(chat, new Resident(town.site, 'en'))
    const landline = town.phone()
    await landline.is('landline')
    await play(says, [
      ['phone', /phone number/],
      [`text me at ${landline.spoken}`, /text a six-digit code/],
      ['Send verification code', /in the text/],
    ])
    await settled(chat, 'failed')
    await play(says, [
      ['hm', /is a landline[^]*Call Me/],
      ['Call Me', /calling the phone/],
      [() => landline.codeByCall(), /is linked/],
    ])
    const mobile = town.phone()
    await play(says, [
      ['yes', /phone number/],
      [`text me at ${mobile.spoken}`, /text a six-digit code/],
      ['Send verification code', /in the text/],
    ])
    const code = await mobile.newCode()
    await settled(chat, 'delivered')
    expect(await silent('what?')).to.match(/arrived at your phone/)
    expect(await silent('what?')).not.to.match(/arrived at your phone/)
    expect(await silent(code)).to.match(/is linked/)
  })
})

/** Waits until the carrier has said what became of a chat's newest code. */
async function settled(chat: Emulator, status: string): Promise<void> {
  const { prisma } = await testDatabase()
  await until(async () => {
    const where = { challenge: { conversationId: chat.conversationId } }
    const newest = await prisma.delivery.findFirst({ where, orderBy: { createdAt: 'desc' } })
    return newest?.status === status || undefined
  })
}

/** The status of an empty activity under a Host of its own. */
function statusUnder(site: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = { host, 'content-type': 'application/json' }
    const sent = request(new URL('/api/messages', site), { method: 'POST', headers }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
    sent.on('error', reject)
    sent.end('{}')
  })
}

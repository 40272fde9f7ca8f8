import { expect } from 'chai'
import { testDatabase } from '../support/database.js'
import { Emulator } from '../support/emulator.js'
import { answers, linkIn, opens, pairingCode, pairs } from '../support/pairing.js'
import { Resident, Town } from '../support/town.js'
import { play } from '../support/visitor.js'

describe('signing a chat in', () => {
  let town: Town
  let chat: Emulator
  before(async () => (town = await Town.open()))
  after(() => town.close())
  beforeEach(async () => (chat = await new Emulator(town.site, 'expectReplies').open()))
  afterEach(() => chat.close())

  describe('the link', () => {
    it('changes nothing when it is looked at', async () => {
      const link = linkIn(await chat.joins())
      for (let looks = 0; looks < 3; looks += 1)
        expect(await opens(new Resident(town.site, 'en'), link)).to.match(/Did you start this\?/)
      const head = await fetch(new URL(link, town.site), { method: 'HEAD' })
      expect(head.status).to.equal(200)
      await answers(new Resident(town.site, 'en'), link, 'yes')
    })

    it('works once', async () => {
      const link = linkIn(await chat.joins())
      const resident = new Resident(town.site, 'en')
      await answers(resident, link, 'yes')
      const another = new Resident(town.site, 'en')
      expect((await another.fetch(link)).status).to.equal(410)
      expect((await post(another, link)).status).to.equal(410)
      await resident.signUp()
      expect(await chat.says(await pairingCode(resident))).to.match(/signed in here/)
    })

    it('is over after ten minutes', async () => {
      const link = linkIn(await chat.joins())
      await age('expires_at', chat)
      const resident = new Resident(town.site, 'en')
      expect((await resident.fetch(link)).status).to.equal(410)
      expect((await post(resident, link)).status).to.equal(410)
      expect(linkIn(await chat.says('123456'))).not.to.equal(link)
    })

    it('is dead once someone said that they did not start it', async () => {
      const link = linkIn(await chat.joins())
      const resident = new Resident(town.site, 'en')
      await answers(resident, link, 'no')
      expect((await resident.fetch(link)).status).to.equal(410)
      expect(linkIn(await chat.says('new link'))).not.to.equal(link)
    })

    it('gives way to a newer one', async () => {
      const link = linkIn(await chat.joins())
      const newer = linkIn(await chat.says('Get a new link'))
      expect((await new Resident(town.site, 'en').fetch(link)).status).to.equal(410)
      await answers(new Resident(town.site, 'en'), newer, 'yes')
    })

    it('is each sender’s own in a group, and so is what they are signed in to', async () => {
      const other = await new Emulator(town.site, 'expectReplies', chat.conversation).open()
      const link = linkIn(await other.joins())
      expect(await pairs(chat, new Resident(town.site, 'en'))).to.match(/signed in here/)
      await play(other, [
        ['authentication app', /need the digits/],
        ['help', /Open the link/],
      ])
      await answers(new Resident(town.site, 'en'), link, 'yes')
      await other.close()
    })
  })

  describe('the pairing code', () => {
    it('is locked by five wrong tries', async () => {
      const resident = new Resident(town.site, 'en')
      await answers(resident, linkIn(await chat.joins()), 'yes')
      await resident.signUp()
      const code = await pairingCode(resident)
      const wrong = code === '000000' ? '111111' : '000000'
      for (let tries = 0; tries < 5; tries += 1) await play(chat, [[wrong, /didn't match/]])
      const locked = await chat.says(code)
      expect(locked).to.match(/last try/)
      expect(await opens(resident, '/pair')).not.to.contain(code)
      await answers(resident, linkIn(locked), 'yes')
      expect(await chat.says(await pairingCode(resident))).to.match(/signed in here/)
    })

    it('is too old after ten minutes', async () => {
      const resident = new Resident(town.site, 'en')
      await answers(resident, linkIn(await chat.joins()), 'yes')
      await resident.signUp()
      const code = await pairingCode(resident)
      await age('code_expires_at', chat)
      expect(await chat.says(code)).to.match(/too old[^]*new link/)
    })

    it('is another chat’s', async () => {
      const other = await new Emulator(town.site, 'expectReplies').open()
      await other.joins()
      const resident = new Resident(town.site, 'en')
      await answers(resident, linkIn(await chat.joins()), 'yes')
      await resident.signUp()
      const code = await pairingCode(resident)
      expect(await other.says(code)).not.to.match(/signed in/)
      expect(await chat.says(code)).to.match(/signed in here/)
      await other.close()
    })
  })
})

function post(resident: Resident, link: string): Promise<Response> {
  return resident.fetch(link, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'answer=yes',
  })
}

/** Lets ten minutes pass for the link of a chat. */
async function age(column: 'expires_at' | 'code_expires_at', chat: Emulator): Promise<void> {
  const { prisma } = await testDatabase()
  const aged = await prisma.$executeRawUnsafe(
    `UPDATE link SET ${column} = ${column} - interval '10 minutes' WHERE conversation_id = $1`,
    chat.conversationId,
  )
  expect(aged).to.equal(1)
}

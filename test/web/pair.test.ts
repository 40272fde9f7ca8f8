import { randomUUID } from 'node:crypto'
import { expect } from 'chai'
import { otherThan, PASSWORD, Site, type Browser } from './site.js'

describe('pairing a chat', () => {
  let site: Site
  before(async () => (site = await Site.open()))
  after(() => site.close())

  const ask = async (conversation: string = randomUUID()): Promise<{ conversation: string; path: string }> => {
    const asked = await site.accounts.pairing.link(conversation, 'Text message ••44')
    if (!asked.ok) throw new Error(asked.why)
    return { conversation, path: new URL(asked.url).pathname }
  }
  const codeShown = async (browser: Browser): Promise<string> =>
    (/(\d{3}) (\d{3})<\/strong>/.exec(await browser.page('/pair')) ?? []).slice(1).join('')
  const redeem = (conversation: string, code: string) => site.accounts.pairing.redeem(conversation, code)

  /** A chat that a resident accepted, and the code that the page shows. */
  const accepted = async (): Promise<{ resident: Browser & { email: string }; conversation: string; code: string }> => {
    const resident = await site.newResident()
    const { conversation, path } = await ask()
    await resident.form(path, { answer: 'yes' })
    return { resident, conversation, code: await codeShown(resident) }
  }

  it('names the chat that asked, even to who is signed in, and opening the link changes nothing', async () => {
    const { path } = await ask()
    const resident = await site.newResident()
    for (const browser of [resident, site.browser(), site.browser()]) {
      const html = await browser.page(path)
      expect(html).to.contain('Did you start this?').and.contain('Text message ••44').and.contain('just now')
    }
  })

  it('signs a chat in, from a browser that was not: yes, sign in, the code', async () => {
    const { email } = await site.newResident()
    const browser = site.browser()
    const { conversation, path } = await ask()
    const yes = await browser.form(path, { answer: 'yes' })
    expect([yes.status, yes.headers.get('location')]).to.deep.equal([303, '/'])
    expect(await browser.page('/')).to.contain('Sign in to connect this chat: Text message ••44')
    expect((await browser.fetch('/pair')).headers.get('location')).to.equal('/')
    expect((await redeem(conversation, '123456')).ok).to.equal(false)
    await browser.form('/sign-in', { email, password: PASSWORD })
    expect((await browser.fetch('/')).headers.get('location')).to.equal('/pair')
    expect(await browser.at('/?chat')).to.equal('the chat, identified')
    const code = await codeShown(browser)
    expect(await codeShown(browser), 'loaded again').to.equal(code)
    const paired = await redeem(conversation, `${code.slice(0, 3)} ${code.slice(3)}`)
    if (!paired.ok) throw new Error(paired.why)
    const standing = await site.accounts.sessions.byId(paired.sessionId)
    expect(standing).to.include({ level: 'identified', madeAccount: false, mailed: false })
    expect((await redeem(conversation, code)).ok, 'once').to.equal(false)
    expect((await browser.fetch('/pair')).status).to.equal(410)
  })

  it('wants the second factor too where the account has one, and passes on how it was proved', async () => {
    const resident = await site.newResident()
    const accountId = await site.accountOf(resident.email)
    await site.giveFactor(accountId)
    const { conversation, path } = await ask()
    expect((await resident.form(path, { answer: 'yes' })).headers.get('location')).to.equal('/')
    expect((await resident.fetch('/pair')).headers.get('location')).to.equal('/')
    expect(await resident.at()).to.equal('the chat, identified')
    const { id } = await site.prisma.session.findFirstOrThrow({ where: { accountId } })
    await site.accounts.sessions.rise(id, ['otp', 'sms'])
    expect(await (await resident.post('/session/renew')).json()).to.deep.equal({ ok: true, next: '/pair' })
    const paired = await redeem(conversation, await codeShown(resident))
    if (!paired.ok) throw new Error(paired.why)
    const session = await site.prisma.session.findUniqueOrThrow({ where: { id: paired.sessionId } })
    expect(session).to.deep.include({ level: 'verified', amr: ['otp', 'sms'], tokenHash: null, madeAccount: true })
    expect(session.verifiedAt).not.to.equal(null)
  })

  it('takes five tries, no malformed one among them', async () => {
    const { conversation, code } = await accepted()
    expect(await redeem(conversation, 'what code?')).to.include({ why: 'malformed' })
    const found = await Promise.all(Array.from({ length: 12 }, () => redeem(conversation, otherThan(code))))
    expect(found.filter((each) => !each.ok && each.why === 'wrong')).to.have.length(5)
    expect(found.filter((each) => !each.ok && each.why === 'locked')).to.have.length(7)
    expect(await redeem(conversation, code)).to.include({ why: 'locked' })
  })

  it('makes one session of entries that come at once', async () => {
    const { conversation, code } = await accepted()
    const found = await Promise.all(Array.from({ length: 4 }, () => redeem(conversation, code)))
    expect(found.filter(({ ok }) => ok)).to.have.length(1)
  })

  it('takes the code in the chat that asked and in no other', async () => {
    const { code } = await accepted()
    const { conversation } = await accepted()
    expect((await redeem(conversation, code)).ok).to.equal(false)
    expect(await redeem(randomUUID(), code)).to.include({ why: 'expired' })
  })

  it('shows the code to the browser that said yes and to no other', async () => {
    const { path } = await ask()
    const [resident, other] = [await site.newResident(), await site.newResident()]
    await resident.form(path, { answer: 'yes' })
    expect((await other.fetch('/pair')).status).to.equal(410)
    expect((await other.form(path, { answer: 'yes' })).status).to.equal(410)
    expect(await codeShown(resident)).to.match(/^\d{6}$/)
  })

  it('keeps a code that was seen from whoever signs in to the same browser next', async () => {
    const { resident: browser, conversation, code } = await accepted()
    const next = await site.newResident()
    await browser.form('/sign-out')
    expect(await browser.at(), 'nothing waits').not.to.contain('connect this chat')
    await browser.form('/sign-in', { email: next.email, password: PASSWORD })
    expect(await browser.at()).to.equal('the chat, identified')
    expect((await browser.fetch('/pair')).status).to.equal(410)
    expect(await redeem(conversation, code)).to.include({ ok: false, why: 'expired' })
  })

  it('closes the link on a no', async () => {
    const { path } = await ask()
    const browser = site.browser()
    expect(await (await browser.form(path, { answer: 'no' })).text()).to.contain('Nothing was connected')
    expect((await browser.form(path, { answer: 'yes' })).status).to.equal(410)
  })

  it('cancels the earlier link of a conversation', async () => {
    const { conversation, code } = await accepted()
    const second = await ask(conversation)
    expect((await redeem(conversation, code)).ok).to.equal(false)
    expect((await site.browser().fetch(second.path)).status).to.equal(200)
  })

  const late: [what: string, age: (conversation: string) => Promise<unknown>][] = [
    [
      'the code is ten minutes old',
      (id) =>
        site.prisma
          .$executeRaw`UPDATE link SET code_expires_at = now() - interval '1 second' WHERE conversation_id = ${id}`,
    ],
    [
      'the session on the web is over',
      (id) => site.prisma.$executeRaw`
        DELETE FROM session s USING link l WHERE l.conversation_id = ${id} AND s.id = l.session_id`,
    ],
  ]
  for (const [what, age] of late) {
    it(`takes no code when ${what}`, async () => {
      const { conversation, code } = await accepted()
      await age(conversation)
      expect(await redeem(conversation, code)).to.include({ why: 'expired' })
    })
  }

  it('gives a conversation ten links in ten minutes', async () => {
    const { conversation } = await ask()
    for (let count = 1; count < 10; count++) await ask(conversation)
    expect(await site.accounts.pairing.link(conversation, 'Chat')).to.include({ ok: false, why: 'too_many' })
  })
})

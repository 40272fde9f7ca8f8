import { expect } from 'chai'
import type { Ask } from '../../src/conversation/ask.js'
import { hear } from '../../src/conversation/hear.js'
import { optionTitle } from '../../src/conversation/option.js'
import { LOCALES, wordsFor } from '../../src/words/words.js'
import { appCode } from '../support/authenticator.js'
import { testDatabase } from '../support/database.js'
import { Emulator } from '../support/emulator.js'
import { pairs } from '../support/pairing.js'
import { Resident, Town } from '../support/town.js'

describe('the buttons of a chat', () => {
  let town: Town
  let chat: Emulator
  const met = new Map<string, Ask>()
  before(async () => {
    town = await Town.open()
    chat = await new Emulator(town.site, 'expectReplies').open()
  })
  after(async () => {
    await chat.close()
    await town.close()
  })

  /** Says something, and looks at the question that then waits. */
  async function says(text: string): Promise<string> {
    const answer = await chat.says(text)
    await look()
    return answer
  }

  /** The buttons say all that the question offers; said back, each is understood as what it stands for. */
  async function look(): Promise<void> {
    const { prisma } = await testDatabase()
    const { state } = await prisma.conversation.findUniqueOrThrow({ where: { id: chat.conversationId } })
    const waiting = (state as unknown as { stack: { dialogStack: { state: { options?: { ask?: Ask } } }[] } }).stack
    const ask = waiting.dialogStack.at(-1)?.state.options?.ask
    if (ask === undefined) throw new Error('nothing is asked')
    met.set(ask.name, ask)
    const factors = await prisma.factor.findMany()
    const masked = Object.fromEntries(factors.map((factor) => [factor.id, `••${factor.masked}`]))
    const options = ask.kind === 'confirm' ? [{ id: 'yes' }, { id: 'no' }] : (ask.options ?? [])
    const offered = [...options, ...(ask.actions ?? [])]
    expect(chat.buttons).to.deep.equal(offered.map((option) => optionTitle(option, wordsFor('en'), masked)))
    for (const locale of LOCALES) {
      const words = wordsFor(locale)
      for (const option of offered) {
        const title = optionTitle(option, words, masked)
        const heard = hear(ask, { text: title }, words, masked)
        expect(heard, `${ask.name}: ${title}`).to.deep.equal({ is: 'answer', answers: meaning(ask, option.id) })
      }
    }
  }

  it('are understood when they are said back, at every question', async () => {
    const resident = new Resident(town.site, 'en')
    await pairs(chat, resident)
    await look()
    await says('language')
    await says('English')
    await says('start over')
    await says('no')
    const key = /Key: ([A-Z2-7 ]+)/.exec(await says('app and phone'))?.[1]?.replaceAll(' ', '') ?? ''
    await says(appCode(key))
    const mobile = town.phone()
    await says(mobile.spoken)
    await says('Call Me')
    await says('Text Me')
    await says('Send verification code')
    await says(await mobile.newCode())
    await says('no')

    await town.age()
    await resident.signIn()
    await chat.says('sign out')
    await says('hello')
    const names = ['locale', 'sure', 'methods', 'code', 'number', 'via', 'send', 'offer', 'home', 'pairing']
    expect([...met.keys()]).to.include.members(names)
  })

  it('name the linked methods where the account was linked elsewhere meanwhile', async () => {
    const resident = new Resident(town.site, 'en')
    await chat.close()
    chat = await new Emulator(town.site, 'expectReplies').open()
    await pairs(chat, resident)
    const web = await resident.chat()
    await web.hears()
    const mobile = town.phone()
    const key = /Key: ([A-Z2-7 ]+)/.exec(await web.says('app and phone'))?.[1]?.replaceAll(' ', '') ?? ''
    await web.says(appCode(key))
    await web.says(`text me at ${mobile.spoken}`)
    await web.says('send')
    await web.says(await mobile.newCode())
    await web.says('no')
    expect(await says('hello')).to.match(/changed[^]*check that it's you/)
    expect(chat.buttons.join()).to.match(new RegExp(`ending in ${mobile.number.slice(-2)}`))
    await says(chat.buttons.find((title) => /ending in/.test(title)) ?? '')
    await town.age()
    await says('Text Me')
    expect(await says(await mobile.newCode())).to.match(/signed in/)
    expect([...met.keys()]).to.include.members(['method'])
  })
})

/** What choosing an option answers. */
function meaning(ask: Ask, id: string): Record<string, unknown> {
  if (ask.actions?.some((action) => action.id === id) === true) return { action: id }
  if (ask.kind === 'confirm') return { [ask.name]: id === 'yes' }
  return { [ask.name]: ask.many === true ? [id] : id }
}

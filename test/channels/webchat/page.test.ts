import { expect } from 'chai'
import type { Standing } from '../../../src/accounts/account.js'
import { chatPage } from '../../../src/channels/webchat/page.js'
import { readConfig } from '../../../src/config.js'
import type { Incoming } from '../../../src/http/route.js'
import type { PageConfig } from '../../../src/web/client/wire.js'

describe('the chat page', () => {
  const config = readConfig({
    DATABASE_URL: 'memory://',
    PUBLIC_URL: 'https://login.agency.example',
    BRAND: '</script>',
    COUNTRIES_SMS: 'US,PR',
    COUNTRIES_VOICE: 'US,MX',
  })
  const open = async (locale: string) => {
    const incoming = { loopback: false, headers: {} } as Incoming
    const answer = await chatPage(config)(incoming, { locale } as Standing)
    const html = answer.html ?? ''
    const json = /id="chat-config"[^>]*>([^<]*)</.exec(html)?.[1] ?? ''
    return { html, policy: String(answer.headers?.['content-security-policy']), told: JSON.parse(json) as PageConfig }
  }

  it('speaks the language of the account', async () => {
    expect((await open('es')).html)
      .to.contain('<html lang="es">')
      .and.to.contain('aria-label="Su respuesta"')
  })

  it('tells its scripts the words of every language, with what is filled in later left open', async () => {
    const { told } = await open('en')
    expect(Object.keys(told.words)).to.include.members(['en', 'es'])
    expect(told.words['en']?.['newCodeIn']).to.equal('You can get a new code in {{time}}.')
    expect(Object.keys(told.words['es'] ?? {})).to.deep.equal(Object.keys(told.words['en'] ?? {}))
  })

  it('names every country that can be texted or called, once', async () => {
    expect((await open('en')).told.countries).to.deep.equal([
      { code: 'US', calling: '1' },
      { code: 'PR', calling: '1' },
      { code: 'MX', calling: '52' },
    ])
  })

  it('runs no script but its own: a nonce a page, sockets to our own address', async () => {
    const [one, two] = [await open('en'), await open('en')]
    expect(one.told.nonce).to.not.equal(two.told.nonce)
    expect(one.policy).to.contain(`script-src 'nonce-${one.told.nonce}';`)
    expect(one.policy).to.contain("connect-src 'self' wss://login.agency.example")
    expect(one.policy).to.not.contain('unsafe-inline')
    for (const [tag] of one.html.matchAll(/<script[^>]*>/g)) expect(tag).to.contain(`nonce="${one.told.nonce}"`)
  })

  it("can't be broken out of by what it is told", async () => {
    const { html, told } = await open('en')
    expect(told.brand).to.equal('</script>')
    expect(html.match(/<\/script>/g)).to.have.length(html.match(/<script/g)!.length)
  })
})

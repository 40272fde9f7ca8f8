import { expect } from 'chai'
import { LOCALES } from '../../src/words/words.js'
import { Site } from './site.js'

describe('the plain pages', () => {
  let site: Site
  before(async () => (site = await Site.open()))
  after(() => site.close())

  it('allow no script in the page and no frame around it', async () => {
    for (const path of ['/', '/forgot', '/terms', '/privacy', '/about', '/pair']) {
      const answer = await site.browser().fetch(path)
      const policy = answer.headers.get('content-security-policy')
      expect(policy, path).to.contain("script-src 'self'").and.contain("frame-ancestors 'none'")
      expect(policy).not.to.contain('unsafe')
      expect(await answer.text()).not.to.match(/<script(?![^>]*src=)|\son\w+=|style=/)
      // Under no-referrer, browsers would send `Origin: null` with our own forms.
      expect(answer.headers.get('referrer-policy')).to.equal('same-origin')
    }
  })

  const languages: [header: string, lang: string][] = [
    ['es-MX,es;q=0.9,en;q=0.5', 'es'],
    ['fr,de;q=0.7', 'en'],
    ['fr;q=0.9,es;q=0.4,en;q=0.3', 'es'],
  ]
  for (const [header, lang] of languages) {
    it(`speak ${lang} for ${header}`, async () => {
      const answer = await site.browser().fetch('/', { headers: { 'accept-language': header } })
      expect(await answer.text()).to.contain(`<html lang="${lang}">`)
    })
  }

  it('change language by a link on each, which is remembered and leads nowhere else', async () => {
    const browser = site.browser()
    const moved = await browser.fetch('/forgot?lang=es')
    expect([moved.status, moved.headers.get('location')]).to.deep.equal([303, '/forgot'])
    expect(await browser.at('/terms')).to.equal('Términos – Ringback')
    for (const locale of LOCALES) expect(await browser.page('/')).to.contain(`href="/?lang=${locale}"`)
    const elsewhere = await browser.fetch(`${site.served.url}//evil.example/enter/x?lang=en`)
    expect(elsewhere.headers.get('location') ?? '/').to.match(/^\/(?!\/)/)
  })

  it('change the language of the account that is signed in', async () => {
    const resident = await site.newResident()
    await resident.fetch('/?lang=es', { headers: { 'sec-fetch-site': 'same-origin' } })
    expect(await site.prisma.account.findUnique({ where: { email: resident.email } })).to.include({ locale: 'es' })
    await resident.fetch('/?lang=en', { headers: { 'sec-fetch-site': 'cross-site' } })
    expect(await site.prisma.account.findUnique({ where: { email: resident.email } })).to.include({ locale: 'es' })
  })

  it('escape what was entered', async () => {
    const answer = await site.browser().form('/sign-in', { email: '"><script>alert(1)</script>', password: 'x' })
    expect(await answer.text())
      .to.contain('&quot;&gt;&lt;script&gt;')
      .and.not.contain('<script>alert')
  })

  it('answer a body that is not a form’s with an error in JSON', async () => {
    for (const path of ['/sign-in', '/sign-up', '/sign-up/confirm', '/pair/x']) {
      const answer = await site.browser().post(path, { email: ['a', 'b'] })
      expect([answer.status, (await answer.json()) as object]).to.have.nested.property('1.error.code', 'bad_request')
    }
  })

  it('tell a browser that there is no such page, and a program in JSON', async () => {
    const html = await site
      .browser()
      .fetch('/abuot', { headers: { accept: 'text/html,*/*;q=0.8', 'accept-language': 'es' } })
    expect(html.status).to.equal(404)
    expect(await html.text())
      .to.contain('<html lang="es">')
      .and.match(/<h1>Aquí no hay[^]*href="\/"/)
    const json = await site.browser().fetch('/abuot')
    expect([json.status, await json.json()]).to.have.nested.property('1.error.code', 'not_found')
  })

  it('name the agency’s number as one to call, and lead to the part that a link is about', async () => {
    const about = await site.browser().page('/about')
    expect(about.match(/<a class="phone" href="tel:\+12025550100">/g)).to.have.length(2)
    for (const part of ['agency', 'messages']) expect(about).to.contain(`/about#${part}"`).and.contain(`id="${part}"`)
  })

  it('lead back from pages that a form answered, when they are loaded again', async () => {
    for (const path of ['/sign-in', '/sign-up', '/sign-up/confirm', '/sign-up/again', '/sign-out']) {
      const answer = await site.browser().fetch(path)
      expect([answer.status, answer.headers.get('location')], path).to.deep.equal([303, '/'])
    }
  })
})

import { seeOther, type Route } from '../http/route.js'
import { chooseLanguage, wordsOf } from './language.js'
import { page } from './layout.js'
import { PLAIN, plainPage, type PlainPage } from './pages/plain.js'
import type { Web } from './parts.js'

/** `/terms`, `/privacy`, `/about`: our own words, or the agency's page where one is configured. */
export function plainRoutes(web: Web): Route[] {
  return PLAIN.map((name) => ({
    method: 'GET',
    path: `/${name}`,
    async handle(incoming) {
      const elsewhere = agencys(web, name)
      if (elsewhere !== undefined) return seeOther(elsewhere)
      const moved = await chooseLanguage(web, incoming)
      if (moved !== undefined) return moved
      const words = wordsOf(web, incoming)
      const title = words.say(`web.${name}Page.title`, { brand: web.config.brand.name })
      return page(web.config, { words, title, path: `/${name}`, body: plainPage(web.config, words, name) })
    },
  }))
}

function agencys({ config: { brand, publicUrl } }: Web, name: PlainPage): string | undefined {
  const url = { terms: brand.termsUrl, privacy: brand.privacyUrl, about: brand.aboutUrl }[name]
  return url === `${publicUrl}/${name}` ? undefined : url
}

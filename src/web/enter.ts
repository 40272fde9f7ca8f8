import { seeOther, type Answer, type Incoming, type Route } from '../http/route.js'
import { chooseLanguage, wordsOf } from './language.js'
import { page } from './layout.js'
import { enterPage, messagePage } from './pages/enter.js'
import type { Web } from './parts.js'
import { replaceSession } from './session.js'

/** `/enter/:token`: a relying party's link into an account. Opening it changes nothing; the button uses it up. */
export function enterRoutes(web: Web): Route[] {
  const path = '/enter/:token'
  return [
    {
      method: 'GET',
      path,
      async handle(incoming) {
        const moved = await chooseLanguage(web, incoming)
        if (moved !== undefined) return moved
        const token = incoming.params['token'] ?? ''
        if (!(await web.accounts.links.live(token))) return usedUp(web, incoming)
        const words = wordsOf(web, incoming)
        const title = words.say('web.enter.title', { brand: web.config.brand.name })
        return page(web.config, { words, title, path: `/enter/${token}`, body: enterPage(web.config, words, token) })
      },
    },
    {
      method: 'POST',
      path,
      async handle(incoming) {
        const used = await web.accounts.links.use(incoming.params['token'] ?? '')
        if (!used.ok) return usedUp(web, incoming)
        return seeOther('/', { 'set-cookie': await replaceSession(web, incoming, used.token) })
      },
    },
  ]
}

function usedUp(web: Web, incoming: Incoming): Promise<Answer> {
  const words = wordsOf(web, incoming)
  return page(web.config, {
    words,
    status: 410,
    title: words.say('web.enterUsed.title'),
    path: '/',
    body: messagePage(words, 'enterUsed'),
  })
}

import { problem, type Incoming, type Route } from '../http/route.js'
import { wordsOf } from './language.js'
import { page } from './layout.js'
import { messagePage } from './pages/enter.js'
import type { Web } from './parts.js'

/**
 * An address that was mistyped, as a browser is told: a page. Programs get JSON, and so do addresses of more than one part,
 * which are theirs.
 */
export function notFoundRoutes(web: Web): Route[] {
  return [
    {
      method: 'GET',
      path: '/:nowhere',
      handle(incoming) {
        if (!wantsPage(incoming)) return Promise.resolve(problem(404, 'not_found', 'There is nothing here.'))
        const words = wordsOf(web, incoming)
        const title = words.say('web.notFound.title')
        return page(web.config, { words, status: 404, title, path: '/', body: messagePage(words, 'notFound') })
      },
    },
  ]
}

const wantsPage = ({ headers }: Incoming): boolean => headers.accept?.includes('text/html') === true

import { html } from 'hono/html'
import type { Standing } from '../accounts/account.js'
import { seeOther, type Answer, type Incoming, type Route } from '../http/route.js'
import type { Words } from '../words/words.js'
import { chooseLanguage, wordsOf } from './language.js'
import { page, type Html } from './layout.js'
import { forgotPage, homePage, type Entered } from './pages/home.js'
import type { Web } from './parts.js'
import { isInFull, pairingWaits, renewed, standingOf } from './session.js'

/** `GET /`: sign in or create an account; then the chat. */
export function homeRoutes(web: Web): Route[] {
  return [
    {
      method: 'GET',
      path: '/',
      async handle(incoming) {
        const moved = await chooseLanguage(web, incoming)
        if (moved !== undefined) return moved
        const standing = await standingOf(web, incoming)
        return standing === undefined ? signedOut(web, incoming) : signedIn(web, incoming, standing)
      },
    },
    {
      method: 'GET',
      path: '/forgot',
      async handle(incoming) {
        return (await chooseLanguage(web, incoming)) ?? forgot(web, incoming)
      },
    },
    // A page that a form answered is loaded again.
    ...['/sign-in', '/sign-up', '/sign-up/again', '/sign-out'].map((path): Route => ({
      method: 'GET',
      path,
      handle: () => Promise.resolve(seeOther('/')),
    })),
  ]
}

/** The page with both forms, with what was entered and what is wrong with it. */
export async function home(web: Web, incoming: Incoming, notices: readonly Html[] = [], entered?: Entered) {
  const words = wordsOf(web, incoming)
  return page(web.config, {
    words,
    title: titled(words, words.say('web.home.short'), entered),
    path: '/',
    body: homePage(web.config, words, web.policy.passwordLeast, notices, entered),
  })
}

/** The page for a new password. */
export async function forgot(web: Web, incoming: Incoming, entered?: Entered): Promise<Answer> {
  const words = wordsOf(web, incoming)
  return page(web.config, {
    words,
    title: titled(words, words.say('web.forgot.title'), entered),
    path: '/forgot',
    body: forgotPage(words, web.policy.passwordLeast, entered),
  })
}

/** An error is heard first, from the title (WCAG G199). */
const titled = (words: Words, title: string, entered: Entered | undefined): string =>
  entered === undefined ? title : `${words.say('web.errorTitle')}: ${title}`

async function signedOut(web: Web, incoming: Incoming): Promise<Answer> {
  const words = wordsOf(web, incoming)
  const notice = (key: string, values = {}) => html`<p class="notice" role="status">${words.say(key, values)}</p>`
  const hadSession = web.cookies.read(incoming, 'session') !== undefined
  const asks = await waitingChat(web, incoming)
  const notices: Html[] = []
  if (incoming.query.has('signed-out')) notices.push(notice('web.signedOut'))
  else if (hadSession) notices.push(notice('web.ended'))
  if (asks !== undefined) notices.push(notice('web.pair.signInFirst', { chat: asks }))
  const answer = await home(web, incoming, notices)
  return hadSession ? { ...answer, headers: { ...answer.headers, 'set-cookie': web.cookies.clear('session') } } : answer
}

async function waitingChat({ cookies, accounts }: Web, incoming: Incoming): Promise<string | undefined> {
  const token = cookies.read(incoming, 'pair')
  return token === undefined ? undefined : (await accounts.pairingPage.waiting(token))?.chatName
}

/** The chat, unless another chat waits for its code (`?chat` leads past it). A token that a rise left is changed here too. */
async function signedIn(web: Web, incoming: Incoming, standing: Standing): Promise<Answer> {
  const cookie = await renewed(web, incoming)
  const waits = isInFull(standing) && !incoming.query.has('chat') && (await pairingWaits(web, incoming, standing))
  const answer = waits ? seeOther('/pair') : await web.chat(incoming, standing)
  return cookie === undefined ? answer : { ...answer, headers: { ...answer.headers, 'set-cookie': cookie } }
}

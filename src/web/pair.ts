import { z } from 'zod'
import { problem, seeOther, type Answer, type Incoming, type Route } from '../http/route.js'
import { chooseLanguage, wordsOf } from './language.js'
import { page } from './layout.js'
import { messagePage, type Message } from './pages/enter.js'
import { askingPage, pairingCodePage } from './pages/pair.js'
import type { Web } from './parts.js'
import { isInFull, standingOf } from './session.js'

const answered = z.object({ answer: z.enum(['yes', 'no']) })

/** `/pair`: signs a chat in. The link asks "Did you start this?", the resident signs in, and the page shows a code for the chat. */
export function pairRoutes(web: Web): Route[] {
  return [
    { method: 'GET', path: '/pair/:token', handle: (incoming) => ask(web, incoming) },
    { method: 'POST', path: '/pair/:token', handle: (incoming) => hear(web, incoming) },
    { method: 'GET', path: '/pair', handle: (incoming) => showCode(web, incoming) },
  ]
}

async function ask(web: Web, incoming: Incoming): Promise<Answer> {
  const moved = await chooseLanguage(web, incoming)
  if (moved !== undefined) return moved
  const token = incoming.params['token'] ?? ''
  const chat = await web.accounts.pairingPage.asking(token)
  if (chat === undefined) return message(web, incoming, 'pairUsed', 410)
  const words = wordsOf(web, incoming)
  return page(web.config, {
    words,
    title: words.say('web.pair.title'),
    path: `/pair/${token}`,
    body: askingPage(web.config, words, token, chat),
  })
}

async function hear(web: Web, incoming: Incoming): Promise<Answer> {
  const { pairingPage } = web.accounts
  const read = answered.safeParse(incoming.body)
  if (!read.success) return problem(400, 'bad_request', 'Answer yes or no.')
  const token = incoming.params['token'] ?? ''
  if (read.data.answer === 'no') {
    await pairingPage.decline(token)
    return message(web, incoming, 'pairDeclined')
  }
  const accepted = await pairingPage.accept(token)
  if (!accepted.ok) return message(web, incoming, 'pairUsed', 410)
  const standing = await standingOf(web, incoming)
  return seeOther(standing !== undefined && isInFull(standing) ? '/pair' : '/', {
    'set-cookie': web.cookies.set('pair', accepted.browserToken),
  })
}

async function showCode(web: Web, incoming: Incoming): Promise<Answer> {
  const moved = await chooseLanguage(web, incoming)
  if (moved !== undefined) return moved
  const token = web.cookies.read(incoming, 'pair')
  if (token === undefined) return message(web, incoming, 'pairUsed', 410)
  const standing = await standingOf(web, incoming)
  if (standing === undefined || !isInFull(standing)) return seeOther('/')
  const shown = await web.accounts.pairingPage.show(token, standing.sessionId)
  if (!shown.ok) return shown.why === 'sign_in' ? seeOther('/') : message(web, incoming, 'pairUsed', 410)
  const words = wordsOf(web, incoming)
  return page(web.config, {
    words,
    title: words.say('web.pairCode.title'),
    path: '/pair',
    signedIn: true,
    body: pairingCodePage(words, shown),
  })
}

function message(web: Web, incoming: Incoming, about: Message, status = 200): Promise<Answer> {
  const words = wordsOf(web, incoming)
  return page(web.config, {
    words,
    status,
    title: words.say(`web.${about}.title`),
    path: '/',
    body: messagePage(words, about),
  })
}

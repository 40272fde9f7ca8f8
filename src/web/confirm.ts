import { z } from 'zod'
import type { ConfirmRefusal } from '../accounts/confirm.js'
import { problem, seeOther, type Answer, type Incoming, type Route } from '../http/route.js'
import type { Refusal } from '../outcome.js'
import type { Words } from '../words/words.js'
import { begunIn, formOf, type Begun } from './begun.js'
import { marksIn, withMark } from './cookies.js'
import { fromForm, refused, waitWords, type FormError } from './forms.js'
import { chooseLanguage, chosenLocale, wordsOf } from './language.js'
import { page } from './layout.js'
import { checkMailPage, startAgainPage } from './pages/checkMail.js'
import type { Web } from './parts.js'
import { replaceSession } from './session.js'
import { mailError } from './signUp.js'

/** What "Check your mail" sends. */
const entry = z.object({ email: z.string().max(1000), code: z.string().max(1000) })

const PATH = '/sign-up/confirm'

/** `/sign-up/confirm`: the mailed code makes the account, and opens a session. */
export function confirmRoutes(web: Web): Route[] {
  return [
    {
      method: 'GET',
      path: PATH,
      async handle(incoming) {
        const moved = await chooseLanguage(web, incoming)
        if (moved !== undefined) return moved
        const begun = begunOf(web, incoming)
        const pending = await web.accounts.pending(begun.token ?? '')
        return pending === undefined ? seeOther(formOf(begun)) : checkMail(web, incoming, begun, pending.email)
      },
    },
    { method: 'POST', path: PATH, handle: (incoming) => confirm(web, incoming) },
    { method: 'POST', path: '/sign-up/again', handle: (incoming) => mailAgain(web, incoming) },
  ]
}

async function confirm(web: Web, incoming: Incoming): Promise<Answer> {
  const { accounts, cookies } = web
  const read = entry.safeParse(incoming.body)
  if (!read.success) return problem(400, 'bad_request', 'Send the email and the code that was mailed to it.')
  const begun = begunOf(web, incoming)
  const marks = marksIn(cookies.read(incoming, 'known'))
  const confirmed = await accounts.confirm({
    ...read.data,
    source: incoming.client,
    marks,
    ...(begun.token === undefined ? {} : { token: begun.token }),
  })
  if (!confirmed.ok) {
    const error = confirmError(wordsOf(web, incoming), confirmed)
    const over = error.status === 410 || confirmed.left === 0
    return refused(incoming, error, (error) =>
      over ? startAgain(web, incoming, begun, error) : checkMail(web, incoming, begun, read.data.email, { error }),
    )
  }
  const locale = chosenLocale(web, incoming)
  if (locale !== undefined) await accounts.setLocale(confirmed.accountId, locale)
  const headers = {
    'set-cookie': [
      await replaceSession(web, incoming, confirmed.token),
      cookies.set('known', withMark(marks, confirmed.mark)),
      cookies.clear('signUp'),
    ],
  }
  return fromForm(incoming) ? seeOther('/', headers) : { status: 200, headers, json: { ok: true } }
}

async function mailAgain(web: Web, incoming: Incoming): Promise<Answer> {
  const words = wordsOf(web, incoming)
  const begun = begunOf(web, incoming)
  const token = begun.token ?? ''
  const pending = await web.accounts.pending(token)
  const mailed = await web.accounts.mailAgain(token, {
    source: incoming.client,
    marks: marksIn(web.cookies.read(incoming, 'known')),
    forgot: begun.forgot,
  })
  const notice = words.say('web.checkMail.mailed')
  if (mailed.ok) {
    return fromForm(incoming)
      ? checkMail(web, incoming, begun, mailed.email, { notice })
      : { status: 200, json: { ok: true, message: notice } }
  }
  const { why, retryAfter } = mailed
  const error =
    why === 'expired'
      ? confirmError(words, { ok: false, why })
      : mailError(words, { why, ...(retryAfter === undefined ? {} : { retryAfter }) })
  return refused(incoming, error, (error) =>
    pending === undefined
      ? startAgain(web, incoming, begun, error)
      : checkMail(web, incoming, begun, pending.email, { error }),
  )
}

const begunOf = (web: Web, incoming: Incoming): Begun => begunIn(web.cookies.read(incoming, 'signUp'))

/** No code of this sign-up is taken any more: why, and the way to another one. */
function startAgain(web: Web, incoming: Incoming, begun: Begun, { message }: FormError): Promise<Answer> {
  const words = wordsOf(web, incoming)
  const path = formOf(begun)
  return page(web.config, {
    words,
    title: words.say('web.startAgain.title'),
    path,
    body: startAgainPage(words, message, path),
  })
}

function checkMail(
  web: Web,
  incoming: Incoming,
  begun: Begun,
  email: string,
  { notice, error }: { notice?: string; error?: FormError } = {},
): Promise<Answer> {
  const words = wordsOf(web, incoming)
  const title = words.say('web.checkMail.title')
  return page(web.config, {
    words,
    title: error === undefined ? title : `${words.say('web.errorTitle')}: ${title}`,
    path: PATH,
    body: checkMailPage(web.config, words, { email, form: formOf(begun) }, notice, error),
  })
}

const STATUS: Record<ConfirmRefusal, number> = {
  wrong: 422,
  malformed: 422,
  expired: 410,
  locked: 410,
  too_soon: 429,
  too_many: 429,
}

function confirmError(words: Words, { why, left, retryAfter }: Refusal<ConfirmRefusal>): FormError {
  const timed = why === 'too_soon' || why === 'too_many'
  return {
    status: STATUS[why],
    code: why,
    message: timed
      ? waitWords(words, 'web.confirm.too_many', retryAfter)
      : words.say(`web.confirm.${why}`, why === 'wrong' ? { count: left ?? 0 } : {}),
    ...(why === 'wrong' || why === 'malformed' ? { field: 'code' } : {}),
    ...(retryAfter === undefined ? {} : { retryAfter }),
  }
}

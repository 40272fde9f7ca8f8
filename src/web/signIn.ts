import { z } from 'zod'
import type { SignInRefusal } from '../accounts/signIn.js'
import type { Refusal } from '../outcome.js'
import { problem, seeOther, type Route } from '../http/route.js'
import type { Words } from '../words/words.js'
import { marksIn, withMark } from './cookies.js'
import { fromForm, refused, waitWords, type FormError } from './forms.js'
import { home } from './home.js'
import { chosenLocale, wordsOf } from './language.js'
import type { Web } from './parts.js'
import { replaceSession } from './session.js'

/** What the sign-in form sends. */
const entry = z.object({ email: z.string().max(1000), password: z.string().max(10_000) })

/** `POST /sign-in`: the first factor by e-mail address and password. */
export function signInRoutes(web: Web): Route[] {
  const { accounts, cookies } = web
  return [
    {
      method: 'POST',
      path: '/sign-in',
      async handle(incoming) {
        const read = entry.safeParse(incoming.body)
        if (!read.success) return problem(400, 'bad_request', 'Send an email and a password.')
        const { email, password } = read.data
        const marks = marksIn(cookies.read(incoming, 'known'))
        const signedIn = await accounts.signIn({ email, password, source: incoming.client, marks })
        if (!signedIn.ok) {
          const error = errorOf(wordsOf(web, incoming), signedIn)
          return refused(incoming, error, (error) => home(web, incoming, [], { form: 'signIn', email, error }))
        }
        const locale = chosenLocale(web, incoming)
        if (locale !== undefined) await accounts.setLocale(signedIn.accountId, locale)
        const headers = {
          'set-cookie': [
            await replaceSession(web, incoming, signedIn.token),
            cookies.set('known', withMark(marks, signedIn.mark)),
          ],
        }
        return fromForm(incoming) ? seeOther('/', headers) : { status: 200, headers, json: { ok: true } }
      },
    },
  ]
}

const STATUS: Record<SignInRefusal, number> = { wrong_credentials: 401, too_many: 429, reset_needed: 403 }

function errorOf(words: Words, { why, retryAfter }: Refusal<SignInRefusal>): FormError {
  return {
    status: STATUS[why],
    code: why,
    message: why === 'too_many' ? waitWords(words, 'web.signIn.too_many', retryAfter) : words.say(`web.signIn.${why}`),
    ...(retryAfter === undefined ? {} : { retryAfter }),
  }
}

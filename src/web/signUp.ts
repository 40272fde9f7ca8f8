import { z } from 'zod'
import type { SignUpRefusal } from '../accounts/signUp.js'
import { problem, seeOther, type Route } from '../http/route.js'
import type { Refusal } from '../outcome.js'
import type { Words } from '../words/words.js'
import { begunBy } from './begun.js'
import { marksIn } from './cookies.js'
import { fromForm, refused, waitWords, type FormError } from './forms.js'
import { forgot as forgotPassword, home } from './home.js'
import { wordsOf } from './language.js'
import type { Web } from './parts.js'

/** What the form sends; `forgot` where it is for a new password. */
const entry = z.object({
  email: z.string().max(1000),
  password: z.string().max(10_000),
  forgot: z.string().optional(),
})

/** `POST /sign-up`: mails a code. A known and a new address get the same answer. */
export function signUpRoutes(web: Web): Route[] {
  const { accounts, cookies } = web
  return [
    {
      method: 'POST',
      path: '/sign-up',
      async handle(incoming) {
        const read = entry.safeParse(incoming.body)
        if (!read.success) return problem(400, 'bad_request', 'Send an email and a password.')
        const { email, password } = read.data
        const forgot = read.data.forgot !== undefined
        const words = wordsOf(web, incoming)
        const marks = marksIn(cookies.read(incoming, 'known'))
        const { locale } = words
        const begun = await accounts.signUp({ email, password, locale, source: incoming.client, marks, forgot })
        if (!begun.ok) {
          const again = (error: FormError) =>
            forgot
              ? forgotPassword(web, incoming, { form: 'forgot', email, error })
              : home(web, incoming, [], { form: 'signUp', email, error })
          return refused(incoming, signUpError(words, web, begun), again)
        }
        const headers = { 'set-cookie': cookies.set('signUp', begunBy(begun.token, forgot)) }
        return fromForm(incoming)
          ? seeOther('/sign-up/confirm', headers)
          : { status: 200, headers, json: { ok: true, message: words.say('web.checkMail.title') } }
      },
    },
  ]
}

function signUpError(words: Words, { config, policy }: Web, { why, retryAfter }: Refusal<SignUpRefusal>): FormError {
  switch (why) {
    case 'invalid_email':
      return { status: 422, code: why, message: words.say('web.signUp.invalid_email'), field: 'email' }
    case 'too_soon':
    case 'too_many':
    case 'not_sent':
      return mailError(words, { why, ...(retryAfter === undefined ? {} : { retryAfter }) })
    default: {
      const message = words.say(`web.weak.${why}`, {
        brand: config.brand.name,
        least: policy.passwordLeast,
      })
      return { status: 422, code: 'weak_password', message, field: 'password' }
    }
  }
}

/** Why no mail went out. */
export function mailError(
  words: Words,
  { why, retryAfter }: Pick<Refusal<'too_soon' | 'too_many' | 'not_sent'>, 'why' | 'retryAfter'>,
): FormError {
  if (why === 'not_sent') return { status: 503, code: why, message: words.say('web.mail.not_sent') }
  return {
    status: 429,
    code: why,
    message: waitWords(words, 'web.mail.too_many', retryAfter),
    ...(retryAfter === undefined ? {} : { retryAfter }),
  }
}

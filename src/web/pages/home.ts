import { html } from 'hono/html'
import type { Words } from '../../words/words.js'
import { field, formError, type FormError } from '../forms.js'
import type { Html, Site } from '../layout.js'

/** What someone entered, to be shown again; a password never is. */
export interface Entered {
  form: 'signIn' | 'signUp' | 'forgot'
  email: string
  error: FormError
}

/**
 * Sign in, or create an account: two forms on one page.
 * @param least characters of a password.
 */
export function homePage(site: Site, words: Words, least: number, notices: readonly Html[], entered?: Entered): Html {
  return html`<h1>${words.say('web.home.title', { brand: site.brand.name })}</h1>
    <p class="lead">${words.say('web.home.lead')}</p>
    ${notices}
    <div class="cards">
      <section class="card" aria-labelledby="sign-in">${signInForm(words, entered)}</section>
      <section class="card" aria-labelledby="sign-up">
        <h2 id="sign-up">${words.say('web.signUp.title')}</h2>
        <p>${words.say('web.signUp.lead')}</p>
        ${signUpForm(words, 'signUp', least, entered)}
      </section>
    </div>`
}

/** For who has an account and no password that works: a new one, proved by mail. */
export function forgotPage(words: Words, least: number, entered?: Entered): Html {
  return html`<h1>${words.say('web.forgot.title')}</h1>
    <p class="lead">${words.say('web.forgot.lead')}</p>
    <div class="card single">${signUpForm(words, 'forgot', least, entered)}</div>
    <p class="after"><a href="/">${words.say('web.backToSignIn')}</a></p>`
}

function signInForm(words: Words, entered: Entered | undefined): Html {
  const own = entered?.form === 'signIn' ? entered : undefined
  return html`<h2 id="sign-in">${words.say('web.signIn.title')}</h2>
    ${formError(own?.error)}
    <form method="post" action="/sign-in" novalidate>
      ${field(
        {
          id: 'sign-in-email',
          name: 'email',
          type: 'email',
          label: words.say('web.email'),
          autocomplete: 'username',
          value: own?.email ?? '',
        },
        own?.error,
      )}
      ${field(
        {
          id: 'sign-in-password',
          name: 'password',
          type: 'password',
          label: words.say('web.password'),
          autocomplete: 'current-password',
        },
        own?.error,
      )}
      <button>${words.say('web.signIn.button')}</button>
    </form>
    <p class="after"><a href="/forgot">${words.say('web.signIn.forgot')}</a></p>`
}

function signUpForm(words: Words, form: 'signUp' | 'forgot', least: number, entered: Entered | undefined): Html {
  const own = entered?.form === form ? entered : undefined
  return html`${formError(own?.error)}
    <form method="post" action="/sign-up" novalidate>
      ${form === 'forgot' ? html`<input type="hidden" name="forgot" value="yes" />` : ''}
      ${field(
        {
          id: 'sign-up-email',
          name: 'email',
          type: 'email',
          label: words.say('web.email'),
          autocomplete: 'email',
          value: own?.email ?? '',
        },
        own?.error,
      )}
      ${field(
        {
          id: 'sign-up-password',
          name: 'password',
          type: 'password',
          label: words.say(form === 'forgot' ? 'web.newPassword' : 'web.signUp.password'),
          hint: words.say('web.passwordHint', { least }),
          autocomplete: 'new-password',
        },
        own?.error,
      )}
      <button>${words.say(`web.${form}.button`)}</button>
    </form>`
}

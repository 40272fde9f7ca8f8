import { html } from 'hono/html'
import type { Words } from '../../words/words.js'
import { field, formError, type FormError } from '../forms.js'
import type { Html, Site } from '../layout.js'

/**
 * "Check your mail": where the mailed code is entered.
 * @param begun the address, and the path of the form that it was entered into.
 */
export function checkMailPage(
  site: Site,
  words: Words,
  { email, form }: { email: string; form: string },
  notice?: string,
  error?: FormError,
): Html {
  return html`<h1>${words.say('web.checkMail.title')}</h1>
    <p class="lead">${words.say('web.checkMail.lead', { email })}</p>
    ${notice === undefined ? '' : html`<p class="notice" role="status">${notice}</p>`}
    ${
      site.development
        ? html`<p class="notice">
            ${words.say('web.checkMail.development')}
            <a href="/phones" target="_blank">${words.say('web.checkMail.mailbox')}</a>
          </p>`
        : ''
    }
    <div class="card single">
      ${formError(error)}
      <form method="post" action="/sign-up/confirm" novalidate>
        <input type="hidden" name="email" value="${email}" />
        ${field(
          {
            id: 'code',
            name: 'code',
            type: 'text',
            label: words.say('web.checkMail.code'),
            hint: words.say('web.checkMail.hint'),
            autocomplete: 'one-time-code',
            code: true,
            focus: true,
          },
          error,
        )}
        <button>${words.say('web.continue')}</button>
      </form>
    </div>
    <form class="after" method="post" action="/sign-up/again">
      <p>
        ${words.say('web.checkMail.none')}
        <button class="quiet">${words.say('web.checkMail.again')}</button>
      </p>
    </form>
    <p><a href="${form}">${words.say('web.checkMail.otherAddress')}</a></p>`
}

/** Why no code is taken any more, and the way to the form that it began with. */
export function startAgainPage(words: Words, why: string, form: string): Html {
  return html`<h1>${words.say('web.startAgain.title')}</h1>
    <p class="lead">${why}</p>
    <p><a class="button" href="${form}">${words.say('web.startAgain.button')}</a></p>`
}

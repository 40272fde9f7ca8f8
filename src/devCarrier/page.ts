import { html } from 'hono/html'
import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import type { Answer } from '../http/route.js'
import { phoneTemplate } from './phoneTemplate.js'

/** Nothing from elsewhere, no inline script or style, and no frame around codes. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** The page of phones. `number` is the agency's, E.164; `mails` whether the development mailbox is on. */
export async function phonesPage(number: string, mails: boolean): Promise<Answer> {
  const pretty = parsePhoneNumberFromString(number)?.formatInternational() ?? number
  const page = await html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>Phones</title>
        <link rel="icon" href="/static/logo.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/static/phones.css" />
        <script type="module" src="/static/phones.js"></script>
      </head>
      <body>
        <header class="bar">
          <div class="bar-name">
            <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
              <rect x="8" y="3" width="16" height="26" rx="4" />
              <path d="M12.5 13.5a5 5 0 0 1 7 0M14.5 17a2 2 0 0 1 3 0" />
              <circle cx="16" cy="21.5" r="1.3" />
            </svg>
            <div>
              <h1>Phones</h1>
              <p>The development network. The agency is <strong>${pretty}</strong>.</p>
            </div>
          </div>
          <form id="open" class="open" novalidate>
            <label for="open-number">Phone number</label>
            <input
              id="open-number"
              name="number"
              type="tel"
              autocomplete="off"
              placeholder="512 555 0144"
              aria-describedby="open-problem"
            />
            <button class="primary">Open a phone</button>
            <p id="open-problem" class="problem" role="alert"></p>
          </form>
          <div class="bar-state">
            <p id="connection" class="connection" role="status" data-state="waiting">Connecting…</p>
            <button id="sound" class="quiet" type="button" aria-pressed="true">Speak calls aloud</button>
          </div>
        </header>
        <main>
          <section aria-labelledby="phones-title">
            <h2 id="phones-title" class="unseen">Open phones</h2>
            <div id="phones" class="phones"></div>
            <div id="no-phones" class="empty">
              <h3>No phone is open yet</h3>
              <p>
                Open one with any number, as if it were in your hand. A phone also appears by itself when the agency
                texts or calls it. Everything here is forgotten when the server stops.
              </p>
              <button id="open-sample" class="primary" type="button" data-number="+15125550144">
                Open +1 512 555 0144
              </button>
            </div>
            <noscript><p class="empty">The phones need JavaScript.</p></noscript>
          </section>
          <aside class="mailbox" aria-labelledby="mail-title">
            <h2 id="mail-title">Mail <span id="mail-count" class="count"></span></h2>
            <p id="no-mails" class="hint">
              ${
                mails
                  ? 'Nothing has arrived. Mail to any address lands here.'
                  : 'Mail goes to the server that SMTP_URL names.'
              }
            </p>
            <div id="mails" role="log" aria-label="Mail, newest first"></div>
          </aside>
        </main>
        ${phoneTemplate()}
        <template id="mail-template">
          <article class="mail">
            <h3 data-part="subject"></h3>
            <p class="mail-head"><span data-part="to"></span> <time data-part="at"></time></p>
            <p class="mail-text" data-part="text"></p>
          </article>
        </template>
      </body>
    </html>`
  return {
    status: 200,
    headers: { 'content-security-policy': POLICY, 'x-frame-options': 'DENY' },
    html: page.toString(),
  }
}

import { html } from 'hono/html'
import type { AskingChat } from '../../accounts/pairingPage.js'
import type { Words } from '../../words/words.js'
import { waitWords } from '../forms.js'
import type { Html, Site } from '../layout.js'

/** "Did you start this?": names the chat that asked. */
export function askingPage({ brand }: Site, words: Words, token: string, chat: AskingChat): Html {
  return html`<h1>${words.say('web.pair.title')}</h1>
    <p class="lead">${words.say('web.pair.asked', { brand: brand.name })}</p>
    <div class="card single">
      ${asker(words, chat)}
      <p>${words.say('web.pair.warning')}</p>
      <form class="buttons" method="post" action="/pair/${token}">
        <button name="answer" value="yes">${words.say('web.pair.yes')}</button>
        <button class="second" name="answer" value="no">${words.say('web.pair.no')}</button>
      </form>
    </div>`
}

/** Who asked, and when. */
function asker(words: Words, { chatName, minutesAgo }: AskingChat): Html {
  const when = minutesAgo < 1 ? words.say('web.pair.now') : words.say('web.pair.minutesAgo', { count: minutesAgo })
  return html`<dl class="facts">
    <dt>${words.say('web.pair.chat')}</dt>
    <dd>${chatName}</dd>
    <dt>${words.say('web.pair.when')}</dt>
    <dd>${when}</dd>
  </dl>`
}

/** The six digits to type in the chat. */
export function pairingCodePage(words: Words, shown: { code: string; chatName: string; expiresAt: Date }): Html {
  const secondsLeft = Math.max(1, Math.round((shown.expiresAt.getTime() - Date.now()) / 1000))
  return html`<h1>${words.say('web.pairCode.title')}</h1>
    <p class="lead">${words.say('web.pairCode.lead', { chat: shown.chatName })}</p>
    <div class="card single">
      <strong class="big-code">${shown.code.slice(0, 3)} ${shown.code.slice(3)}</strong>
      <p>${waitWords(words, 'web.pairCode.left', secondsLeft)}</p>
      <p class="notice urgent">
        <strong>${words.say('web.pairCode.warning')}</strong> ${words.say('web.pairCode.why')}
      </p>
      <p>${words.say('web.pairCode.after')}</p>
      <p><a class="button second" href="/?chat">${words.say('web.pairCode.toChat')}</a></p>
    </div>`
}

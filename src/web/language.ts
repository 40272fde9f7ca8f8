import { seeOther, type Answer, type Incoming } from '../http/route.js'
import { knownLocale, preferredLocale, wordsFor, type Words } from '../words/words.js'
import { isCrossSite } from './crossSite.js'
import type { Web } from './parts.js'

/** The language that was chosen in this browser, if any. */
export function chosenLocale({ cookies }: Pick<Web, 'cookies'>, incoming: Incoming): string | undefined {
  return knownLocale(cookies.read(incoming, 'language') ?? '')
}

/** The words for this browser: as it chose, or as its `Accept-Language` says. */
export function wordsOf(web: Pick<Web, 'cookies'>, incoming: Incoming): Words {
  return wordsFor(chosenLocale(web, incoming) ?? preferredLocale(incoming.headers['accept-language']))
}

/** Follows a language link (`?lang=`): remembers the choice, here and on the account that is signed in, and shows the page. */
export async function chooseLanguage(web: Web, incoming: Incoming): Promise<Answer | undefined> {
  const locale = knownLocale(incoming.query.get('lang') ?? '')
  if (locale === undefined) return undefined
  const token = web.cookies.read(incoming, 'session')
  if (token !== undefined && !isCrossSite(incoming, web.config.publicUrl)) {
    const standing = await web.accounts.sessions.byToken(token)
    if (standing !== undefined) await web.accounts.setLocale(standing.accountId, locale)
  }
  const [path = '/'] = incoming.url.split('?')
  return seeOther(`/${path.replace(/^[/\\]+/, '')}`, { 'set-cookie': web.cookies.set('language', locale) })
}

import MessagingResponse from 'twilio/lib/twiml/MessagingResponse.js'
import type { Config } from '../config.js'
import type { Answer, Route } from '../http/route.js'
import type { Logger } from '../log.js'
import { LOCALES, wordsFor } from '../words/words.js'
import type { Fields, Signed } from './signature.js'
import { hangingUpInEach, spokenNumber } from './speech.js'

/** What remembers who wants no texts. */
export interface TextConsent {
  optedOut(number: string): Promise<void>
  optedIn(number: string): Promise<void>
}

/**
 * `POST /twilio/sms` and `POST /twilio/voice`: who texts or calls our number learns what it is for and where to go. Where the
 * carrier has answered STOP, START or HELP itself, that is remembered, and nothing is added. No answer needs the database: what
 * could not be remembered, the carrier still keeps to.
 */
export function inboundRoutes(parts: {
  signed: Signed
  consent: TextConsent
  config: Pick<Config, 'brand' | 'publicUrl'>
  log: Logger
}): Route[] {
  const { signed, consent, config, log } = parts
  return [
    signed('/twilio/sms', async (fields) => {
      const said = keywordOf(fields)
      try {
        if (said === 'stop') await consent.optedOut(fields['From'] ?? '')
        if (said === 'start' || said === 'yes') await consent.optedIn(fields['From'] ?? '')
      } catch (err) {
        log.error({ err, keyword: said }, 'who wants texts could not be remembered')
      }
      return said === undefined || said === 'yes' ? textReply(config) : NOTHING_ADDED
    }),
    signed('/twilio/voice', () => Promise.resolve({ status: 200, xml: callReply(config) })),
  ]
}

const NOTHING_ADDED: Answer = { status: 200, xml: new MessagingResponse().toString() }

/** What the carrier's keywords ask for; `yes` undoes a STOP too, and is an ordinary word to who has sent none. */
type Keyword = 'stop' | 'start' | 'help' | 'yes'

/**
 * Advanced Opt-Out says which keyword a text was (`OptOutType`: twilio.com/docs/messaging/tutorials/advanced-opt-out). Without it
 * Twilio answers a text of one such word all the same, and passes it on unmarked
 * (help.twilio.com/articles/223134027); HELP is left to us then.
 */
function keywordOf({ OptOutType, Body = '' }: Fields): Keyword | undefined {
  const word = /^[^\p{L}\p{N}]*(\p{L}+)[^\p{L}\p{N}]*$/u.exec(Body)?.[1]
  return OptOutType === undefined ? WORDS.get(word?.toUpperCase() ?? '') : TYPES.get(OptOutType)
}

const TYPES = new Map<string, Keyword>([
  ['STOP', 'stop'],
  ['START', 'start'],
  ['HELP', 'help'],
])

const WORDS = new Map<string, Keyword>([
  ...['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'REVOKE', 'OPTOUT'].map(
    (word) => [word, 'stop'] as const,
  ),
  ...['START', 'UNSTOP'].map((word) => [word, 'start'] as const),
  ['YES', 'yes'],
])

/** The sender's language is not known; the text is in each. */
function textReply({ brand, publicUrl }: Pick<Config, 'brand' | 'publicUrl'>): Answer {
  const response = new MessagingResponse()
  const values = { brand: brand.name, phone: brand.supportPhone, url: publicUrl }
  response.message(LOCALES.map((locale) => wordsFor(locale, 'sms').say('telephony.text.inbound', values)).join('\n'))
  return { status: 200, xml: response.toString() }
}

function callReply({ brand }: Pick<Config, 'brand'>): string {
  const values = { brand: brand.name, phone: spokenNumber(brand.supportPhone) }
  return hangingUpInEach(
    LOCALES.map((locale) => [locale, [wordsFor(locale, 'voice').say('telephony.call.inbound', values)]] as const),
  )
}

import MessagingResponse from 'twilio/lib/twiml/MessagingResponse.js'
import type { Config } from '../config.js'
import type { Answer, Route } from '../http/route.js'
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
 * carrier has answered STOP, START or HELP itself (`OptOutType`), it is remembered, and nothing is added.
 */
export function inboundRoutes(parts: {
  signed: Signed
  consent: TextConsent
  config: Pick<Config, 'brand' | 'publicUrl'>
}): Route[] {
  const { signed, consent, config } = parts
  return [
    signed('/twilio/sms', async (fields) => {
      await remember(consent, fields)
      return fields['OptOutType'] === undefined
        ? textReply(config)
        : { status: 200, xml: new MessagingResponse().toString() }
    }),
    signed('/twilio/voice', () => Promise.resolve({ status: 200, xml: callReply(config) })),
  ]
}

async function remember(consent: TextConsent, { OptOutType, From = '' }: Fields): Promise<void> {
  if (OptOutType === 'STOP') await consent.optedOut(From)
  if (OptOutType === 'START') await consent.optedIn(From)
}

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

import VoiceResponse from 'twilio/lib/twiml/VoiceResponse.js'
import { wordsFor } from '../words/words.js'

/** Something said in a call: a sentence, or a pause of so many seconds. */
export type Line = string | { pause: number }

/** How the listener answers with the keypad. */
export interface Keys {
  /** Where the keys are sent: a whole address. Silence is sent there too, as no keys. */
  action: string
  /** The answer is over after so many keys … */
  count: number
  /** … or at this one, which is told as `FinishedOnKey`; none for an empty string. */
  finish: string
}

/** A locale's voice, by Twilio's names (twilio.com/docs/voice/twiml/say/text-speech). */
const VOICES: Record<string, VoiceResponse.SayAttributes> = {
  en: { language: 'en-US', voice: 'Polly.Joanna-Neural' },
  es: { language: 'es-US', voice: 'Polly.Lupe-Neural' },
}

/** How long the listener may take for each key, seconds: older callers look for their glasses. */
const PATIENCE = 10

/** TwiML that says lines, and lets any key interrupt them, then waits for keys. */
export function asking(locale: string, lines: readonly Line[], { action, count, finish }: Keys): string {
  const response = new VoiceResponse()
  const gather = response.gather({
    input: ['dtmf'],
    numDigits: count,
    finishOnKey: finish,
    timeout: PATIENCE,
    action,
    method: 'POST',
    actionOnEmptyResult: true,
  })
  speak(gather, locale, lines)
  return response.toString()
}

/** TwiML that says lines and hangs up. */
export function hangingUp(locale: string, lines: readonly Line[]): string {
  return hangingUpInEach([[locale, lines]])
}

/** The same in several languages, one after another, for a listener whose language is not known. */
export function hangingUpInEach(said: readonly (readonly [locale: string, lines: readonly Line[]])[]): string {
  const response = new VoiceResponse()
  for (const [locale, lines] of said) speak(response, locale, lines)
  response.hangup()
  return response.toString()
}

/** A phone number as it is read out: digit by digit, with a short stop between its groups. */
export function spokenNumber(number: string): string {
  const groups = number.match(/[\p{L}\p{N}]+/gu) ?? []
  return groups.map((group) => Array.from(group).join(' ')).join(', ')
}

function speak(to: Pick<VoiceResponse, 'say' | 'pause'>, locale: string, lines: readonly Line[]): void {
  const voice = VOICES[wordsFor(locale).locale] ?? VOICES['en']
  for (const line of lines) {
    if (typeof line === 'string') to.say({ ...voice }, line)
    else to.pause({ length: line.pause })
  }
}

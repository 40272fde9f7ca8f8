import { z } from 'zod'
import type { Brand } from '../config.js'
import type { CodeCall, CodeCalls } from '../factors/codeCalls.js'
import type { Answer, Incoming, Route } from '../http/route.js'
import type { Logger } from '../log.js'
import { LOCALES } from '../words/words.js'
import type { CodeCallTurns, Question } from './codeCall.js'
import { codeSpeech, type Phrase } from './codeSpeech.js'
import type { Fields, Signed } from './signature.js'
import { hangingUp, hangingUpInEach } from './speech.js'

/** What the routes of a call with a code are made of. */
export interface CodeCallRouteParts {
  signed: Signed
  calls: CodeCalls
  turns: CodeCallTurns
  brand: Pick<Brand, 'name' | 'supportPhone'>
  log: Logger
}

const QUESTIONS: readonly Question[] = ['press', 'menu', 'stop']
const times = z.coerce.number().int().min(1).max(9)

/**
 * `POST /twilio/voice/code/:deliveryId` when the call is answered, and a route under it for each question. A signed request
 * is always answered with TwiML that a caller can understand: a goodbye when the call has nothing to say any more, an
 * apology when the fault is ours.
 */
export function codeCallRoutes({ signed, calls, turns, brand, log }: CodeCallRouteParts): Route[] {
  const inEachLanguage = (phrase: Phrase) =>
    hangingUpInEach(LOCALES.map((locale) => [locale, [codeSpeech(locale, brand).phrase(phrase)]]))

  async function render(
    deliveryId: string,
    { CallSid = '' }: Fields,
    turn: (call: CodeCall) => Promise<string>,
  ): Promise<string> {
    const call = CallSid === '' ? undefined : await calls.openCall(deliveryId, CallSid)
    if (call === undefined) return inEachLanguage('over')
    if (call.state === 'over') return hangingUp(call.locale, [codeSpeech(call.locale, brand).phrase('over')])
    return turn(call)
  }

  const answering =
    (turn: (deliveryId: string, call: CodeCall, fields: Fields, incoming: Incoming) => Promise<string>) =>
    async (fields: Fields, incoming: Incoming): Promise<Answer> => {
      const deliveryId = incoming.params['deliveryId'] ?? ''
      try {
        return {
          status: 200,
          xml: await render(deliveryId, fields, (call) => turn(deliveryId, call, fields, incoming)),
        }
      } catch (err) {
        log.error({ err, delivery: deliveryId }, 'a turn of a call with a code failed')
        return { status: 200, xml: inEachLanguage('sorry') }
      }
    }

  const path = '/twilio/voice/code/:deliveryId'
  return [
    signed(
      path,
      answering((deliveryId, call, fields) => turns.answered(deliveryId, call, fields)),
    ),
    ...QUESTIONS.map((question) =>
      signed(
        `${path}/${question}/:asked`,
        answering((deliveryId, call, fields, { params }) =>
          turns.replied(deliveryId, call, fields, question, times.parse(params['asked'])),
        ),
      ),
    ),
  ]
}

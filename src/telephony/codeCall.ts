import type { Brand } from '../config.js'
import type { CodeCall, CodeCalls, DeliveryNews } from '../factors/codeCalls.js'
import type { FactorService } from '../factors/factor.js'
import { codeSpeech, type CodeSpeech, type Phrase } from './codeSpeech.js'
import type { Fields } from './signature.js'
import { asking, hangingUp, type Line } from './speech.js'

/** What the turns of a call with a code are made of. */
export interface CodeCallParts {
  calls: CodeCalls
  factors: Pick<FactorService, 'revoke'>
  brand: Pick<Brand, 'name' | 'supportPhone'>
  /** The address that the carrier calls, without a closing slash. */
  publicUrl: string
  /** Tells the conversation; never throws, and is not waited for. */
  tell: (news: DeliveryNews) => Promise<void>
}

/** A question of the call: its name in the address, and how often it is asked. */
export type Question = 'press' | 'menu' | 'stop'

/** The turns of a call with a code: each answers a webhook with TwiML. */
export interface CodeCallTurns {
  /** The call was answered, by somebody or something. */
  answered(deliveryId: string, call: CodeCall, fields: Fields): Promise<string>
  /** The listener answered a question, asked for the n-th time, with keys or silence. */
  replied(deliveryId: string, call: CodeCall, fields: Fields, question: Question, asked: number): Promise<string>
}

/** A menu is asked again once, after silence or a key that means nothing. */
const MENU_ASKS = 2

/**
 * A call with a code. It gives none before the listener presses two digits that it names: a voicemail can't, and a greeting
 * that plays tones hits one pair in 64. 9 means "I didn't ask for this" at every moment.
 *
 * Keeps nothing: each turn is rendered from the delivery's row, so that a repeated webhook is answered as before.
 */
export function codeCallTurns({ calls, factors, brand, publicUrl, tell }: CodeCallParts): CodeCallTurns {
  return {
    async answered(deliveryId, call, { AnsweredBy = 'human' }) {
      const turn = turnOf(deliveryId, call)
      if (/^(machine|fax)/.test(AnsweredBy)) return turn.end('voicemail')
      const press = await calls.askPress(deliveryId, 1)
      return press === undefined ? turn.end('over') : turn.ask('press', 1, turn.speech.hello(press))
    },

    async replied(deliveryId, call, { Digits = '', FinishedOnKey = '' }, question, asked) {
      const turn = turnOf(deliveryId, call)
      const nine = FinishedOnKey === '9' || Digits.includes('9')
      if (question === 'stop') return stop(turn, nine, Digits, asked)
      if (nine) return revoke(turn)
      return question === 'press' ? press(turn, Digits, asked) : menu(turn, Digits, asked)
    },
  }

  function turnOf(deliveryId: string, call: CodeCall): Turn {
    const { locale } = call
    const speech = codeSpeech(locale, brand)
    const action = (question: Question, asked: number) =>
      `${publicUrl}/twilio/voice/code/${deliveryId}/${question}/${asked}`
    return {
      deliveryId,
      call,
      speech,
      ask: (question, asked, lines) =>
        asking(locale, lines, {
          action: action(question, asked),
          ...(question === 'press' ? { count: 2, finish: '9' } : { count: 1, finish: '' }),
        }),
      end: (phrase) => hangingUp(locale, [speech.phrase(phrase)]),
    }
  }

  async function press(turn: Turn, digits: string, asked: number): Promise<string> {
    const given = await calls.pressed(turn.deliveryId, asked, digits)
    if (given !== undefined) return read(turn, given, true)
    const next = await calls.askPress(turn.deliveryId, asked + 1)
    if (next !== undefined) return turn.ask('press', asked + 1, turn.speech.askAgain(next))
    await calls.callUnheard(turn.deliveryId)
    return turn.end('unheard')
  }

  async function menu(turn: Turn, digits: string, asked: number): Promise<string> {
    if (digits === '1') {
      const given = await calls.callHeard(turn.deliveryId)
      return given === undefined ? turn.end('over') : read(turn, given, false)
    }
    return asked < MENU_ASKS ? turn.ask('menu', asked + 1, [turn.speech.phrase('menu')]) : turn.end('goodbye')
  }

  function read(turn: Turn, { code, minutes }: { code: string; minutes: number }, first: boolean): string {
    return turn.ask('menu', 1, [...turn.speech.code(code, minutes, first), turn.speech.phrase('menu')])
  }

  async function revoke(turn: Turn): Promise<string> {
    const { challengeId, conversationId, state } = turn.call
    if (state !== 'revoked') {
      await factors.revoke(challengeId)
      if (conversationId !== null) {
        void tell({ conversationId, challengeId, deliveryId: turn.deliveryId, status: 'revoked' })
      }
    }
    return turn.ask('stop', 1, [turn.speech.phrase('revoked'), { pause: 1 }, turn.speech.phrase('stop')])
  }

  async function stop(turn: Turn, nine: boolean, digits: string, asked: number): Promise<string> {
    if (nine) {
      await calls.stopCalls(turn.deliveryId)
      return turn.end('stopped')
    }
    if (digits === '1' || asked >= MENU_ASKS) return turn.end('kept')
    return turn.ask('stop', asked + 1, [turn.speech.phrase('stop')])
  }
}

interface Turn {
  deliveryId: string
  call: CodeCall
  speech: CodeSpeech
  ask(question: Question, asked: number, lines: readonly Line[]): string
  end(phrase: Phrase): string
}

import type { Field, Option, Say } from '../src/conversation/ask.js'
import type { CheckRefusal, Obstacles, Purpose, Via } from '../src/factors/factor.js'
import type { Question } from './journey.js'
import type { Services } from './services.js'
import { startButton, waysPast, whyNot } from './ways.js'

/** A code step as it stands. */
export interface CodeStep {
  factorId: string
  purpose: Purpose
  via: Via | 'app'
  challengeId: string | undefined
  /** When the next code can be had (ISO 8601). */
  newCodeAt: string | undefined
  /** Why the last code did not arrive. */
  failed: string | undefined
  /** Why no code of this challenge is good any more. */
  over: CheckRefusal | undefined
}

/** Asks for the code; or, where none is good any more, only what to do. */
export function codeQuestion(step: CodeStep, obstacles: Obstacles, services: Pick<Services, 'textsFrom'>): Question {
  const { factorId, purpose, via, over, failed, newCodeAt, challengeId = '' } = step
  const code = { challengeId, via, told: failed !== undefined, ...(newCodeAt === undefined ? {} : { newCodeAt }) }
  const actions = actionsOf(step, obstacles)
  if (over !== undefined) {
    const late: Field = { name: 'late', kind: 'digits', length: 6 }
    return { name: 'over', kind: 'choice', say: [{ key: 'ask.code_over' }], also: [late], actions, code }
  }
  const linking = via === 'app' && purpose === 'link'
  return {
    name: 'code',
    kind: 'digits',
    length: 6,
    secret: true,
    say: sentences(step, services),
    ...(linking ? { again: [{ key: 'ask.code_link' }], linking: { factorId } } : {}),
    actions,
    code,
  }
}

/** A code that did not arrive isn't asked for: why, and what to do, stands in its place. */
function sentences({ via, purpose, factorId, failed }: CodeStep, services: Pick<Services, 'textsFrom'>): Say[] {
  if (failed !== undefined) return whyNot(services, failed, via)
  if (via !== 'app') return [{ key: `ask.code_${via}` }]
  return purpose === 'link' ? [{ key: 'ask.linkApp', factorId }, { key: 'ask.code_link' }] : [{ key: 'ask.code_app' }]
}

function actionsOf({ via, purpose }: CodeStep, obstacles: Obstacles): Option[] {
  const otherMethod: Option = { id: purpose === 'link' ? 'later' : 'otherWay' }
  if (via === 'app') return [otherMethod]
  const ways = waysPast(obstacles)
  const otherVia = via === 'sms' ? 'call' : 'sms'
  return [
    ...(ways.includes(via) ? [{ id: 'newCode' }] : []),
    ...(ways.includes(otherVia) ? [{ id: otherVia }] : []),
    ...startButton(obstacles),
    purpose === 'link' ? { id: 'changeNumber' } : otherMethod,
  ]
}

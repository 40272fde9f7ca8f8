import type { Turn } from '../src/conversation/turn.js'
import type { CheckRefusal, Via } from '../src/factors/factor.js'
import { wait } from './services.js'

/** Why a phone's challenge takes no code any more; undefined while one may still be entered. */
export function overBy({ why, left }: { why: CheckRefusal; left?: number }): CheckRefusal | undefined {
  if (why === 'wrong') return left === 0 ? 'locked' : undefined
  return why === 'locked' || why === 'expired' || why === 'revoked' || why === 'used' ? why : undefined
}

/** Says why nothing was sent, and when it can be tried again. */
export function refused(refusal: { why: string; retryAfter?: number }, turn: Turn): void {
  if (refusal.retryAfter === undefined) turn.tell(`refused.${refusal.why}`)
  else wait(turn, `refused.${refusal.why}`, refusal.retryAfter)
}

/** Says why a code was not taken, and what to do. */
export function explain(
  refusal: { why: CheckRefusal; left?: number; retryAfter?: number },
  via: Via | 'app',
  turn: Turn,
): void {
  if (refusal.why === 'account_locked') wait(turn, 'check.account_locked', refusal.retryAfter ?? 60)
  else if (refusal.why === 'wrong' && refusal.left !== 0) turn.tell('check.wrong', { count: refusal.left ?? 1 })
  else if (refusal.why === 'wrong' || refusal.why === 'locked')
    turn.tell(via === 'app' ? 'check.locked_app' : 'check.locked')
  else if (refusal.why === 'used' && via === 'app') turn.tell('check.used_app')
  else turn.tell(`check.${refusal.why}`)
}

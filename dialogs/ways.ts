import type { Option, Say } from '../src/conversation/ask.js'
import type { Turn } from '../src/conversation/turn.js'
import type { Obstacles, Via } from '../src/factors/factor.js'
import type { Services } from './services.js'

const WAYS = ['sms', 'call'] as const

/** The ways that nothing is known to stand in. */
export const waysPast = (obstacles: Obstacles): Via[] => WAYS.filter((via) => obstacles[via] === undefined)

/** The way, where one is left. */
export const onlyOne = (ways: Via[]): Via | undefined => (ways.length === 1 ? ways[0] : undefined)

/** What a resident who stopped our texts may say. */
export const startButton = ({ sms }: Obstacles): Option[] => (sms === 'opted_out' ? [{ id: 'textedStart' }] : [])

/** Why no code comes by a way, and what to do: a country may be off for one way alone. */
export function whyNot({ textsFrom }: Pick<Services, 'textsFrom'>, why: string, via: Via | 'app'): Say[] {
  if (why === 'country_off' && via !== 'app') return [{ key: `refused.country_off_${via}` }]
  return [{ key: `refused.${why}` }, ...(why === 'opted_out' ? startTo(textsFrom) : [])]
}

/** Where no way is left: why, and who helps. */
export function noWay({ agency, textsFrom }: Services, obstacles: Obstacles): Say[] {
  const { supportPhone: phone } = agency
  if (obstacles.sms !== 'opted_out') return [{ key: 'refused.no_way', with: { phone } }]
  return [{ key: 'refused.no_way_start', with: { phone } }, ...startTo(textsFrom)]
}

/** Which number START is to be texted to, where that is known. */
function startTo(number: string | undefined): Say[] {
  return number === undefined ? [] : [{ key: 'refused.textStart', with: { number } }]
}

/** Says, before the ways that are left are offered, why the chosen one is not among them; or that texts were stopped. */
export function tellObstacle(services: Services, obstacles: Obstacles, chosen: Via | undefined, turn: Turn): void {
  const via = chosen ?? (obstacles.sms === 'opted_out' ? 'sms' : undefined)
  const why = via && obstacles[via]
  if (via !== undefined && why !== undefined) tellWhyNot(services, why, via, turn)
}

/** Says why not. */
export function tellWhyNot(services: Pick<Services, 'textsFrom'>, why: string, via: Via | 'app', turn: Turn): void {
  for (const say of whyNot(services, why, via)) turn.tell(say.key, say.with)
}

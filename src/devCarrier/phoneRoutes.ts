import { isJson } from '../http/body.js'
import { problem, type Answer, type Incoming, type Route } from '../http/route.js'
import type { Mailbox } from '../mail/mail.js'
import type { NetworkView } from '../web/client/phonesWire.js'
import { refuseOtherSites } from './access.js'
import { ACTIONS, type Action } from './actions.js'
import type { Call } from './call.js'
import type { Live } from './live.js'
import type { Network } from './network.js'
import { toE164 } from './number.js'
import { phonesPage } from './page.js'
import type { Phone } from './phone.js'

/** How long an action waits until it is the phone's turn again, milliseconds: longer than a webhook may take. */
const TURN = 20_000

/** The page of phones, its live events, its state as JSON, and what its buttons do. */
export function phoneRoutes(
  network: Network,
  live: Live,
  everything: () => NetworkView,
  mailbox: Mailbox | undefined,
): Route[] {
  const own = (method: 'GET' | 'POST', path: string, handle: Route['handle']): Route => ({
    method,
    path,
    getOnly: true,
    handle: async (incoming) => refuseOtherSites(incoming) ?? (await handle(incoming)),
  })
  return [
    {
      method: 'GET',
      path: '/phones',
      handle: async () => phonesPage(network.agency.number, mailbox !== undefined),
    },
    own('GET', '/phones/state', () => Promise.resolve({ status: 200, json: everything() })),
    own('GET', '/phones/events', (incoming) => Promise.resolve(live.open(incoming))),
    ...Object.entries(ACTIONS).map(([name, action]) =>
      own('POST', `/phones/:number/${name}`, (incoming) => act(network, action, incoming)),
    ),
  ]
}

async function act(network: Network, action: Action, incoming: Incoming): Promise<Answer> {
  const { params, body } = incoming
  const number = toE164(params['number'] ?? '')
  if (number === undefined) return problem(400, 'invalid_number', 'That is not a phone number.')
  if (body !== undefined && !isJson(incoming)) return problem(415, 'media_type', 'Send JSON.')
  const phone = network.phone(number)
  const before = { call: phone.call, said: phone.call?.view.captions.length ?? 0, texts: phone.texts.length }
  const done = await action(phone, body === undefined ? {} : body, network)
  if (done === 'malformed') return problem(400, 'bad_request', 'The body is not what this action takes.')
  if (done === 'not now') return problem(409, 'not_now', 'The phone has no call that this could be done to.')
  return { status: 200, json: await afterTurn(phone, before) }
}

/** The phone once it is its turn again, and what it got since; a call that is spoken aloud is not waited for. */
async function afterTurn(
  phone: Phone,
  before: { call: Call | undefined; said: number; texts: number },
): Promise<object> {
  const call = before.call ?? phone.call
  if (call?.view.aloud === false) await call.settled(TURN)
  const captions = call?.view.captions.slice(before.said).filter(({ who }) => who === 'agency') ?? []
  const texts = phone.texts.slice(before.texts).filter(({ from }) => from === 'agency')
  return { phone: phone.view, said: captions.map(({ text }) => text), received: texts.map(({ body }) => body) }
}

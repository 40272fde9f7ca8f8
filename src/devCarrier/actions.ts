import { z } from 'zod'
import type { Call } from './call.js'
import type { Network } from './network.js'
import type { Phone } from './phone.js'
import { TROUBLES } from './twilioError.js'

/** What an action came to: `not now` when there is nothing to do it to, `malformed` when it does not take that body. */
export type Done = 'done' | 'not now' | 'malformed'

/** Does something with a phone, as its owner; comes back when that is done. */
export type Action = (phone: Phone, body: unknown, network: Network) => Promise<Done>

const nothing = z.object({})
const aloud = z.object({ aloud: z.boolean().default(false) })
const flag = z.boolean().optional()
const trouble = z
  .number()
  .refine((code) => TROUBLES.includes(code))
  .nullable()
  .optional()
const switches = z.strictObject({
  voicemail: flag,
  unreachable: flag,
  landline: flag,
  optedOut: flag,
  withheld: flag,
  trouble,
})

/** Every action of `POST /phones/:number/:action`; what they do is told in devCarrier.ts. */
export const ACTIONS: Readonly<Record<string, Action>> = {
  open: action(nothing, () => true),
  close: action(nothing, (phone, _body, network) => network.remove(phone)),
  text: action(z.object({ body: z.string().trim().min(1).max(1600) }), (phone, { body }) => phone.text(body)),
  call: action(aloud, (phone, body) => phone.dial(body.aloud)),
  answer: action(aloud, (phone, body) => phone.pickUp(body.aloud)),
  decline: action(nothing, (phone) => phone.refuse('busy')),
  ignore: action(nothing, (phone) => phone.refuse('no-answer')),
  hangup: action(nothing, (phone) => phone.hangUp()),
  press: inCall(z.object({ digits: z.string().regex(/^[0-9*#]{1,40}$/) }), ({ talk }, { digits }) =>
    talk.press(digits),
  ),
  say: inCall(z.object({ words: z.string().trim().min(1).max(500) }), ({ talk }, { words }) => talk.speak(words)),
  silence: inCall(nothing, ({ talk }) => talk.stayQuiet()),
  spoken: inCall(z.object({ caption: z.number().int() }), ({ talk }, { caption }) => talk.spoken(caption)),
  switch: action(switches, (phone, given) => phone.set(given)),
}

function action<Body>(
  body: z.ZodType<Body>,
  run: (phone: Phone, body: Body, network: Network) => Promise<boolean> | boolean,
): Action {
  return async (phone, given, network) => {
    const parsed = body.safeParse(given)
    if (!parsed.success) return 'malformed'
    return (await run(phone, parsed.data, network)) ? 'done' : 'not now'
  }
}

/** An action that needs a call. */
function inCall<Body>(body: z.ZodType<Body>, run: (call: Call, body: Body) => Promise<boolean> | boolean): Action {
  return action(body, ({ call }, given) => (call === undefined ? false : run(call, given)))
}

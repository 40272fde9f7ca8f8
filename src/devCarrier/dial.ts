import type { Call } from './call.js'
import { resolveUrl } from './interpreter.js'
import type { Network } from './network.js'
import type { Dial } from './twiml.js'

/**
 * Connects a call to another phone of the network (TwiML's Dial): rings it, lets its owner hear the whisper, and leaves the
 * two to each other until one hangs up.
 * @returns the fields that the Dial's action is told.
 */
export async function connect(network: Network, call: Call, dial: Dial, base: string): Promise<Record<string, string>> {
  call.talk.caption('network', `Calling ${dial.to}`, 'en-US')
  const leg = network.place({
    direction: 'outbound-dial',
    to: dial.to,
    start: dial.whisper === '' ? undefined : { url: resolveUrl(dial.whisper, base), method: 'POST' },
    status: undefined,
    detects: false,
    timeout: dial.timeout,
  })
  const hangUp = (): void => leg.end('completed')
  call.over.addEventListener('abort', hangUp)
  await leg.parts.changes.until(() => leg.ended || leg.connected, LONGEST)
  if (leg.connected) {
    call.connected = true
    call.talk.caption('network', 'Connected. You are talking to a person.', 'en-US')
  }
  await leg.parts.changes.until(() => leg.ended, LONGEST)
  call.connected = false
  call.over.removeEventListener('abort', hangUp)
  return { DialCallStatus: leg.view.status, DialCallSid: leg.view.sid, DialCallDuration: String(leg.seconds) }
}

/** Twilio's longest call, milliseconds. */
const LONGEST = 4 * 3600 * 1000

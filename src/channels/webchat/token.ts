import { Fault } from '../../fault.js'
import type { Keyring } from '../../store/keyring.js'

/** What a token opens: one conversation of one session. */
export interface Pass {
  conversationId: string
  sessionId: string
}

/** A pass for one WebSocket: it also says where the replay begins. */
export interface StreamPass extends Pass {
  watermark: number
}

/** Lifetime of a token, in seconds. Web Chat's client refreshes it at half of that. */
export const TOKEN_LIFETIME = 30 * 60
/** Lifetime of a token in a stream's URL, in seconds: addresses end up in logs, so it lasts as long as connecting may take. */
const STREAM_LIFETIME = 60

const TOKEN = 'directline:token'
const STREAM = 'directline:stream'

/** Tokens are sealed, so that nothing of them is kept and any replica can read them. */
export function tokens(keyring: Keyring) {
  return {
    issue: ({ conversationId, sessionId }: Pass): string =>
      seal(keyring, TOKEN, { conversationId, sessionId }, TOKEN_LIFETIME),
    /** Undefined when it is expired, or not one of ours. */
    read: (token: string): Pass | undefined => open(keyring, TOKEN, token) as Pass | undefined,
    issueStream: (pass: StreamPass): string => seal(keyring, STREAM, pass, STREAM_LIFETIME),
    readStream: (token: string): StreamPass | undefined => open(keyring, STREAM, token) as StreamPass | undefined,
  }
}

/** Reads and makes tokens. */
export type Tokens = ReturnType<typeof tokens>

function seal(keyring: Keyring, kind: string, pass: Pass, lifetime: number): string {
  return keyring.seal(JSON.stringify({ ...pass, expires: Date.now() + lifetime * 1000 }), kind)
}

function open(keyring: Keyring, kind: string, token: string): object | undefined {
  try {
    const pass = JSON.parse(keyring.open(token, kind)) as { expires: number }
    return pass.expires > Date.now() ? pass : undefined
  } catch (error) {
    if (error instanceof Fault && error.code === 'unsealable') return undefined
    throw error
  }
}

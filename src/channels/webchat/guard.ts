import type { Sessions, Standing } from '../../accounts/account.js'
import { problem, type Answer, type Incoming } from '../../http/route.js'
import type { Pass, Tokens } from './token.js'

/** Sessions as the web chat asks for them: waiting for messages is no use of a session. */
export type ChatSessions = Pick<Sessions, 'peek'>

/** Who asks, with the right to do so; or what is answered instead. */
export type Admission = { pass: Pass; standing: Standing } | { refusal: Answer }

/** Lets requests in by their token. Web Chat's client takes 403 for an expired token and 404 for a conversation that ended. */
export function guard(tokens: Tokens, sessions: ChatSessions) {
  return async (incoming: Incoming): Promise<Admission> => {
    const token = /^Bearer (\S+)$/i.exec(incoming.headers.authorization ?? '')?.[1]
    if (token === undefined) return { refusal: problem(401, 'unauthorized', 'A token is needed.') }
    const pass = tokens.read(token)
    if (pass === undefined) return { refusal: problem(403, 'token_expired', 'That token is not valid any more.') }
    const asked = incoming.params['id']
    if (asked !== undefined && asked !== pass.conversationId) {
      return { refusal: problem(403, 'forbidden', 'That token is for another conversation.') }
    }
    const standing = await sessions.peek(pass.sessionId)
    return standing === undefined ? { refusal: ENDED } : { pass, standing }
  }
}

/** The session is over, and the conversation with it. */
export const ENDED = problem(404, 'ended', 'The session is over. Sign in again.')

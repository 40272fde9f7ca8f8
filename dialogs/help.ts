import type { Ask } from '../src/conversation/ask.js'
import type { Turn } from '../src/conversation/turn.js'
import type { Aside } from './prompts/askPrompt.js'
import type { Services } from './services.js'

/** What help can be had on, each with words of its own (`help.<topic>`). */
const TOPICS = ['need', 'agency', 'messages', 'about', 'feedback']

/** J8: help and a person, at any point. Both answer and return to the step. */
export function createAside({ agency }: Services): Aside {
  return {
    help(ask: Ask, topic: string | undefined, turn: Turn): void {
      if (topic !== undefined && TOPICS.includes(topic)) {
        turn.tell(`help.${topic}`, agency)
        return
      }
      turn.tell(ask.code?.via === 'app' ? 'help.at.appCode' : `help.at.${ask.name}`, agency)
      turn.tell('help.topics', agency)
    },
    person(turn: Turn): void {
      turn.tell('help.person', agency)
    },
  }
}

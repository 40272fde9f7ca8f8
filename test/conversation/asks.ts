import { expect } from 'chai'
import type { Answer, Ask, Field, Heard, Option } from '../../src/conversation/ask.js'
import { hear } from '../../src/conversation/hear.js'
import { wordsFor } from '../../src/words/words.js'

/** Options by their ids. */
export const options = (...ids: string[]): Option[] => ids.map((id) => ({ id }))

const via: Field = { name: 'via', kind: 'choice', options: options('sms', 'call') }
const ask = (fields: Omit<Ask, 'id' | 'say'>): Ask => ({ id: 'now', say: [], ...fields })

/** Asks like the dialogs'. */
export const ASKS = {
  methods: ask({ name: 'methods', kind: 'choice', many: true, options: options('app', 'phone', 'secondary') }),
  number: ask({ name: 'number', kind: 'phone', country: 'US', also: [via], actions: options('later') }),
  via: ask({
    ...via,
    also: [{ name: 'number', kind: 'phone', country: 'US' }],
    actions: options('changeNumber', 'otherWay'),
  }),
  send: ask({ name: 'send', kind: 'choice', options: options('send', 'call'), actions: options('changeNumber') }),
  code: ask({ name: 'code', kind: 'digits', length: 6, actions: options('newCode', 'call', 'changeNumber') }),
  pin: ask({ name: 'pin', kind: 'digits', secret: true }),
  sure: ask({ name: 'sure', kind: 'confirm' }),
  verify: ask({
    name: 'method',
    kind: 'choice',
    options: [
      { id: 'app', factorId: 'a' },
      { id: 'phone', factorId: 'p' },
      { id: 'secondary', factorId: 's' },
    ],
    also: [via],
  }),
  two: ask({ name: 'method', kind: 'choice', options: options('app', 'phone') }),
  again: ask({ name: 'again', kind: 'choice', options: options('again', 'person') }),
  locale: ask({ name: 'locale', kind: 'choice', options: options('en', 'es') }),
  elsewhere: ask({ name: 'elsewhere', kind: 'choice', options: options('done', 'later') }),
  topics: ask({ name: 'topic', kind: 'choice', options: options('need', 'agency', 'messages', 'about', 'feedback') }),
  home: ask({ name: 'home', kind: 'choice', options: options('signOut') }),
} satisfies Record<string, Ask>

/** The ask, what is said, and what is heard, in short: `via sms, number +15125550144`, `/help need`, `?which`. */
export type Row = [ask: keyof typeof ASKS, said: string, heard: string]

/** A test a row. Two phones of `verify` end in 43 and 07. */
export function itHears(locale: string, rows: Row[]): void {
  for (const [name, said, heard] of rows)
    it(`${name}: “${said}” → ${heard}`, () =>
      expect(short(hear(ASKS[name], { text: said }, wordsFor(locale), { p: '••43', s: '••07' }))).to.equal(heard))
}

/** What was heard, in short. */
export function short(heard: Heard): string {
  switch (heard.is) {
    case 'answer':
      return Object.entries(heard.answers)
        .map(([name, answer]) => `${name} ${plain(answer)}`)
        .join(', ')
    case 'command':
      return ['/' + heard.command, heard.topic, heard.locale].filter((part) => part !== undefined).join(' ')
    case 'stale':
      return 'stale'
    case 'unclear':
      return ['?' + heard.why, ...Object.values(heard.with ?? {})].join(' ')
  }
}

function plain(answer: Answer): string {
  if (Array.isArray(answer)) return answer.join('+')
  if (typeof answer !== 'object') return String(answer)
  return answer.country === undefined ? answer.number : `${answer.number} ${answer.country}`
}

import { expect } from 'chai'
import type { Ask } from '../../src/conversation/ask.js'
import { hear } from '../../src/conversation/hear.js'
import { optionTitle } from '../../src/conversation/option.js'
import { LOCALES, wordsFor } from '../../src/words/words.js'
import { ASKS, options, short } from './asks.js'

/** mulberry32: the same numbers in every run. */
function random(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

/**
 * The zeros of scripts: ASCII, full-width, Arabic, Persian, Devanagari, Bengali, Tamil, Thai, Khmer, Burmese,
 * mathematical bold.
 */
const ZEROS = [0x30, 0xff10, 0x660, 0x6f0, 0x966, 0x9e6, 0xbe6, 0xe50, 0x17e0, 0x1040, 0x1d7ce]
const GAPS = ['', '', '', ' ', '-', '.', '  ', '\u00a0', '\u200b', ' - ', '–', ', ', '/']
/** Keywords that are the carrier's (CTIA), in any language. */
const KEYWORDS = ['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'REVOKE', 'OPTOUT', 'ALTO', 'CANCELAR']

const asks: Ask[] = [
  ...Object.values(ASKS),
  {
    id: 'now',
    say: [],
    name: 'ways',
    kind: 'choice',
    options: options('send', 'sms', 'call', 'changeNumber', 'otherWay'),
  },
  { id: 'now', say: [], name: 'more', kind: 'choice', options: options('yes', 'no') },
  {
    id: 'now',
    say: [],
    name: 'go',
    kind: 'choice',
    options: options('continue', 'newCode', 'newLink', 'signIn'),
  },
  { id: 'now', say: [], name: 'mail', kind: 'choice', options: options('later', 'person', 'signOut') },
]

const VERIFY = { p: '••43', s: '••07' }

for (const locale of LOCALES) {
  const words = wordsFor(locale)
  const says = (ask: Ask, text: string) => short(hear(ask, { text }, words, VERIFY))

  describe(`hear, whatever is asked, in ${locale}`, () => {
    for (const ask of asks) {
      const expected = (id: string) =>
        ask.options?.some((option) => option.id === id) ? `${ask.name} ${id}` : `action ${id}`
      const all = [...(ask.options ?? []), ...(ask.actions ?? [])]
      for (const [index, option] of all.entries()) {
        const title = optionTitle(option, words, VERIFY)
        for (const said of [title, title.toUpperCase(), `${title}!`])
          it(`${ask.name}: “${said}” chooses ${option.id}`, () => expect(says(ask, said)).to.equal(expected(option.id)))
        if (ask.kind === 'choice')
          it(`${ask.name}: ${index + 1} chooses ${option.id}`, () =>
            expect(says(ask, String(index + 1))).to.equal(expected(option.id)))
      }
    }

    it('hears any six digits, in any script and spacing', () => {
      const next = random(7)
      for (let round = 0; round < 2_000; round += 1) {
        const code = Array.from({ length: 6 }, () => next(10))
        const zero = ZEROS[next(ZEROS.length)] ?? 0x30
        const said = code.map((digit) => String.fromCodePoint(zero + digit) + (GAPS[next(GAPS.length)] ?? '')).join('')
        expect(says(ASKS.code, said), JSON.stringify(said)).to.equal(`code ${code.join('')}`)
        expect(says(ASKS.code, `${said}#`), JSON.stringify(said)).to.equal(`code ${code.join('')}`)
      }
    })

    it('hears any six digits, spoken one by one', () => {
      const next = random(11)
      const spoken = words.list('hear.number.words').slice(0, 10)
      for (let round = 0; round < 500; round += 1) {
        const code = Array.from({ length: 6 }, () => next(10))
        const said = code.map((digit) => spoken[digit]?.split(' | ')[0]?.replace(/^\d+ /, '')).join(' ')
        expect(says(ASKS.code, said), said).to.equal(`code ${code.join('')}`)
      }
    })

    it('takes no keyword of the carrier for a command or an answer', () => {
      for (const ask of asks)
        for (const word of KEYWORDS)
          expect(hear(ask, { text: word }, words).is, `${ask.name}: ${word}`).to.equal('unclear')
    })

    it('has words for whatever isn’t understood, for the eye and the ear', () => {
      const why = [
        'nothing',
        'choice',
        'which',
        'one',
        'not_that',
        'number',
        'confirm',
        'digits',
        'no_digits',
        'two_codes',
        'phone',
        'two_numbers',
        'wait',
      ]
      for (const context of ['screen', 'voice', 'sms'] as const)
        for (const key of why)
          expect(wordsFor(locale, context).say(`unclear.${key}`, { length: 6, got: 5, count: 3 })).not.to.match(/[{}]/)
    })

    it('is quick, however long the reply', () => {
      const long = 64 * 1024
      const replies = [
        '1',
        '1 ',
        'a',
        'one ',
        'no ',
        'forty ',
        '#',
        '+',
        '1-800-',
        '(512) ',
        '漢',
        '1 and ',
        'not phone ',
        '\u0660',
      ]
      for (const text of replies.map((part) => part.repeat(long / part.length))) {
        for (const ask of asks) {
          // The fastest of three: the machine may be busy with something else.
          const times = Array.from({ length: 3 }, () => {
            const begun = performance.now()
            hear(ask, { text }, words, VERIFY)
            return performance.now() - begun
          })
          expect(Math.min(...times), `${ask.name}: ${text.slice(0, 8)}`).to.be.below(50)
        }
      }
    })
  })
}

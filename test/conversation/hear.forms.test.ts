import { expect } from 'chai'
import { hear } from '../../src/conversation/hear.js'
import { wordsFor } from '../../src/words/words.js'
import { ASKS, short } from './asks.js'

type FormRow = [ask: keyof typeof ASKS, values: Record<string, unknown>, heard: string]

const FORMS: FormRow[] = [
  ['methods', { methods: ['app', 'phone'] }, 'methods app+phone'],
  ['methods', { methods: ['phone', 'app'] }, 'methods app+phone'],
  ['methods', { methods: 'app,secondary' }, 'methods app+secondary'],
  ['methods', { methods: 'phone' }, 'methods phone'],
  ['methods', { methods: ['app', 'fax'] }, '?which'],
  ['methods', { methods: [] }, '?which'],
  ['methods', { methods: [['app']] }, '?which'],
  ['methods', { methods: { app: true } }, '?which'],
  ['via', { via: 'sms' }, 'via sms'],
  ['via', { via: 'fax' }, '?which'],
  ['via', { via: 'toString' }, '?which'],
  ['via', { via: ['sms', 'call'] }, '?one'],
  ['via', { action: 'changeNumber' }, 'action changeNumber'],
  ['via', { action: 'newCode' }, '?which'],
  ['number', { number: '512 555 0144', country: 'US', via: 'call' }, 'number 5125550144 US, via call'],
  ['number', { number: '55 1234 5678', country: 'MX' }, 'number 5512345678 MX'],
  ['number', { number: '+52 55 1234 5678', country: 'ZZ' }, 'number +525512345678'],
  ['number', { number: 'none', country: 'US' }, '?phone'],
  ['number', { number: 5125550144 }, '?phone'],
  ['code', { code: '007 419' }, 'code 007419'],
  ['code', { code: '00741' }, '?digits 6 5'],
  ['code', { code: 'abc' }, '?no_digits 6'],
  ['code', { code: 7419 }, '?no_digits 6'],
  ['code', { code: ['007419'] }, '?no_digits 6'],
  ['code', { code: '', action: 'newCode' }, 'action newCode'],
  ['sure', { sure: true }, 'sure true'],
  ['sure', { sure: 'no' }, 'sure false'],
  ['sure', { sure: 'maybe' }, '?confirm'],
  ['sure', { sure: 1 }, '?confirm'],
  ['code', {}, '?nothing'],
  ['code', { other: 'x' }, '?nothing'],
]

describe('hear: forms and buttons', () => {
  const words = wordsFor('en')
  for (const [ask, values, heard] of FORMS)
    it(`${ask}: ${JSON.stringify(values)} → ${heard}`, () =>
      expect(short(hear(ASKS[ask], { text: '', form: { ask: 'now', values } }, words))).to.equal(heard))

  it('an answer to an earlier ask is stale, whatever it says', () => {
    for (const values of [{ code: '007419' }, {}])
      expect(hear(ASKS.code, { text: '007419', form: { ask: 'before', values } }, words)).to.deep.equal({ is: 'stale' })
  })

  it('words that come with an empty form are heard', () => {
    expect(short(hear(ASKS.code, { text: 'help', form: { ask: 'now', values: {} } }, words))).to.equal('/help')
  })
})

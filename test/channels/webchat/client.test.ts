import { expect } from 'chai'
import { typed } from '../../../src/web/client/entry.js'
import { linkify } from '../../../src/web/client/linkify.js'
import { questionIn } from '../../../src/web/client/question.js'
import { Sayings } from '../../../src/web/client/sayings.js'

describe('what is typed into a code or number field', () => {
  const ask = { id: 'n1', name: 'code' }

  for (const entry of ['007419', '007 419', '007-419', '٠٠٧٤١٩', '００７４１９', '#007419#']) {
    it(`is the field's value: ${entry}`, () => {
      expect(typed(ask, ` ${entry} `)).to.deep.equal({ text: '••••', value: { ask: 'n1', values: { code: entry } } })
    })
  }

  for (const entry of ['help', 'my code is 007419', 'zero zero seven four one nine', 'text me at 512 555 0144']) {
    it(`is understood as words: ${entry}`, () => {
      expect(typed(ask, entry, 'US')).to.deep.equal({ text: '••••', value: { ask: 'n1', values: {}, said: entry } })
    })
  }

  it('comes with the country that was selected', () => {
    expect(typed({ id: 'n1', name: 'number' }, '+1 (512) 555-0144 x3', 'PR').value?.values).to.deep.equal({
      number: '+1 (512) 555-0144 x3',
      country: 'PR',
    })
  })
})

describe("a message's text as HTML", () => {
  const rows: [string, string][] = [
    ['one\ntwo\n\nthree', '<p>one <br>two</p><p>three</p>'],
    [
      'See https://a.example/x?y=1.',
      '<p>See <a href="https://a.example/x?y=1" target="_blank" rel="noopener noreferrer">https://a.example/x?y=1</a>.</p>',
    ],
    ['<img src=x onerror=alert(1)>', '<p>&#60;img src=x onerror=alert(1)&#62;</p>'],
    ['javascript:alert(1) & "that\'s it"', '<p>javascript:alert(1) &#38; &#34;that&#39;s it&#34;</p>'],
    [
      'https://a.example/"onmouseover="x',
      '<p><a href="https://a.example/" target="_blank" rel="noopener noreferrer">https://a.example/</a>&#34;onmouseover=&#34;x</p>',
    ],
  ]
  for (const [text, html] of rows) it(JSON.stringify(text), () => expect(linkify(text)).to.equal(html))
})

describe("a message's text with what is known of it", () => {
  it('is marked by its language, and has the agency’s number called', () => {
    expect(linkify('Call +1 202-555-0100.\n\nOr <wait>.', { locale: 'en', phone: '+1 202-555-0100' })).to.equal(
      '<p lang="en">Call <a class="phone" href="tel:+12025550100">+1 202-555-0100</a>.</p><p lang="en">Or &#60;wait&#62;.</p>',
    )
    expect(linkify('I have +1 512 555 0144.', { phone: '+1 202-555-0100' })).to.not.contain('<a')
  })
})

describe('the question in a message', () => {
  const rows: [string, string][] = [
    ['You need one.\n\nWhich one?', 'Which one?'],
    ["I'll text a code.\n\nTerms: https://a.example/terms", "I'll text a code."],
    ['Open https://a.example/.', 'Open https://a.example/.'],
  ]
  for (const [text, question] of rows) it(question, () => expect(questionIn(text)).to.equal(question))
})

describe("the page's own words", () => {
  const words = { en: { newCodeIn: 'in {{time}}' }, es: { newCodeIn: 'en {{time}}' } }

  it('are in the language of the conversation, which may change', () => {
    const sayings = new Sayings({ locale: 'en', words })
    expect(sayings.say('newCodeIn', { time: sayings.time(25) })).to.equal('in 25 seconds')
    expect([sayings.speak('en'), sayings.speak('xx'), sayings.speak('es')]).to.deep.equal([false, false, true])
    expect(sayings.say('newCodeIn', { time: sayings.time(61) })).to.equal('en 2 minutos')
    expect(sayings.countryName('PR')).to.equal('Puerto Rico')
  })

  it('are all there', () => {
    expect(() => new Sayings({ locale: 'en', words }).say('nothing')).to.throw('nothing')
  })
})

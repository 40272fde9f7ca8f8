import { expect } from 'chai'
import { LOCALES } from '../../src/words/words.js'
import { sources, wordsOf } from '../support/sources.js'

const english = wordsOf('en')

/**
 * `key_voice` and `key_sms` are `key` in other words, `key_one` and `key_other` are `key` for a count, `key_seconds` and
 * `key_minutes` are `key` for a time.
 */
function plainKey(key: string): string {
  const context = key.replace(/_(voice|sms)$/, '')
  const inner = context !== key && (english.has(context) || english.has(`${context}_other`)) ? context : key
  const counted = inner.replace(/_(zero|one|two|few|many|other)$/, '')
  return english.has(`${counted}_other`) ? counted.replace(/_(seconds|minutes)$/, '') : inner
}

function valuesIn(text: string | string[]): string {
  const names = [text].flat().flatMap((part) => [...part.matchAll(/\{\{-?\s*(\w+)/g)].map(([, name]) => name))
  return [...new Set(names)].sort().join()
}

for (const locale of LOCALES) {
  const words = wordsOf(locale)

  describe(`the words of ${locale}`, () => {
    it('have the same keys as English', () => {
      const keys = new Set([...words.keys()].map(plainKey))
      const expected = new Set([...english.keys()].map(plainKey))
      expect(
        [...expected].filter((key) => !keys.has(key)),
        'missing',
      ).to.deep.equal([])
      expect(
        [...keys].filter((key) => !expected.has(key)),
        'more',
      ).to.deep.equal([])
    })

    it('name the same values as English', () => {
      const differing = [...words].filter(([key, text]) => {
        const model =
          english.get(key) ?? english.get(key.replace(/_[a-z]+$/, '_other')) ?? english.get(plainKey(key)) ?? ''
        return valuesIn(text) !== valuesIn(model)
      })
      expect(differing).to.deep.equal([])
    })

    it('are lists where English has lists, and nowhere empty', () => {
      for (const [key, text] of words) {
        expect(Array.isArray(text), key).to.equal(Array.isArray(english.get(key) ?? text))
        const parts = [text].flat()
        expect(parts.length, key).to.be.greaterThan(0)
        for (const part of parts) expect(part, key).to.match(/^\S(.*\S)?$/s)
      }
    })

    it('have one and other wherever there is a count', () => {
      const counted = [...words.keys()].filter((key) => key.endsWith('_other')).map((key) => key.slice(0, -6))
      expect(counted.filter((key) => !words.has(`${key}_one`))).to.deep.equal([])
    })
  })
}

describe('the words that the sources say', () => {
  const text = sources()
  const literals = new Set([...text.matchAll(/'([\w.]+)'/g)].map(([, literal]) => literal ?? ''))
  const names = new Set(text.match(/\w+/g))
  const keys = new Set([...english.keys()].map(plainKey))
  /** `help.at.${topic}`: what stands in the gap must be a name somewhere in the sources. */
  const templates = [...text.matchAll(/`(\w+\.[\w.]*\$\{[^`]*)`/g)].map(
    ([, template = '']) =>
      new RegExp(
        `^${template
          .replace(/[.]/g, '\\.')
          .replace(/\$\{[^}]*\}/g, '(.+)')
          .replace(/[?*]/g, '')}$`,
      ),
  )

  it('are all there', () => {
    const sections = [...new Set([...keys].map((key) => key.split('.')[0]))].join('|')
    const asked = [...literals].filter((literal) => new RegExp(`^(${sections})\\.\\w`).test(literal))
    const known = (key: string) =>
      [...english.keys()].some((each) => plainKey(each) === key || each.startsWith(`${key}.`))
    expect(asked.filter((key) => !known(key) && !english.has(key))).to.deep.equal([])
  })

  it('are all that there is', () => {
    const said = (key: string) =>
      literals.has(key) ||
      templates.some((template) => {
        const gaps = template.exec(key)?.slice(1)
        return gaps?.every((gap) => gap.split('.').every((name) => names.has(name)))
      })
    expect([...english.keys()].filter((key) => !said(key) && !said(plainKey(key)))).to.deep.equal([])
  })
})

import type { Words } from '../words/words.js'
import { once } from './once.js'

/** How many characters of a reply are considered: no answer is longer, and a pasted book takes no time. */
const LONGEST = 1000

/** Scripts written without spaces: each character counts as a word. */
const UNSPACED =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]|\p{Extended_Pictographic}/gu
const WORD = /\+|\d+|\p{Extended_Pictographic}|[\p{L}\p{M}]+/gu
/** A full stop within a word ("U.S.") parts nothing, and brackets belong to what they explain. */
const CLAUSE = /[,;:!?¡¿\n—–]|\.\s/u

/** A reply as it is listened to. */
export interface Said {
  /** Bounded, with plain digits, and otherwise as it was written. */
  raw: string
  /** Lower case, without accents, apostrophes and articles; digits and letters apart (`2nd` is two words). */
  words: string[]
  /** Indexes of the words that come right after punctuation. */
  starts: Set<number>
}

/** Makes any script's decimal digits ASCII. Unicode keeps each script's ten digits together and in order. */
function foldDigits(text: string): string {
  return text.replace(/(?![0-9])\p{Nd}/gu, (digit) => {
    const point = digit.codePointAt(0) ?? 0
    let below = 0
    while (/\p{Nd}/u.test(String.fromCodePoint(point - below - 1))) below += 1
    return String(below % 10)
  })
}

/** Listens to a reply: bounds it, and takes it apart into words that compare equal however they were written. */
export function listen(text: string, words: Words): Said {
  const raw = clean(text)
  const said: Said = { raw, words: [], starts: new Set() }
  const articles = once(words, 'articles', () => new Set(words.list('hear.articles')))
  const folded = foldLetters(raw)
  let end = 0
  for (const match of folded.matchAll(WORD)) {
    if (CLAUSE.test(folded.slice(end, match.index))) said.starts.add(said.words.length)
    if (!articles.has(match[0])) said.words.push(match[0])
    end = match.index + match[0].length
  }
  return said
}

/** What can't be seen (joiners, skin tones, key caps) goes; apostrophes go first, since NFKC parts some of them. */
function clean(text: string): string {
  const visible = text
    .slice(0, LONGEST)
    .replace(/['’‘ʼ`´]/gu, '')
    .normalize('NFKC')
    .replace(/\p{Cf}|\p{Emoji_Modifier}|\uFE0F|\u20E3/gu, '')
  return foldDigits(visible.slice(0, LONGEST))
}

/** Only the marks of Latin, Greek and Cyrillic letters go: in other scripts they are vowels. */
function foldLetters(text: string): string {
  const bare = text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/gu, '')
  return bare.normalize('NFC').replace(UNSPACED, ' $& ')
}

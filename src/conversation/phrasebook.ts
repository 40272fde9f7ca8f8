/** Folded words, in order. */
export type Phrase = readonly string[]

/** A phrase found in a reply: its words `from` (included) to `to` (excluded), and all that they mean. */
export interface Mention<Meaning> {
  from: number
  to: number
  means: Meaning[]
}

/** Words, and which of them begin a clause. */
export interface Spoken {
  words: readonly string[]
  starts: ReadonlySet<number>
}

/**
 * Phrases with meanings, to be found in a reply. The longest phrase is what was said: "call me back" isn't "back".
 * No phrase goes
 * on over punctuation: "no, I want" isn't "no I want".
 */
export class Phrasebook<Meaning> {
  readonly #byFirst = new Map<string, { phrase: Phrase; means: Meaning }[]>()

  /** Adds phrases of one meaning. Empty ones are left out. */
  add(phrases: readonly Phrase[], means: Meaning): this {
    for (const phrase of phrases) {
      const [first] = phrase
      if (first === undefined) continue
      const others = this.#byFirst.get(first)
      if (others === undefined) this.#byFirst.set(first, [{ phrase, means }])
      else others.push({ phrase, means })
    }
    return this
  }

  /** The longest phrase that begins at a word. */
  at({ words, starts }: Spoken, from: number): Mention<Meaning> | undefined {
    const fitting = (this.#byFirst.get(words[from] ?? '') ?? []).filter(({ phrase }) =>
      phrase.every((word, index) => words[from + index] === word && (index === 0 || !starts.has(from + index))),
    )
    const length = Math.max(0, ...fitting.map(({ phrase }) => phrase.length))
    if (length === 0) return undefined
    const means = fitting.filter(({ phrase }) => phrase.length === length).map((entry) => entry.means)
    return { from, to: from + length, means }
  }

  /** All mentions, from left to right; none overlaps another. */
  in(spoken: Spoken): Mention<Meaning>[] {
    const mentions: Mention<Meaning>[] = []
    for (let index = 0; index < spoken.words.length;) {
      const mention = this.at(spoken, index)
      if (mention !== undefined) mentions.push(mention)
      index = mention?.to ?? index + 1
    }
    return mentions
  }
}

import type { Option, Say } from '../../conversation/ask.js'
import { MASK } from '../../conversation/masking.js'
import { optionTitle } from '../../conversation/option.js'
import type { Words } from '../../words/words.js'
import type { Conversing, Revealed } from '../conversing.js'

/** Fills in a factor's values; one look-up a factor, however often it is named. */
export class Filling {
  private readonly known = new Map<string, Promise<Revealed>>()

  /** @param live the ask waits for its reply: only then are whole numbers and keys shown. */
  constructor(
    private readonly words: Words,
    private readonly reveal: Conversing['reveal'],
    private readonly live: boolean,
  ) {}

  /** A sentence, its values filled in: of an ask that is over the number is masked, and the key and account are hidden. */
  async sentence(say: Say): Promise<string> {
    const shown = say.factorId === undefined ? {} : await this.values(say.factorId)
    return this.words.say(say.key, { ...say.with, ...say.once, ...shown })
  }

  /** The title of an option, with the last digits of the phone that it stands for. */
  async title(option: Option): Promise<string> {
    const { factorId } = option
    const masked = factorId === undefined ? undefined : (await this.of(factorId)).masked
    return optionTitle(option, this.words, factorId === undefined || masked === undefined ? {} : { [factorId]: masked })
  }

  /** What opens the app on the same device, and what its QR picture says; undefined once the ask is over. */
  async otpauthUri(factorId: string | undefined): Promise<string | undefined> {
    return factorId === undefined || !this.live ? undefined : (await this.of(factorId)).otpauthUri
  }

  private async values(factorId: string): Promise<Record<string, string>> {
    const { number, masked = MASK, key, account } = await this.of(factorId)
    const hidden = masked === MASK ? MASK : `••${masked}`
    if (!this.live) return { number: hidden, masked, key: MASK, account: MASK }
    return { number: number ?? hidden, masked, key: key ?? MASK, account: account ?? MASK }
  }

  private of(factorId: string): Promise<Revealed> {
    const known = this.known.get(factorId) ?? this.reveal(factorId)
    this.known.set(factorId, known)
    return known
  }
}

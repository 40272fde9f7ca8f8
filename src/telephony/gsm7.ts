/** The GSM 7-bit default alphabet, a septet a character (3GPP TS 23.038 §6.2.1; ESC left out). */
const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'

/** Its extension table, two septets a character (§6.2.1.1). */
const EXTENDED = '\f^{}\\[~]|€'

/** Marks that no letter's decomposition gives, and what stands for them. */
const STAND_INS: Record<string, string> = { '‘': "'", '’': "'", '“': '"', '”': '"', '–': '-', '—': '-', '…': '...' }

/** Septets of one segment: 140 bytes. A longer text is split, and each part is paid for. */
export const SEGMENT = 160

/** How many septets a text takes; undefined when it has a character that GSM-7 lacks, so that the carrier would send UCS-2. */
export function septets(text: string): number | undefined {
  let count = 0
  for (const character of text) {
    if (BASIC.includes(character)) count += 1
    else if (EXTENDED.includes(character)) count += 2
    else return undefined
  }
  return count
}

/** A text in GSM-7: letters lose the accents that it lacks (`ó` → `o`), and what has no stand-in is left out. */
export function toGsm7(text: string): string {
  return Array.from(text.normalize('NFC'), inGsm7).join('')
}

/** The beginning of a GSM-7 text that takes at most so many septets. */
export function upTo(text: string, most: number): string {
  let kept = ''
  for (const character of text) {
    if ((septets(kept + character) ?? Infinity) > most) break
    kept += character
  }
  return kept.trimEnd()
}

function inGsm7(character: string): string {
  if (septets(character) !== undefined) return character
  const plain = STAND_INS[character] ?? character.normalize('NFKD').replace(/\p{M}/gu, '')
  return septets(plain) === undefined ? '' : plain
}

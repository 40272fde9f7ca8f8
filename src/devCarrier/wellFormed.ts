const ASIDE = /<\?[^]*?\?>|<!--[^]*?-->|<!\[CDATA\[[^]*?\]\]>/g
const TAG = /<(\/?)([A-Za-z][\w.-]*)(?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*\s*(\/?)>/g
const REFERENCE = /&(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);/gi

/**
 * Whether a document is well-formed XML with one root, as far as TwiML uses XML: the parser itself forgives tags that
 * don't match, which Twilio's does not. Document types are refused.
 */
export function wellFormed(xml: string): boolean {
  const bare = xml.replace(ASIDE, '')
  if (/[<&]/.test(bare.replace(TAG, '').replace(REFERENCE, ''))) return false
  const open: string[] = []
  let roots = 0
  for (const [, closes, name = '', empty] of bare.matchAll(TAG)) {
    if (closes === '/') {
      if (open.pop() !== name) return false
    } else {
      if (open.length === 0) roots += 1
      if (empty === '') open.push(name)
    }
  }
  return open.length === 0 && roots === 1
}

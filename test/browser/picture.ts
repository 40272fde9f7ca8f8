import { createRequire } from 'node:module'
import type decoder from 'jsqr'
import { PNG } from 'pngjs'

/** Its types promise an ES module, its file is none. */
const jsQR = createRequire(import.meta.url)('jsqr') as typeof decoder.default

/** What a QR picture says, as a phone's camera would read it from the screen. */
export function scan(screenshot: Buffer): string {
  const { data, width, height } = PNG.sync.read(screenshot)
  const found = jsQR(new Uint8ClampedArray(data), width, height)
  if (found === null) throw new Error('no QR code can be read in the picture')
  return found.data
}

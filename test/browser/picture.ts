import { createRequire } from 'node:module'
import type decoder from 'jsqr'
import type { Locator } from 'playwright-core'
import { PNG } from 'pngjs'
import { until } from '../support/phone.js'

/** Its types promise an ES module, its file is none. */
const jsQR = createRequire(import.meta.url)('jsqr') as typeof decoder.default

/** What a QR picture says, as a phone's camera would read it from the screen: once it stands still and is all there. */
export function scan(picture: Locator): Promise<string> {
  return until(async () => {
    const { data, width, height } = PNG.sync.read(await picture.screenshot())
    return jsQR(new Uint8ClampedArray(data), width, height)?.data
  })
}

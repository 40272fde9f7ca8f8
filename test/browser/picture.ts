import { createRequire } from 'node:module'
import type decoder from 'jsqr'
import type { Locator } from 'playwright-core'
import { PNG } from 'pngjs'
import { until } from '../support/phone.js'

/** Its types promise an ES module, its file is none. */
const jsQR = createRequire(import.meta.url)('jsqr') as typeof decoder.default

/** What a QR picture says, as a phone's camera would read it from the screen: once it stands still and is all there. */
export const scan = (picture: Locator): Promise<string> => read(() => picture.screenshot())

/** The same from what the window shows once it was scrolled to the picture: what is cut off there can't be read. */
export function scanWindow(picture: Locator): Promise<string> {
  return read(async () => {
    await picture.scrollIntoViewIfNeeded()
    return picture.page().screenshot()
  })
}

function read(photograph: () => Promise<Buffer>): Promise<string> {
  return until(async () => {
    const { data, width, height } = PNG.sync.read(await photograph())
    return jsQR(new Uint8ClampedArray(data), width, height)?.data
  })
}

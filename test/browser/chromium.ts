import { existsSync } from 'node:fs'
import { chromium, type Browser } from 'playwright-core'

/** No sandbox, as tests also run as root in a container; and nothing that calls home. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/**
 * A headless Chromium: the one that `CHROMIUM` names, or Debian's.
 * @throws {Error} where there is none, saying what to install.
 */
export async function openChromium(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium'
  if (!existsSync(executablePath)) {
    throw new Error(
      `There is no ${executablePath}: apt-get install chromium, or let CHROMIUM name a Chrome or Chromium.`,
    )
  }
  return chromium.launch({ executablePath, args: FLAGS })
}

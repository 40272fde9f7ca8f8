import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/**
 * The code of an authentication app for a key, by `oathtool` (Debian's oathtool package).
 * @param ahead seconds from now, for the next step's code.
 */
export async function generate(secret: string, ahead = 0): Promise<string> {
  const at = new Date(Date.now() + ahead * 1000).toISOString().slice(0, 19).replace('T', ' ')
  try {
    const { stdout } = await run('oathtool', ['--totp', '--base32', `--now=${at} UTC`, secret])
    return stdout.trim()
  } catch (error) {
    throw new Error('oathtool is needed: apt-get install oathtool', { cause: error })
  }
}

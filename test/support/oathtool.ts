import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/**
 * The code for a key by `oathtool`, which knows nothing of us nor of our library (Debian's package oathtool).
 * @param ahead seconds from now.
 */
export async function oathtool(secret: string, ahead = 0): Promise<string> {
  const at = new Date(Date.now() + ahead * 1000).toISOString().slice(0, 19).replace('T', ' ')
  try {
    const { stdout } = await run('oathtool', ['--totp', '--base32', `--now=${at} UTC`, secret])
    return stdout.trim()
  } catch (error) {
    throw new Error('oathtool is needed: apt-get install oathtool', { cause: error })
  }
}

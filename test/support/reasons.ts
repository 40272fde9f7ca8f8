import { ConfigError, readConfig } from '../../src/config.js'

/** Why the start is refused with these variables, a line each; none when it is not. */
export function reasons(env: NodeJS.ProcessEnv): string[] {
  try {
    readConfig(env)
  } catch (error) {
    if (error instanceof ConfigError) return error.reasons
    throw error
  }
  return []
}

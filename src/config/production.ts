import { weakerThanNist, type Policy } from '../factors/policy.js'
import type { Environment } from './environment.js'

/** What production lacks: a line a variable. `set` holds the variables that are not empty. */
export function whatProductionNeeds(set: Readonly<Record<string, string | undefined>>): string[] {
  const from = set['TWILIO_FROM']
  const checks: [string, boolean][] = [
    ['RINGBACK_KEYS: needed, production makes no keys of its own', set['RINGBACK_KEYS'] !== undefined],
    ['TWILIO_ACCOUNT_SID: needed, production has no carrier of its own', set['TWILIO_ACCOUNT_SID'] !== undefined],
    ['TWILIO_AUTH_TOKEN: needed, production has no carrier of its own', set['TWILIO_AUTH_TOKEN'] !== undefined],
    ['TWILIO_FROM: needed, the number or messaging service that texts', from !== undefined],
    [
      'TWILIO_VOICE_FROM: needed, TWILIO_FROM is not a number that can call',
      from === undefined || from.startsWith('+') || set['TWILIO_VOICE_FROM'] !== undefined,
    ],
    ['SMTP_URL: needed, production has no mailbox of its own', set['SMTP_URL'] !== undefined],
    ['PUBLIC_URL: needed, and on https', set['PUBLIC_URL']?.startsWith('https://') === true],
    ['DATABASE_URL: needed, a PostgreSQL server', /^postgres(ql)?:/.test(set['DATABASE_URL'] ?? '')],
  ]
  return checks.filter(([, holds]) => !holds).map(([reason]) => reason)
}

/** The shortest secret that production takes, in characters: 32 hexadecimal ones are 128 bits. */
const SECRET_LENGTH = 32

/** The secrets that could be guessed: a line a variable. */
export function shortSecrets({
  RINGBACK_API_KEYS = new Map(),
  METRICS_TOKEN,
}: Pick<Environment, 'RINGBACK_API_KEYS' | 'METRICS_TOKEN'>): string[] {
  const checks: [string, string[]][] = [
    ['RINGBACK_API_KEYS', [...RINGBACK_API_KEYS.values()]],
    ['METRICS_TOKEN', METRICS_TOKEN === undefined ? [] : [METRICS_TOKEN]],
  ]
  return checks
    .filter(([, secrets]) => secrets.some((secret) => secret.length < SECRET_LENGTH))
    .map(([name]) => `${name}: a secret of ${SECRET_LENGTH} characters at least (openssl rand -hex 32)`)
}

/** The limits that production refuses: a line each. */
export function weakLimits(policy: Policy): string[] {
  return weakerThanNist(policy).map((name) => `RINGBACK_POLICY: ${name} is weaker than NIST SP 800-63B-4 allows`)
}

import { weakerThanNist, type Policy } from '../factors/policy.js'

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

/** The limits that production refuses: a line each. */
export function weakLimits(policy: Policy): string[] {
  return weakerThanNist(policy).map((name) => `RINGBACK_POLICY: ${name} is weaker than NIST SP 800-63B-4 allows`)
}

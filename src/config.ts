import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { getCountries, type CountryCode } from 'libphonenumber-js/max'
import { z } from 'zod'
import { DEFAULT_POLICY, policySchema, weakerThanNist, type Policy } from './factors/policy.js'
import { ROOT } from './root.js'
import type { Key } from './store/keyring.js'

/** Everything the environment says, parsed once. */
export interface Config {
  production: boolean
  port: number
  host: string
  /** Without a closing slash. */
  publicUrl: string
  trustProxy: number
  databaseUrl: string
  keys: Key[]
  /** Secrets of relying parties by key id; empty: `/v1` answers 401. */
  apiKeys: ReadonlyMap<string, string>
  policy: Policy
  carrier: CarrierConfig
  /** The built-in carrier and mailbox run (never in production). */
  development: boolean
  smtpUrl: string | undefined
  mailFrom: string
  bot: { appId: string; appPassword: string; appType: string; tenantId: string } | undefined
  countries: { sms: CountryCode[]; voice: CountryCode[]; standard: CountryCode }
  brand: Brand
  logLevel: string
  metricsToken: string | undefined
}

/** How the carrier is reached. */
export interface CarrierConfig {
  accountSid: string
  authToken: string
  /** A number in E.164, or a messaging service's SID. */
  from: string
  /** The calling number, E.164. */
  voiceFrom: string
  /** Base URL of the REST API; undefined for Twilio's own. */
  apiUrl: string | undefined
}

/** What residents see and hear of the agency. */
export interface Brand {
  name: string
  supportPhone: string
  supportUrl: string
  termsUrl: string
  privacyUrl: string
  aboutUrl: string
  messagesUrl: string
  feedbackUrl: string
}

/** The start is refused; each reason is a line that names its variable. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  constructor(readonly reasons: string[]) {
    super(reasons.join('\n'))
  }
}

const country = z.string().refine((code): code is CountryCode => getCountries().includes(code as CountryCode), {
  message: 'not an ISO 3166 country code',
})
const countries = (standard: string) =>
  z
    .string()
    .default(standard)
    .transform((list) => list.split(',').map((code) => code.trim().toUpperCase()))
    .pipe(z.array(country).min(1))
const url = z.url({ protocol: /^https?$/ }).transform((text) => text.replace(/\/+$/, ''))
const sid = z.string().regex(/^AC[0-9a-f]{32}$/, 'AC and 32 hexadecimal digits')

const environment = z.object({
  NODE_ENV: z.string().optional(),
  PORT: z.coerce.number().int().min(1).max(65_535).default(3978),
  HOST: z.string().optional(),
  PUBLIC_URL: url.optional(),
  TRUST_PROXY: z.coerce.number().int().min(0).max(10).default(0),
  DATABASE_URL: z.string().optional(),
  RINGBACK_KEYS: z.string().transform(parseKeys).optional(),
  RINGBACK_API_KEYS: z.string().default('').transform(parseApiKeys),
  RINGBACK_POLICY: z.string().transform(parsePolicy).optional(),
  TWILIO_ACCOUNT_SID: sid.optional(),
  TWILIO_AUTH_TOKEN: z.string().optional(),
  TWILIO_FROM: z
    .string()
    .regex(/^(\+[1-9]\d{6,14}|MG[0-9a-f]{32}|\d{4,6})$/, 'a number in E.164 or a messaging service')
    .optional(),
  TWILIO_VOICE_FROM: z
    .string()
    .regex(/^\+[1-9]\d{6,14}$/, 'a number in E.164')
    .optional(),
  TWILIO_API_URL: url.optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  MAIL_FROM: z.string().optional(),
  MICROSOFT_APP_ID: z.string().optional(),
  MICROSOFT_APP_PASSWORD: z.string().default(''),
  MICROSOFT_APP_TYPE: z.string().default('MultiTenant'),
  MICROSOFT_APP_TENANT_ID: z.string().default(''),
  COUNTRIES_SMS: countries('US,CA,PR'),
  COUNTRIES_VOICE: countries('US,CA,PR'),
  DEFAULT_COUNTRY: country.default('US'),
  BRAND: z.string().min(1).max(30).default('Ringback'),
  SUPPORT_PHONE: z.string().default('+1 202-555-0100'),
  SUPPORT_URL: z.string().optional(),
  TERMS_URL: z.string().optional(),
  PRIVACY_URL: z.string().optional(),
  ABOUT_URL: z.string().optional(),
  MESSAGES_URL: z.string().optional(),
  FEEDBACK_URL: z.string().optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  METRICS_TOKEN: z.string().min(8).optional(),
})
type Environment = z.infer<typeof environment>

/**
 * Parses the environment; an empty variable counts as unset.
 * @throws {ConfigError} with a line a variable that is wrong, or that production needs and lacks.
 */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const parsed = environment.safeParse(set)
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`))
  }
  const e = parsed.data
  const production = e.NODE_ENV === 'production'
  const policy = e.RINGBACK_POLICY ?? DEFAULT_POLICY
  const missing = production ? whatProductionNeeds(e, policy) : []
  if (missing.length > 0) throw new ConfigError(missing)
  const databaseUrl = e.DATABASE_URL ?? path.join(ROOT, '.data')
  const publicUrl = e.PUBLIC_URL ?? `http://localhost:${e.PORT}`
  const supportUrl = e.SUPPORT_URL ?? `${publicUrl}/about`
  return {
    production,
    development: !production,
    port: e.PORT,
    host: e.HOST ?? (production ? '0.0.0.0' : '127.0.0.1'),
    publicUrl,
    trustProxy: e.TRUST_PROXY,
    databaseUrl,
    keys: e.RINGBACK_KEYS ?? developmentKeys(databaseUrl),
    apiKeys: e.RINGBACK_API_KEYS,
    policy,
    carrier: carrierOf(e),
    smtpUrl: e.SMTP_URL,
    mailFrom: e.MAIL_FROM ?? `${e.BRAND} <no-reply@${new URL(publicUrl).hostname}>`,
    bot:
      e.MICROSOFT_APP_ID === undefined
        ? undefined
        : {
            appId: e.MICROSOFT_APP_ID,
            appPassword: e.MICROSOFT_APP_PASSWORD,
            appType: e.MICROSOFT_APP_TYPE,
            tenantId: e.MICROSOFT_APP_TENANT_ID,
          },
    countries: { sms: e.COUNTRIES_SMS, voice: e.COUNTRIES_VOICE, standard: e.DEFAULT_COUNTRY },
    brand: {
      name: e.BRAND,
      supportPhone: e.SUPPORT_PHONE,
      supportUrl,
      termsUrl: e.TERMS_URL ?? `${publicUrl}/terms`,
      privacyUrl: e.PRIVACY_URL ?? `${publicUrl}/privacy`,
      aboutUrl: e.ABOUT_URL ?? `${publicUrl}/about`,
      messagesUrl: e.MESSAGES_URL ?? `${publicUrl}/about`,
      feedbackUrl: e.FEEDBACK_URL ?? `${publicUrl}/about`,
    },
    logLevel: e.LOG_LEVEL,
    metricsToken: e.METRICS_TOKEN,
  }
}

function whatProductionNeeds(e: Environment, policy: Policy): string[] {
  const checks: [string, boolean][] = [
    ['RINGBACK_KEYS: set it, production makes no keys of its own', e.RINGBACK_KEYS !== undefined],
    ['TWILIO_ACCOUNT_SID: needed, there is no development carrier in production', e.TWILIO_ACCOUNT_SID !== undefined],
    ['TWILIO_AUTH_TOKEN: needed, there is no development carrier in production', e.TWILIO_AUTH_TOKEN !== undefined],
    ['TWILIO_FROM: needed, the number or messaging service that texts', e.TWILIO_FROM !== undefined],
    [
      'TWILIO_VOICE_FROM: needed when TWILIO_FROM is not a number that can call',
      e.TWILIO_VOICE_FROM !== undefined || e.TWILIO_FROM === undefined || e.TWILIO_FROM.startsWith('+'),
    ],
    ['SMTP_URL: needed, there is no development mailbox in production', e.SMTP_URL !== undefined],
    ['PUBLIC_URL: needed, and on https', e.PUBLIC_URL?.startsWith('https://') === true],
    ['DATABASE_URL: needed, a PostgreSQL server', /^postgres(ql)?:/.test(e.DATABASE_URL ?? '')],
  ]
  return [
    ...checks.filter(([, holds]) => !holds).map(([reason]) => reason),
    ...weakerThanNist(policy).map((name) => `RINGBACK_POLICY: ${name} is weaker than NIST SP 800-63B-4 allows`),
  ]
}

/** The development carrier's own credentials stand where Twilio's are not set. They open nothing outside this machine. */
function carrierOf(e: Environment): CarrierConfig {
  const from = e.TWILIO_FROM ?? '+12025550100'
  const builtIn = e.NODE_ENV !== 'production' && e.TWILIO_ACCOUNT_SID === undefined
  return {
    accountSid: e.TWILIO_ACCOUNT_SID ?? 'AC00000000000000000000000000000000',
    authToken: e.TWILIO_AUTH_TOKEN ?? 'development-token',
    from,
    voiceFrom: e.TWILIO_VOICE_FROM ?? (from.startsWith('+') ? from : '+12025550100'),
    apiUrl: e.TWILIO_API_URL ?? (builtIn ? `http://127.0.0.1:${e.PORT}/carrier` : undefined),
  }
}

function parseKeys(list: string, context: z.RefinementCtx): Key[] {
  const keys = list.split(',').map((entry) => {
    const [id = '', base64 = ''] = entry.trim().split(/:(.*)/s)
    return { id, bytes: Buffer.from(base64, 'base64') }
  })
  if (keys.some(({ id, bytes }) => !/^[\w-]{1,32}$/.test(id) || bytes.length !== 32)) {
    context.addIssue('comma-separated id:base64, each 32 bytes')
  }
  if (new Set(keys.map(({ id }) => id)).size < keys.length) context.addIssue('an id stands twice')
  return keys
}

function parseApiKeys(list: string, context: z.RefinementCtx): Map<string, string> {
  const pairs = list
    .split(',')
    .filter((entry) => entry.trim() !== '')
    .map((entry) => entry.trim().split(/:(.*)/s, 2) as [string, string | undefined])
  if (pairs.some(([id, secret]) => id === '' || secret === undefined || secret === '')) {
    context.addIssue('comma-separated id:secret')
  }
  return new Map(pairs.map(([id, secret]) => [id, secret ?? '']))
}

function parsePolicy(text: string, context: z.RefinementCtx): Policy {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    context.addIssue('not JSON')
    return DEFAULT_POLICY
  }
  const parsed = policySchema.safeParse(json)
  if (parsed.success) return parsed.data
  for (const issue of parsed.error.issues) context.addIssue(`${issue.path.join('.')} ${issue.message}`.trim())
  return DEFAULT_POLICY
}

/** Made once beside the embedded database, readable by its owner only; in memory, made anew. */
function developmentKeys(databaseUrl: string): Key[] {
  if (databaseUrl.startsWith('memory:')) return [{ id: 'memory', bytes: randomBytes(32) }]
  const folder = /^postgres(ql)?:/.test(databaseUrl) ? path.join(ROOT, '.data') : path.resolve(databaseUrl)
  const file = path.join(folder, 'keys')
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    writeFileSync(file, `dev:${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' })
  }
  const [id = '', base64 = ''] = readFileSync(file, 'utf8').trim().split(/:(.*)/s)
  return [{ id, bytes: Buffer.from(base64, 'base64') }]
}

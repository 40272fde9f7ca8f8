import path from 'node:path'
import type { CountryCode } from 'libphonenumber-js/max'
import { environment, type Environment } from './config/environment.js'
import { developmentKeys } from './config/keys.js'
import { shortSecrets, weakLimits, whatProductionNeeds } from './config/production.js'
import type { Policy } from './factors/policy.js'
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

/**
 * Parses the environment; an empty variable counts as unset.
 * @throws {ConfigError} with a line a variable that is wrong, or that production needs and lacks.
 */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const e = check(env)
  const production = e.NODE_ENV === 'production'
  const databaseUrl = e.DATABASE_URL ?? path.join(ROOT, '.data')
  const publicUrl = e.PUBLIC_URL ?? `http://localhost:${e.PORT}`
  return {
    production,
    development: !production,
    port: e.PORT,
    host: e.HOST ?? (production ? '0.0.0.0' : '127.0.0.1'),
    publicUrl,
    trustProxy: e.TRUST_PROXY,
    databaseUrl,
    keys: e.RINGBACK_KEYS ?? developmentKeys(databaseUrl),
    apiKeys: e.RINGBACK_API_KEYS ?? new Map<string, string>(),
    policy: e.RINGBACK_POLICY,
    carrier: carrierOf(e),
    smtpUrl: e.SMTP_URL,
    mailFrom: e.MAIL_FROM ?? `${e.BRAND} <no-reply@${new URL(publicUrl).hostname}>`,
    bot: botOf(e),
    countries: { sms: e.COUNTRIES_SMS, voice: e.COUNTRIES_VOICE, standard: e.DEFAULT_COUNTRY },
    brand: brandOf(e, publicUrl),
    logLevel: e.LOG_LEVEL,
    metricsToken: e.METRICS_TOKEN,
  }
}

function check(env: NodeJS.ProcessEnv): Environment {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const parsed = environment.safeParse(set)
  const production = set['NODE_ENV'] === 'production'
  const wrong = parsed.error?.issues.map(({ path: [name], message }) => `${String(name)}: ${message}`) ?? []
  const lacking = production ? whatProductionNeeds(set) : []
  const weak = production && parsed.success ? weakLimits(parsed.data.RINGBACK_POLICY) : []
  const short = production && parsed.success ? shortSecrets(parsed.data) : []
  const reasons = [...wrong, ...lacking, ...weak, ...short]
  if (!parsed.success || reasons.length > 0) throw new ConfigError(reasons)
  return parsed.data
}

/**
 * The development carrier's own credentials stand where Twilio's are not set. They open nothing outside this machine, and
 * no half of a pair is ever sent to Twilio.
 */
function carrierOf(e: Environment): CarrierConfig {
  const from = e.TWILIO_FROM ?? '+12025550100'
  const builtIn = e.TWILIO_ACCOUNT_SID === undefined || e.TWILIO_AUTH_TOKEN === undefined
  return {
    accountSid: e.TWILIO_ACCOUNT_SID ?? 'AC00000000000000000000000000000000',
    authToken: e.TWILIO_AUTH_TOKEN ?? 'development-token',
    from,
    voiceFrom: e.TWILIO_VOICE_FROM ?? (from.startsWith('+') ? from : '+12025550100'),
    apiUrl: e.TWILIO_API_URL ?? (builtIn ? `http://127.0.0.1:${e.PORT}/carrier` : undefined),
  }
}

function botOf(e: Environment): Config['bot'] {
  if (e.MICROSOFT_APP_ID === undefined) return undefined
  return {
    appId: e.MICROSOFT_APP_ID,
    appPassword: e.MICROSOFT_APP_PASSWORD,
    appType: e.MICROSOFT_APP_TYPE,
    tenantId: e.MICROSOFT_APP_TENANT_ID,
  }
}

function brandOf(e: Environment, publicUrl: string): Brand {
  const about = `${publicUrl}/about`
  return {
    name: e.BRAND,
    supportPhone: e.SUPPORT_PHONE,
    supportUrl: e.SUPPORT_URL ?? `${about}#agency`,
    termsUrl: e.TERMS_URL ?? `${publicUrl}/terms`,
    privacyUrl: e.PRIVACY_URL ?? `${publicUrl}/privacy`,
    aboutUrl: e.ABOUT_URL ?? about,
    messagesUrl: e.MESSAGES_URL ?? `${about}#messages`,
    feedbackUrl: e.FEEDBACK_URL ?? about,
  }
}

import { getCountries, type CountryCode } from 'libphonenumber-js/max'
import { z } from 'zod'
import { DEFAULT_POLICY, policySchema, type Policy } from '../factors/policy.js'
import { parseApiKeys, parseKeys } from './keys.js'

const country = z
  .string()
  .transform((code) => code.trim().toUpperCase())
  .refine((code): code is CountryCode => getCountries().includes(code as CountryCode), {
    message: 'not an ISO 3166 country code',
  })
const countries = (standard: string) =>
  z
    .string()
    .default(standard)
    .transform((list) => list.split(','))
    .pipe(z.array(country).min(1))

const url = z.url({ protocol: /^https?$/ }).transform((text) => text.replace(/\/+$/, ''))
const link = z.url({ protocol: /^(https?|mailto)$/ })
const sid = z.string().regex(/^AC[0-9a-f]{32}$/, 'AC and 32 hexadecimal digits')
const e164 = z.string().regex(/^\+[1-9]\d{6,14}$/, 'a number in E.164')
const sender = z
  .string()
  .regex(/^(\+[1-9]\d{6,14}|MG[0-9a-f]{32}|\d{4,6})$/, 'a number in E.164, a short code or a messaging service')
const database = z
  .string()
  .refine((text) => /^(postgres(ql)?|memory):/.test(text) || !/^[a-z][a-z\d+.-]*:\/\//i.test(text), {
    message: 'postgresql://…, a folder, or memory://',
  })

/** A parser that answers with what is wrong, as zod takes it. */
const parsed = <Value extends object>(parse: (text: string) => Value | string) =>
  z.string().transform((text, context): Value => {
    const value = parse(text)
    if (typeof value !== 'string') return value
    context.addIssue(value)
    return z.NEVER
  })

/** Every variable, its shape and its default. Those without one are unset, and what follows from that is in `readConfig`. */
export const environment = z.object({
  NODE_ENV: z.string().optional(),
  PORT: z.coerce.number().int().min(1).max(65_535).default(3978),
  HOST: z.string().optional(),
  PUBLIC_URL: url.optional(),
  TRUST_PROXY: z.coerce.number().int().min(0).max(10).default(0),
  DATABASE_URL: database.optional(),
  RINGBACK_KEYS: parsed(parseKeys).optional(),
  RINGBACK_API_KEYS: parsed(parseApiKeys).optional(),
  RINGBACK_POLICY: parsed(parsePolicy).default(DEFAULT_POLICY),
  TWILIO_ACCOUNT_SID: sid.optional(),
  TWILIO_AUTH_TOKEN: z.string().optional(),
  TWILIO_FROM: sender.optional(),
  TWILIO_VOICE_FROM: e164.optional(),
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
  SUPPORT_URL: link.optional(),
  TERMS_URL: link.optional(),
  PRIVACY_URL: link.optional(),
  ABOUT_URL: link.optional(),
  MESSAGES_URL: link.optional(),
  FEEDBACK_URL: link.optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  METRICS_TOKEN: z.string().min(8).optional(),
})

/** The environment as it was understood. */
export type Environment = z.infer<typeof environment>

function parsePolicy(text: string): Policy | string {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return 'not JSON'
  }
  const policy = policySchema.safeParse(json)
  if (policy.success) return policy.data
  return policy.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`.trim()).join('; ')
}

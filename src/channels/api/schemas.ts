import { isSupportedCountry } from 'libphonenumber-js/max'
import { z } from 'zod'
import { readAddress } from '../../accounts/address.js'

/** Each schema that has a name in the document. */
export const NAMED = z.registry<{ id: string }>()

function named<Schema extends z.ZodType>(id: string, schema: Schema): Schema {
  NAMED.add(schema, { id })
  return schema
}

const time = z
  .codec(z.iso.datetime(), z.date(), { decode: (text) => new Date(text), encode: (date) => date.toISOString() })
  .describe('ISO 8601, UTC')
const id = z.guid()
const locale = z
  .string()
  .regex(/^[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8}){0,4}$/)
  .describe('A BCP 47 tag; the nearest language that there are words for is used, and English for any other')
const email = z
  .string()
  .refine((entry) => readAddress(entry) !== undefined)
  .meta({ format: 'email', maxLength: 254 })
const country = z
  .string()
  .regex(/^[A-Za-z]{2}$/)
  .transform((code) => code.toUpperCase())
  .refine(isSupportedCountry)
  .describe('ISO 3166 code, for a number without a +; the configured country when it is left out')
const delivery = z.enum(['sms', 'call']).describe('sms: "Text Me"; call: "Call Me"')
const slot = z.enum(['primary', 'secondary'])
const masked = z.string().describe('The last two digits')

export const newAccount = named(
  'NewAccount',
  z.strictObject({
    email: email.optional().describe('An address that you have confirmed to be the resident’s'),
    locale: locale.optional(),
  }),
)

export const account = named(
  'Account',
  z.object({ id, number: z.string().describe('Eleven digits, the last a check digit; said and shown 3-4-4') }),
)

export const accountQuery = z
  .object({
    number: z.string().max(40).optional().describe('An account number, with or without dashes'),
    email: email.optional().describe('A confirmed address'),
  })
  .refine(({ number, email }) => (number === undefined) !== (email === undefined))

export const signInLink = named(
  'SignInLink',
  z.object({
    url: z.url().describe('Single use. Opening it changes nothing; its page’s button uses it up'),
    expiresAt: time,
  }),
)

export const factor = named(
  'Factor',
  z.object({
    id,
    method: z.enum(['app', 'phone']),
    slot: slot.optional().describe('Phones only'),
    status: z.enum(['pending', 'active', 'disabled']),
    masked: masked.nullable().describe('The last two digits of a phone; null for an app'),
    linkedAt: time.nullable(),
    lastUsedAt: time.nullable(),
  }),
)

export const factors = named('Factors', z.object({ factors: z.array(factor) }))

export const newFactor = named(
  'NewFactor',
  z.discriminatedUnion('method', [
    z.strictObject({ method: z.literal('app') }),
    z.strictObject({
      method: z.literal('phone'),
      number: z.string().min(1).max(100).describe('As people write it'),
      country: country.optional(),
      slot: slot.optional().describe('primary when it is left out; secondary needs an active primary'),
    }),
  ]),
)

export const enrolled = named(
  'EnrolledFactor',
  z.union([
    z.object({
      id,
      otpauthUri: z.string().describe('For a QR picture or a link on the same device'),
      secret: z.string().describe('Base32, 160 bits. No other call shows it'),
    }),
    z.object({ id, masked }),
  ]),
)

export const newChallenge = named(
  'NewChallenge',
  z.strictObject({
    factorId: id,
    delivery: delivery.optional().describe('A phone needs one and is sent a code at once; an app takes none'),
    purpose: z.enum(['link', 'verify']).describe('link needs a pending factor, verify an active one'),
    locale: locale.optional().describe('The language of the text or call; the account’s when it is left out'),
    clientIp: z
      .union([z.ipv4(), z.ipv6()])
      .optional()
      .describe('The resident’s address, for the limits by source; kept as a keyed hash'),
  }),
)

export const challenge = named(
  'Challenge',
  z.object({
    id,
    expiresAt: time,
    guessesLeft: z.int().min(0),
    nextSendAt: time.nullable().describe('When another code may be sent; null for an app'),
  }),
)

export const delivering = named('Delivering', z.strictObject({ delivery }))

export const entry = named(
  'Entry',
  z.strictObject({
    code: z.string().max(1000).describe('As the resident typed it; spaces, dashes and other scripts’ digits are fine'),
  }),
)

export const verdict = named(
  'Verdict',
  z.discriminatedUnion('verified', [
    z.object({
      verified: z.literal(true),
      amr: z.array(z.string()).describe('RFC 8176: otp, with sms or tel for a phone'),
      at: time,
    }),
    z.object({
      verified: z.literal(false),
      why: z.enum(['wrong', 'malformed', 'expired', 'used', 'revoked', 'locked', 'account_locked', 'disabled']),
      guessesLeft: z.int().min(0),
      retryAfter: z.int().min(0).optional().describe('Seconds; with account_locked'),
      clockOff: z
        .int()
        .optional()
        .describe(
          'While linking an app: how many seconds its clock is ahead (negative: behind), where that explains the code',
        ),
    }),
  ]),
)

/** What a check came to. */
export type Verdict = z.output<typeof verdict>

export const events = named(
  'Events',
  z.object({
    events: z.array(
      z.object({ at: time, type: z.string(), factorId: id.optional(), channel: z.string(), outcome: z.string() }),
    ),
    next: z.string().optional().describe('Where there are older ones: the before of the next call'),
  }),
)

export const handoff = named('Handoff', z.object({ account: id, method: z.string(), at: time }))

export const eventsQuery = z.object({
  before: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional()
    .describe('The next of an earlier answer'),
})

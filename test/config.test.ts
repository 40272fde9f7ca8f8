import path from 'node:path'
import { expect } from 'chai'
import { ConfigError, readConfig, type Config } from '../src/config.js'
import { DEFAULT_POLICY } from '../src/factors/policy.js'
import { ROOT } from '../src/root.js'
import { reasons } from './support/reasons.js'

const KEY = `k1:${Buffer.alloc(32, 7).toString('base64')}`
const OTHER = `k0:${Buffer.alloc(32, 8).toString('base64')}`
const SID = `AC${'0123456789abcdef'.repeat(2)}`
const MEMORY = { DATABASE_URL: 'memory://' }
describe('configuration', () => {
  describe('defaults', () => {
    const rows: [keyof Config, unknown][] = [
      ['production', false],
      ['development', true],
      ['port', 3978],
      ['host', '127.0.0.1'],
      ['publicUrl', 'http://localhost:3978'],
      ['trustProxy', 0],
      ['apiKeys', new Map()],
      ['policy', DEFAULT_POLICY],
      ['smtpUrl', undefined],
      ['mailFrom', 'Ringback <no-reply@localhost>'],
      ['bot', undefined],
      ['countries', { sms: ['US', 'CA', 'PR'], voice: ['US', 'CA', 'PR'], standard: 'US' }],
      ['logLevel', 'info'],
      ['metricsToken', undefined],
      [
        'carrier',
        {
          accountSid: `AC${'0'.repeat(32)}`,
          authToken: 'development-token',
          from: '+12025550100',
          voiceFrom: '+12025550100',
          apiUrl: 'http://127.0.0.1:3978/carrier',
        },
      ],
    ]
    const config = readConfig(MEMORY)
    for (const [name, expected] of rows) it(name, () => expect(config[name]).to.deep.equal(expected))

    it('residents see Ringback, and pages of its own', () => {
      expect(config.brand.name).to.equal('Ringback')
      expect(
        Object.values({ ...config.brand }).filter((value) => value.startsWith('http://localhost:3978/')),
      ).to.have.length(6)
    })

    it('an empty variable counts as unset', () => {
      const empty = readConfig({ ...MEMORY, PORT: '', PUBLIC_URL: '', TWILIO_FROM: '', RINGBACK_POLICY: '' })
      expect({ ...empty, keys: [] }).to.deep.equal({ ...config, keys: [] })
    })

    it('the database is the folder .data', () => {
      expect(readConfig({ RINGBACK_KEYS: KEY }).databaseUrl).to.equal(path.join(ROOT, '.data'))
    })
  })

  describe('what is set', () => {
    const rows: [NodeJS.ProcessEnv, Partial<Config>][] = [
      [
        { PORT: '8080', HOST: '::1' },
        { port: 8080, host: '::1', publicUrl: 'http://localhost:8080' },
      ],
      [{ PUBLIC_URL: 'https://a.example.org/' }, { publicUrl: 'https://a.example.org' }],
      [{ TRUST_PROXY: '2' }, { trustProxy: 2 }],
      [
        { LOG_LEVEL: 'silent', METRICS_TOKEN: 'long enough' },
        { logLevel: 'silent', metricsToken: 'long enough' },
      ],
      [
        { COUNTRIES_SMS: 'us, mx', COUNTRIES_VOICE: 'US', DEFAULT_COUNTRY: 'mx' },
        { countries: { sms: ['US', 'MX'], voice: ['US'], standard: 'MX' } },
      ],
      [
        { SMTP_URL: 'smtp://localhost:2525', MAIL_FROM: 'A <a@example.org>' },
        { smtpUrl: 'smtp://localhost:2525', mailFrom: 'A <a@example.org>' },
      ],
      [
        { RINGBACK_API_KEYS: 'portal:s:e=c, desk:other' },
        {
          apiKeys: new Map([
            ['portal', 's:e=c'],
            ['desk', 'other'],
          ]),
        },
      ],
      [
        { MICROSOFT_APP_ID: 'id', MICROSOFT_APP_PASSWORD: 'p', MICROSOFT_APP_TYPE: 'SingleTenant' },
        { bot: { appId: 'id', appPassword: 'p', appType: 'SingleTenant', tenantId: '' } },
      ],
      [
        { RINGBACK_POLICY: '{"sendGap": 0, "sendsPerAccount": {"max": 3, "seconds": 60}}' },
        { policy: { ...DEFAULT_POLICY, sendGap: 0, sendsPerAccount: { max: 3, seconds: 60 } } },
      ],
    ]
    for (const [env, expected] of rows) {
      it(Object.keys(env).join(', '), () => {
        const config = readConfig({ ...MEMORY, ...env })
        for (const [name, value] of Object.entries(expected)) {
          expect(config[name as keyof Config], name).to.deep.equal(value)
        }
      })
    }

    it('RINGBACK_KEYS, newest first', () => {
      const { keys } = readConfig({ ...MEMORY, RINGBACK_KEYS: `${KEY},${OTHER}` })
      expect(keys.map(({ id, bytes }) => [id, bytes[0]])).to.deep.equal([
        ['k1', 7],
        ['k0', 8],
      ])
    })

    it('TWILIO_*: its own account goes to Twilio, another base URL elsewhere, half a pair nowhere', () => {
      const pair = { TWILIO_ACCOUNT_SID: SID, TWILIO_AUTH_TOKEN: 'a token' }
      expect(readConfig({ ...MEMORY, ...pair }).carrier).to.include({ accountSid: SID, authToken: 'a token' })
      expect(readConfig({ ...MEMORY, ...pair }).carrier.apiUrl).to.equal(undefined)
      const elsewhere = readConfig({ ...MEMORY, ...pair, TWILIO_API_URL: 'http://127.0.0.1:9/' })
      expect(elsewhere.carrier.apiUrl).to.equal('http://127.0.0.1:9')
      const half = readConfig({ ...MEMORY, PORT: '8080', TWILIO_ACCOUNT_SID: SID })
      expect(half.carrier.apiUrl).to.equal('http://127.0.0.1:8080/carrier')
    })

    it('TWILIO_VOICE_FROM: the calling number where TWILIO_FROM is a messaging service', () => {
      const { carrier } = readConfig({
        ...MEMORY,
        TWILIO_FROM: `MG${'a'.repeat(32)}`,
        TWILIO_VOICE_FROM: '+12025550188',
      })
      expect(carrier).to.include({ from: `MG${'a'.repeat(32)}`, voiceFrom: '+12025550188' })
    })

    it('BRAND and the links of residents', () => {
      const { brand, mailFrom } = readConfig({
        ...MEMORY,
        BRAND: 'MyState',
        SUPPORT_PHONE: '+1 202-555-0199',
        SUPPORT_URL: 'https://help.example.org',
        FEEDBACK_URL: 'mailto:feedback@example.org',
      })
      expect(mailFrom).to.equal('MyState <no-reply@localhost>')
      expect(brand).to.include({
        name: 'MyState',
        supportPhone: '+1 202-555-0199',
        supportUrl: 'https://help.example.org',
        feedbackUrl: 'mailto:feedback@example.org',
        termsUrl: 'http://localhost:3978/terms',
      })
    })
  })

  describe('refuses what is wrong, naming the variable and repeating no value', () => {
    const rows: [string, string][] = [
      ['PORT', '70000'],
      ['PORT', 'high'],
      ['PUBLIC_URL', 'ftp://x.example.org'],
      ['TRUST_PROXY', '-1'],
      ['DATABASE_URL', 'mysql://x.example.org/ringback'],
      ['RINGBACK_KEYS', 'k1:dG9vIHNob3J0'],
      ['RINGBACK_KEYS', KEY.slice(3)],
      ['RINGBACK_KEYS', `${KEY},${KEY}`],
      ['RINGBACK_API_KEYS', 'no-secret'],
      ['RINGBACK_API_KEYS', 'id:one,id:two'],
      ['RINGBACK_POLICY', 'not json'],
      ['RINGBACK_POLICY', '[]'],
      ['RINGBACK_POLICY', '{"codeLifetimes": 600}'],
      ['RINGBACK_POLICY', '{"sendsPerAccount": {"most": 3}}'],
      ['RINGBACK_POLICY', '{"codeLifetime": "600"}'],
      ['RINGBACK_POLICY', '{"codeLifetime": 0}'],
      ['TWILIO_ACCOUNT_SID', 'SM123'],
      ['TWILIO_FROM', '2025550123'],
      ['TWILIO_VOICE_FROM', `MG${'a'.repeat(32)}`],
      ['TWILIO_API_URL', 'carrier'],
      ['SMTP_URL', 'http://mail.example.org'],
      ['COUNTRIES_SMS', 'US,XX'],
      ['COUNTRIES_VOICE', 'United States'],
      ['DEFAULT_COUNTRY', 'XX'],
      ['BRAND', 'A name that is much too long for a text message'],
      ['SUPPORT_URL', 'javascript:alert(1)'],
      ['LOG_LEVEL', 'loud'],
      ['METRICS_TOKEN', 'short'],
    ]
    for (const [name, value] of rows) {
      it(`${name}=${value}`, () => {
        const lines = reasons({ ...MEMORY, [name]: value })
        expect(lines).to.have.length(1)
        expect(lines[0])
          .to.match(new RegExp(`^${name}: .+`))
          .and.not.to.contain(value)
      })
    }

    it('a policy key that is not known is named', () => {
      expect(reasons({ RINGBACK_POLICY: '{"codeLifetimes": 600}' })[0]).to.contain('codeLifetimes')
      expect(reasons({ RINGBACK_POLICY: '{"sendsPerAccount": {"most": 3}}' })[0]).to.contain('most')
    })

    it('every one, a line each', () => {
      const lines = reasons({ PORT: 'high', LOG_LEVEL: 'loud', DEFAULT_COUNTRY: 'XX' })
      expect(lines.map((line) => line.split(':')[0])).to.have.members(['PORT', 'LOG_LEVEL', 'DEFAULT_COUNTRY'])
      expect(() => readConfig({ PORT: 'high', LOG_LEVEL: 'loud' })).to.throw(ConfigError, /^PORT: .+\nLOG_LEVEL: .+$/)
    })
  })
})

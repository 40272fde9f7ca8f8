import { expect } from 'chai'
import { readConfig } from '../../src/config.js'
import { reasons } from '../support/reasons.js'

const PRODUCTION = {
  NODE_ENV: 'production',
  RINGBACK_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}`,
  TWILIO_ACCOUNT_SID: `AC${'0123456789abcdef'.repeat(2)}`,
  TWILIO_AUTH_TOKEN: 'a token',
  TWILIO_FROM: '+12025550123',
  SMTP_URL: 'smtp://mail.example.org:587',
  PUBLIC_URL: 'https://ringback.example.org',
  DATABASE_URL: 'postgresql://ringback@db.example.org/ringback',
}

describe('production', () => {
  it('starts with what it needs, listens to all, runs nothing of development', () => {
    expect(readConfig(PRODUCTION)).to.include({ production: true, development: false, host: '0.0.0.0' })
  })

  it('refuses to start with nothing, a line a variable', () => {
    expect(reasons({ NODE_ENV: 'production' }).map((line) => line.split(':')[0])).to.have.members([
      'RINGBACK_KEYS',
      'TWILIO_ACCOUNT_SID',
      'TWILIO_AUTH_TOKEN',
      'TWILIO_FROM',
      'SMTP_URL',
      'PUBLIC_URL',
      'DATABASE_URL',
    ])
  })

  const rows: [string, string][] = [
    ['PUBLIC_URL', 'http://ringback.example.org'],
    ['DATABASE_URL', '.data'],
    ['DATABASE_URL', 'memory://'],
    ['RINGBACK_KEYS', ''],
    ['SMTP_URL', ''],
    ['RINGBACK_API_KEYS', 'portal:x'],
    ['RINGBACK_API_KEYS', `portal:${'x'.repeat(32)},desk:${'y'.repeat(31)}`],
    ['METRICS_TOKEN', 'z'.repeat(31)],
    ['RINGBACK_POLICY', '{"codeLifetime": 601}'],
    ['RINGBACK_POLICY', '{"wrongToDisable": 101}'],
    ['RINGBACK_POLICY', '{"passwordLeast": 7}'],
    ['RINGBACK_POLICY', '{"sessionIdle": 3601}'],
  ]
  for (const [name, value] of rows) {
    it(`refuses ${name}=${value || "''"}`, () => {
      const lines = reasons({ ...PRODUCTION, [name]: value })
      expect(lines).to.have.length(1)
      expect(lines[0]).to.match(new RegExp(`^${name}: `))
      if (value !== '') expect(lines[0]).not.to.contain(value)
    })
  }

  it('refuses a messaging service without a calling number', () => {
    const service = { ...PRODUCTION, TWILIO_FROM: `MG${'a'.repeat(32)}` }
    expect(reasons(service)[0]).to.match(/^TWILIO_VOICE_FROM: /)
    expect(reasons({ ...service, TWILIO_VOICE_FROM: '+12025550188' })).to.deep.equal([])
  })

  it('takes secrets that are long enough, and elsewhere short ones', () => {
    const long = { RINGBACK_API_KEYS: `portal:${'x'.repeat(32)}`, METRICS_TOKEN: 'z'.repeat(32) }
    expect(reasons({ ...PRODUCTION, ...long })).to.deep.equal([])
    expect(reasons({ DATABASE_URL: 'memory://', RINGBACK_API_KEYS: 'portal:secret' })).to.deep.equal([])
  })

  it('tells what is wrong and what is missing at once', () => {
    expect(reasons({ ...PRODUCTION, PORT: 'high', SMTP_URL: '' })).to.have.length(2)
  })

  it('takes values stronger than NIST asks for, and elsewhere weaker ones', () => {
    expect(reasons({ ...PRODUCTION, RINGBACK_POLICY: '{"codeLifetime": 300}' })).to.deep.equal([])
    expect(reasons({ DATABASE_URL: 'memory://', RINGBACK_POLICY: '{"codeLifetime": 3600}' })).to.deep.equal([])
  })
})

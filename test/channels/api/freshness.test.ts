import { expect } from 'chai'
import { outcomeOf } from './promised.js'
import { otherThan, randomNumber, RelyingParty } from './relyingParty.js'
import { appCode } from '../../support/authenticator.js'

describe('changing factors by the API', () => {
  const party = new RelyingParty()
  before(() => party.open())
  after(() => party.stop())

  it('needs a check by the API within 20 minutes, once a factor was active', async () => {
    const { account, factor } = await party.newPhone()
    const app = await party.newApp(account)
    await party.age(account)
    const factors = `/v1/accounts/${account}/factors`
    for (const refused of [
      await party.send(factors, { method: 'app' }),
      await party.send(factors, { method: 'phone', number: randomNumber(), slot: 'secondary' }),
      await party.delete(`${factors}/${app}`),
    ]) {
      expect(outcomeOf(refused)).to.equal('403 verification_needed')
    }
    const verifying = await party.challenge(factor, 'verify', 'sms')
    const right = party.post.codeOf(verifying.body['id'])
    await party.check(verifying, otherThan(right))
    expect(outcomeOf(await party.delete(`${factors}/${app}`)), 'after a wrong code').to.equal('403 verification_needed')
    await party.check(verifying, right)
    expect((await party.delete(`${factors}/${app}`)).status).to.equal(204)
  })

  it('asks for the check before it looks for the last one', async () => {
    const { account, factor } = await party.newPhone()
    await party.age(account)
    const path = `/v1/accounts/${account}/factors/${factor}`
    expect(outcomeOf(await party.delete(path))).to.equal('403 verification_needed')
  })

  it('a check that was made in a chat does not count', async () => {
    const { account, factor } = await party.newPhone()
    await party.age(account)
    const challenge = await party.challenge(factor, 'verify', 'sms')
    const id = challenge.body['id'] as string
    const checked = await party.factors.check(id, party.post.codeOf(id), { channel: 'webchat' })
    expect(checked.ok).to.equal(true)
    expect(outcomeOf(await party.send(`/v1/accounts/${account}/factors`, { method: 'app' }))).to.equal(
      '403 verification_needed',
    )
  })

  it('one that was enrolled before another became active is not linked without it', async () => {
    const account = await party.newAccount()
    const early = await party.send(`/v1/accounts/${account}/factors`, { method: 'app' })
    const opened = await party.challenge(early.body['id'], 'link')
    const phone = await party.send(`/v1/accounts/${account}/factors`, { method: 'phone', number: randomNumber() })
    const link = await party.challenge(phone.body['id'], 'link', 'sms')
    const id = link.body['id'] as string
    await party.factors.check(id, party.post.codeOf(id), { channel: 'webchat' })

    const right = appCode(early.body['secret'] as string)
    expect(outcomeOf(await party.check(opened, right))).to.equal('403 verification_needed')
    expect(outcomeOf(await party.challenge(early.body['id'], 'link'))).to.equal('403 verification_needed')
    await party.prisma.$executeRaw`UPDATE account SET api_verified_at = now() WHERE id = ${account}::uuid`
    expect((await party.check(opened, right)).body).to.include({ verified: true })
  })

  it('an account whose only factor was disabled gets none by the first factor alone', async () => {
    const { account } = await party.newPhone()
    await party.age(account)
    await party.prisma.$executeRaw`UPDATE factor SET status = 'disabled' WHERE account_id = ${account}::uuid`
    expect(outcomeOf(await party.send(`/v1/accounts/${account}/factors`, { method: 'app' }))).to.equal(
      '403 verification_needed',
    )
  })
})

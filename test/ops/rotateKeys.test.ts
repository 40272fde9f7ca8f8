import { randomBytes, randomUUID } from 'node:crypto'
import { expect } from 'chai'
import { rotateKeys } from '../../src/ops/rotateKeys.js'
import { openDatabase, type Database } from '../../src/store/db.js'
import { openKeyring } from '../../src/store/keyring.js'

describe('rotating keys', () => {
  // Of its own: every row of it is moved.
  let db: Database
  before(async () => (db = await openDatabase('memory://')))
  after(() => db.close())

  it('moves every row to the newest key, and the older one may go', async () => {
    const { prisma } = db
    const [older, newer] = ['older', 'newer'].map((id) => ({ id, bytes: randomBytes(32) }))
    if (older === undefined || newer === undefined) throw new Error('two keys')
    const before = await openKeyring(prisma, [older])
    const id = randomUUID()
    const account = await prisma.account.create({ data: { number: '12345678901', madeBy: 'api' } })
    await prisma.factor.create({
      data: { id, accountId: account.id, method: 'app', sealed: before.seal('a secret', `factor:${id}`) },
    })

    const both = await openKeyring(prisma, [newer, older])
    expect([...(await rotateKeys(prisma, both, 'newer'))]).to.deep.equal([['newer', 2]])
    const alone = await openKeyring(prisma, [newer])
    const { sealed } = await prisma.factor.findUniqueOrThrow({ where: { id } })
    expect(alone.open(sealed, `factor:${id}`)).to.equal('a secret')
    expect(alone.hash('number', '+1')).to.deep.equal(before.hash('number', '+1'))
  })
})

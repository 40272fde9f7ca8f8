import { randomBytes, randomUUID } from 'node:crypto'
import { expect } from 'chai'
import { rotateKeys } from '../../src/ops/rotateKeys.js'
import { openDatabase, type Database } from '../../src/store/db.js'
import { openKeyring } from '../../src/store/keyring.js'

describe('rotating keys', () => {
  // Of its own: every row of it is moved.
  let db: Database
  beforeEach(async () => (db = await openDatabase('memory://')))
  afterEach(() => db.close())

  const ids: [older: string, newer: string][] = [
    ['older', 'newer'],
    ['key-1', 'key_1'],
  ]
  for (const [olderId, newerId] of ids) {
    it(`moves every row from ${olderId} to ${newerId}, and ${olderId} may go`, async () => {
      const { prisma } = db
      const older = { id: olderId, bytes: randomBytes(32) }
      const newer = { id: newerId, bytes: randomBytes(32) }
      const before = await openKeyring(prisma, [older])
      const id = randomUUID()
      const account = await prisma.account.create({ data: { number: '12345678901', madeBy: 'api' } })
      await prisma.factor.create({
        data: { id, accountId: account.id, method: 'app', sealed: before.seal('a secret', `factor:${id}`) },
      })

      const both = await openKeyring(prisma, [newer, older])
      expect([...(await rotateKeys(prisma, both, newerId))]).to.deep.equal([[newerId, 2]])
      const alone = await openKeyring(prisma, [newer])
      const { sealed } = await prisma.factor.findUniqueOrThrow({ where: { id } })
      expect(alone.open(sealed, `factor:${id}`)).to.equal('a secret')
      expect(alone.hash('number', '+1')).to.deep.equal(before.hash('number', '+1'))
    })
  }
})

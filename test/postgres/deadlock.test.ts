import { expect } from 'chai'
import { createFactors } from '../../src/factors/service.js'
import { openDatabase } from '../../src/store/db.js'
import { world, wrongFor } from '../factors/world.js'

describe('guesses at one account by several replicas', () => {
  it('wait for one another without a deadlock', async () => {
    const first = await world({ sendGap: 0 })
    const other = await openDatabase(process.env['TEST_DATABASE_URL'] ?? '')
    const replicas = [first.factors, createFactors({ ...first.parts, prisma: other.prisma })]
    try {
      for (let round = 0; round < 30; round += 1) {
        const { challenge, code } = await first.challenged(await first.pendingPhone(await first.account()))
        const guesses = Array.from({ length: 8 }, (_, guess) =>
          replicas[guess % 2]!.check(challenge.id, wrongFor(code), first.origin),
        )
        const whys = (await Promise.all(guesses)).map((answer) => (answer.ok ? 'ok' : answer.why))
        expect(whys.filter((why) => why === 'wrong')).to.have.length(5)
      }
    } finally {
      await other.close()
    }
  })
})

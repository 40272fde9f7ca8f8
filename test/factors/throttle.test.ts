import { randomUUID } from 'node:crypto'
import { expect } from 'chai'
import { throttle } from '../../src/factors/throttle.js'
import { testDatabase } from '../support/database.js'

describe('throttle', () => {
  it('lets as many through as there may be, and says when again', async () => {
    const { prisma } = await testDatabase()
    const hit = [{ key: `test:${randomUUID()}`, max: 2, seconds: 600 }]
    expect(await throttle(prisma, hit)).to.deep.equal({ ok: true })
    expect(await throttle(prisma, hit)).to.deep.equal({ ok: true })
    expect(await throttle(prisma, hit))
      .to.deep.include({ ok: false, why: 'too_many' })
      .and.have.property('retryAfter')
      .within(595, 600)
  })

  it('slides: a hit that left the window counts no more', async () => {
    const { prisma } = await testDatabase()
    const key = `test:${randomUUID()}`
    await throttle(prisma, [{ key, max: 1, seconds: 60 }])
    await prisma.$executeRaw`UPDATE throttle SET hits = ARRAY[now() - interval '61 seconds'] WHERE key = ${key}`
    expect(await throttle(prisma, [{ key, max: 1, seconds: 60 }])).to.deep.equal({ ok: true })
  })

  it('keeps a gap', async () => {
    const { prisma } = await testDatabase()
    const hit = [{ key: `test:${randomUUID()}`, max: 5, seconds: 600, gap: 30 }]
    await throttle(prisma, hit)
    expect(await throttle(prisma, hit))
      .to.deep.include({ why: 'too_soon' })
      .and.have.property('retryAfter')
      .within(28, 30)
  })

  it('counts all keys or none', async () => {
    const { prisma } = await testDatabase()
    const [full, free] = [`test:${randomUUID()}`, `test:${randomUUID()}`]
    await throttle(prisma, [{ key: full, max: 1, seconds: 60 }])
    const both = [full, free].map((key) => ({ key, max: 1, seconds: 60 }))
    expect(await throttle(prisma, both)).to.include({ ok: false })
    expect(await throttle(prisma, [{ key: free, max: 1, seconds: 60 }])).to.deep.equal({ ok: true })
  })

  it('counts all keys or none when they come at once', async () => {
    const { prisma } = await testDatabase()
    for (let round = 0; round < 10; round += 1) {
      const [roomy, narrow] = [`test:a${randomUUID()}`, `test:b${randomUUID()}`]
      const both = [
        { key: roomy, max: 100, seconds: 60 },
        { key: narrow, max: 1, seconds: 60 },
      ]
      await Promise.all(Array.from({ length: 6 }, () => throttle(prisma, both)))
      expect((await prisma.throttle.findUniqueOrThrow({ where: { key: roomy } })).hits).to.have.length(1)
    }
  })

  it('says the longest wait of all keys', async () => {
    const { prisma } = await testDatabase()
    const hits = [600, 60].map((seconds) => ({ key: `test:${randomUUID()}`, max: 1, seconds, gap: 30 }))
    await throttle(prisma, hits)
    expect(await throttle(prisma, hits))
      .to.deep.include({ why: 'too_many' })
      .and.have.property('retryAfter')
      .within(595, 600)
  })

  it('lets no more through when they come at once, on a new key too', async () => {
    const { prisma } = await testDatabase()
    const hit = [{ key: `test:${randomUUID()}`, max: 3, seconds: 600 }]
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => throttle(prisma, hit)))
    expect(outcomes.filter(({ ok }) => ok)).to.have.length(3)
    const gapped = [{ key: `test:${randomUUID()}`, max: 5, seconds: 600, gap: 30 }]
    const sends = await Promise.all(Array.from({ length: 20 }, () => throttle(prisma, gapped)))
    expect(sends.filter(({ ok }) => ok)).to.have.length(1)
  })
})

import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect } from 'chai'
import { migrateDiff } from '../prisma/migrateDiff.js'
import { ROOT } from '../src/root.js'

describe('migrations', () => {
  it('lead to the schema', async () => {
    expect(await migrateDiff()).to.equal('')
  })

  it('differ from a schema with one column more', async () => {
    const schema = await readFile(path.join(ROOT, 'prisma/schema.prisma'), 'utf8')
    const more = schema.replace(/^model Account \{$/m, 'model Account {\n  nickname String?')
    expect(await migrateDiff(more)).to.match(/ALTER TABLE "account" ADD COLUMN\s+"nickname" TEXT/)
  })
})

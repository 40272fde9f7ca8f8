import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect } from 'chai'
import { readConfig } from '../../src/config.js'

describe('keys of development', () => {
  let folder: string
  beforeEach(async () => (folder = await mkdtemp(path.join(tmpdir(), 'ringback-keys-'))))
  afterEach(() => rm(folder, { recursive: true }))

  it('are made once, beside the database, for their owner only', async () => {
    const data = path.join(folder, 'data')
    const first = readConfig({ DATABASE_URL: data }).keys
    expect(readConfig({ DATABASE_URL: data }).keys).to.deep.equal(first)
    expect(first.map(({ bytes }) => bytes.length)).to.deep.equal([32])
    expect((await stat(data)).mode & 0o777).to.equal(0o700)
    expect((await stat(path.join(data, 'keys'))).mode & 0o777).to.equal(0o600)
    expect(await readFile(path.join(data, 'keys'), 'utf8')).to.match(/^dev:[A-Za-z0-9+/]{43}=\n$/)
  })
})

import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import { once } from 'node:events'
import { pathToFileURL } from 'node:url'
import { expect } from 'chai'
import { readConfig } from '../../src/config.js'
import { ROOT } from '../../src/root.js'

const MODULE = pathToFileURL(path.join(ROOT, 'src/config/keys.ts')).href
/** Makes the keys of one folder after another, each at the same moment as its companions. */
const STARTS = `
  const { workerData: { folder, rounds, counters, companions }, parentPort } = require('node:worker_threads')
  const typescript = import('tsx/esm/api').then(({ register }) => register())
  typescript.then(() => import(${JSON.stringify(MODULE)})).then(({ developmentKeys }) => {
    const seen = []
    for (let round = 0; round < rounds; round++) {
      Atomics.add(counters, round, 1)
      while (Atomics.load(counters, round) < companions);
      try {
        seen.push(developmentKeys(folder + '/' + round)[0].bytes.toString('hex'))
      } catch (error) {
        seen.push(error.message)
      }
    }
    parentPort.postMessage(seen)
  })`

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

  it('are the same ones for all that start at once', async () => {
    const [rounds, companions] = [150, 2]
    const counters = new Int32Array(new SharedArrayBuffer(4 * rounds))
    const workerData = { folder, rounds, companions, counters }
    const starts = Array.from({ length: companions }, async () => {
      const worker = new Worker(STARTS, { eval: true, workerData })
      const [seen] = (await once(worker, 'message')) as [string[]]
      return seen
    })
    const [one, other] = await Promise.all(starts)
    expect(one).to.deep.equal(other)
    expect(new Set(one).size).to.equal(rounds)
    expect(one?.filter((key) => !/^[0-9a-f]{64}$/.test(key))).to.deep.equal([])
  })

  it('leave nothing else behind', async () => {
    readConfig({ DATABASE_URL: folder })
    expect(await readdir(folder)).to.deep.equal(['keys'])
  })
})

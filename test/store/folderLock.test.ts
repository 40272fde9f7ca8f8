import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect } from 'chai'
import { Fault } from '../../src/fault.js'
import { ROOT } from '../../src/root.js'
import { lockFolder } from '../../src/store/folderLock.js'

const MODULE = pathToFileURL(path.join(ROOT, 'src/store/folderLock.ts')).href
const HOLD = `
  const { lockFolder } = await import(${JSON.stringify(MODULE)})
  await lockFolder(process.argv[1]).then(
    () => { console.log('held'); setInterval(() => undefined, 1000) },
    (error) => console.log(error.code, error.message))`

describe("the folder's lock", () => {
  let folder: string
  const children: ChildProcess[] = []
  beforeEach(async () => (folder = await mkdtemp(path.join(tmpdir(), 'ringback-lock-'))))
  afterEach(async () => {
    for (const child of children.splice(0)) await killed(child)
    await rm(folder, { recursive: true })
  })

  /** Another process that takes the folder and keeps it; `said` is what came of it. */
  async function holder(of: string, env: Record<string, string> = {}): Promise<{ child: ChildProcess; said: string }> {
    const args = ['--import', 'tsx', '--input-type=module', '-e', HOLD, of]
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    children.push(child)
    const [said] = (await once(child.stdout, 'data')) as [Buffer]
    return { child, said: said.toString().trim() }
  }

  async function killed(child: ChildProcess): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return
    const exit = once(child, 'exit')
    child.kill('SIGKILL')
    await exit
  }

  it('is refused to a second process, which is told what to do', async () => {
    const unlock = await lockFolder(folder)
    const { said } = await holder(folder)
    expect(said)
      .to.match(/^folder_in_use another process uses .+: stop it, or set DATABASE_URL/)
      .and.contain(folder)
    await unlock()
  })

  it('is refused to this process while another holds it, and is free at once when that one is killed', async () => {
    const { child, said } = await holder(folder)
    expect(said).to.equal('held')
    const refused = await lockFolder(folder).catch((error: unknown) => error)
    expect(refused).to.be.instanceOf(Fault).with.property('code', 'folder_in_use')
    await killed(child)
    await (
      await lockFolder(folder)
    )()
  })

  it('goes to one of several that find a dead one', async () => {
    await killed((await holder(folder)).child)
    const said = (await Promise.all([holder(folder), holder(folder), holder(folder)])).map((each) => each.said)
    expect(said.filter((line) => line === 'held')).to.have.length(1)
    expect(said.filter((line) => line.startsWith('folder_in_use'))).to.have.length(2)
  })

  it('is never held twice, however many find a dead one at the same moment', async () => {
    await killed((await holder(folder)).child)
    const tries = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(folder)))
    const held = tries.filter((each) => each.status === 'fulfilled')
    expect(held.length).to.be.lessThan(2)
    for (const { value: unlock } of held) await unlock()
  })

  it('is given back, and taken again', async () => {
    for (let round = 0; round < 3; round++) {
      const unlock = await lockFolder(folder)
      await unlock()
    }
  })

  const ways: [string, (folder: string) => string][] = [
    ['short', (under) => path.join(under, 'x')],
    ['too deep for a socket', (under) => path.join(under, 'x'.repeat(120))],
  ]
  for (const [what, pathUnder] of ways) {
    it(`holds for a folder ${what}, by whatever way a process comes to it, and wherever its temporary files are`, async () => {
      const real = pathUnder(folder)
      const link = path.join(folder, 'link')
      await mkdir(real)
      await symlink(real, link)
      const unlock = await lockFolder(real)
      expect((await holder(link)).said).to.match(/^folder_in_use/)
      expect((await holder(real, { TMPDIR: folder })).said).to.match(/^folder_in_use/)
      await unlock()
      expect(await readdir(real)).to.deep.equal([])
      expect((await holder(link)).said).to.equal('held')
      expect((await holder(real)).said).to.match(/^folder_in_use/)
    })
  }
})

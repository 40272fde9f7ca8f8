import { createHash, randomBytes } from 'node:crypto'
import { readdir, rm } from 'node:fs/promises'
import { createConnection, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { Fault } from '../fault.js'

/** Two that start at the same moment see each other and both step back; they try again, not at the same moment. */
const TRIES = 4

/**
 * Takes a folder for this process alone, by listening on a socket in it: the system closes the socket of a killed process,
 * so one that nobody answers on is dead. PGlite has no lock of its own and loses rows without one.
 * @returns what releases the folder.
 * @throws {Fault} `folder_in_use` when another process answers.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  for (let tried = 1; tried <= TRIES; tried++) {
    const unlock = await take(folder)
    if (unlock !== undefined) return unlock
    await wait(Math.random() * 100 * tried)
  }
  throw new Fault('folder_in_use', `another process uses ${folder}: stop it, or set DATABASE_URL to another folder`)
}

/**
 * Listens first and looks for others after, so that of two processes at least one sees the other. Each socket has a name
 * of its own, used once: what is found dead stays dead, and removing it takes nobody's place away.
 */
async function take(folder: string): Promise<(() => Promise<void>) | undefined> {
  const [place, prefix] = placeOf(folder)
  const mine = `${prefix}${randomBytes(4).toString('hex')}`
  const server = await listen(path.join(place, mine))
  const others = (await readdir(place)).filter((name) => name.startsWith(prefix) && name !== mine)
  const alive = await Promise.all(others.map((name) => answers(path.join(place, name))))
  if (alive.includes(true)) {
    await closed(server)
    return undefined
  }
  await Promise.all(others.map((name) => rm(path.join(place, name), { force: true })))
  return () => closed(server)
}

/**
 * Where the sockets of a folder are, and how their names begin. A socket's path holds about 100 bytes; those of a deeper
 * folder stand among the temporary files, under its hash.
 */
function placeOf(folder: string): [string, string] {
  if (Buffer.byteLength(folder) <= 80) return [folder, 'lock-']
  return [tmpdir(), `ringback-${createHash('sha256').update(folder).digest('hex').slice(0, 32)}-`]
}

function listen(socket: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((peer) => peer.destroy())
    server.once('error', reject)
    server.listen(socket, () => {
      server.unref()
      resolve(server)
    })
  })
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
  })
}

function answers(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const peer = createConnection(socket)
    peer.once('connect', () => {
      peer.destroy()
      resolve(true)
    })
    peer.once('error', () => resolve(false))
  })
}

import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm, symlink } from 'node:fs/promises'
import { createConnection, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { Fault } from '../fault.js'

/** Two that start at the same moment see each other and both step back; they try again, not at the same moment. */
const TRIES = 4
/** How the sockets of a folder are named. */
const PREFIX = 'lock-'
/** The longest folder whose sockets fit, in bytes. */
const LONGEST = 80

/**
 * Takes a folder, which must be there, for this process alone, by listening on a socket in it: the system closes the socket of a killed process,
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
  const [near, leave] = await nearby(folder)
  try {
    const mine = `${PREFIX}${randomBytes(4).toString('hex')}`
    const server = await listen(path.join(near, mine))
    const unlock = async (): Promise<void> => {
      await closed(server)
      await rm(path.join(folder, mine), { force: true })
    }
    const others = (await readdir(folder)).filter((name) => name.startsWith(PREFIX) && name !== mine)
    const alive = await Promise.all(others.map((name) => answers(path.join(near, name))))
    if (alive.includes(true)) {
      await unlock()
      return undefined
    }
    await Promise.all(others.map((name) => rm(path.join(folder, name), { force: true })))
    return unlock
  } finally {
    await leave()
  }
}

/**
 * A short way to the folder, and what clears it away: a socket's path holds about 100 bytes (unix(7)), so a deep folder is gone to
 * by a link. The sockets stand in the folder itself, whichever way a process comes to it.
 */
async function nearby(folder: string): Promise<[string, () => Promise<void>]> {
  if (Buffer.byteLength(folder) <= LONGEST) return [folder, () => Promise.resolve()]
  const place = await mkdtemp(path.join(Buffer.byteLength(tmpdir()) <= LONGEST / 2 ? tmpdir() : '/tmp', 'ringback-'))
  const link = path.join(place, 'to')
  await symlink(path.resolve(folder), link)
  return [link, () => rm(place, { recursive: true })]
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

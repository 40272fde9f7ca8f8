import { createHash } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { createConnection, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Fault } from '../fault.js'

/**
 * Takes a folder for this process alone, by listening on a socket in it: the system closes the socket of a killed process,
 * so a lock that nobody answers on is stale and is taken over. PGlite has no lock of its own and loses rows without one.
 * @returns what releases the folder.
 * @throws {Fault} `folder_in_use` when another process answers.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const socket = socketOf(folder)
  let server = await listen(socket)
  if (server === undefined) {
    if (await answers(socket)) {
      throw new Fault('folder_in_use', `another process uses ${folder}: stop it, or set DATABASE_URL to another folder`)
    }
    await rm(socket, { force: true })
    server = await listen(socket)
    if (server === undefined) throw new Fault('folder_in_use', `another process has just taken ${folder}`)
  }
  const held = server
  return () => new Promise((resolve) => held.close(() => resolve()))
}

/** A socket's path holds about 100 bytes; a deeper folder's socket stands among the temporary files, under its hash. */
function socketOf(folder: string): string {
  const inside = path.join(folder, 'lock.sock')
  if (Buffer.byteLength(inside) <= 100) return inside
  return path.join(tmpdir(), `ringback-${createHash('sha256').update(folder).digest('hex').slice(0, 32)}.sock`)
}

function listen(socket: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((peer) => peer.destroy())
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    )
    server.listen(socket, () => {
      server.unref()
      resolve(server)
    })
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

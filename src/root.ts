import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The project's folder, from the sources and from `dist/` alike: what is read from disk is found whatever the working folder. */
export const ROOT = climb(path.dirname(fileURLToPath(import.meta.url)))

function climb(folder: string): string {
  return existsSync(path.join(folder, 'package.json')) ? folder : climb(path.dirname(folder))
}

// When dist/ was built, against when its sources changed.
import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'

export const ROOT = path.dirname(import.meta.dirname)

/** Written when a build is complete. */
export const STAMP = path.join(ROOT, 'dist/.built')

/** `locales/` isn't among them: it is read at the start. */
const SOURCES = [
  'src',
  'dialogs',
  'prisma',
  'prisma.config.ts',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
]
const MADE = path.join(ROOT, 'src/generated')

/** Whether nothing changed since the last complete build. A folder counts too: its time tells that a file went. */
export function isBuilt() {
  const built = statSync(STAMP, { throwIfNoEntry: false })
  return built !== undefined && SOURCES.every((source) => newest(path.join(ROOT, source)) <= built.mtimeMs)
}

function newest(file) {
  const found = statSync(file, { throwIfNoEntry: false })
  if (found === undefined || file === MADE) return 0
  const within = found.isDirectory() ? readdirSync(file).map((name) => newest(path.join(file, name))) : []
  return Math.max(found.mtimeMs, ...within)
}

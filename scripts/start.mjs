// `npm start`: builds where a source is newer than dist/, then serves. The server runs in this very process, so that Ctrl-C
// and SIGTERM reach it once and its exit code is this one's.
import { build } from './build.mjs'
import { isBuilt } from './stamp.mjs'

if (!isBuilt()) build()
await import('../dist/src/index.js')

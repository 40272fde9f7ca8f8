import { createHash } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { problem, type Answer, type Incoming, type Route } from '../http/route.js'
import { ROOT } from '../root.js'

/** The one bundle of Web Chat that is served: without Adaptive Cards' renderer, markdown and speech. */
const WEB_CHAT = path.join(ROOT, 'node_modules/botframework-webchat/dist/webchat-minimal.js')

const TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/** Where files are served from, and which: the page's compiled scripts, and its style sheets and pictures. */
const FOLDERS: [string, string[]][] = [
  [path.join(ROOT, 'dist/client'), ['.js']],
  [path.join(ROOT, 'src/web/client'), ['.css', '.svg']],
]

interface Asset {
  type: string
  etag: string
  plain: Buffer
  gzipped: Buffer
}

/**
 * `GET /static/:name`: the files there are at the start, by name, so that no path leads elsewhere. A browser asks again each
 * time and gets 304 while the file is the same (RFC 9110 §13.1.2), so that a page and its scripts are of one release.
 */
export function createStaticRoutes(): Route[] {
  const files = listing()
  const read = new Map<string, Promise<Asset>>()
  return [
    {
      method: 'GET',
      path: '/static/:name',
      async handle(incoming) {
        const file = files.get(incoming.params['name'] ?? '')
        if (file === undefined) return problem(404, 'not_found', 'There is nothing here.')
        const asset = read.get(file) ?? load(file)
        read.set(file, asset)
        return answer(incoming, await asset)
      },
    },
  ]
}

function listing(): Map<string, string> {
  const found = FOLDERS.filter(([folder]) => existsSync(folder)).flatMap(([folder, kinds]) =>
    readdirSync(folder)
      .filter((name) => kinds.includes(path.extname(name)))
      .map((name): [string, string] => [name, path.join(folder, name)]),
  )
  return new Map([...found, ['webchat.js', WEB_CHAT]])
}

async function load(file: string): Promise<Asset> {
  const plain = await readFile(file)
  return {
    type: TYPES[path.extname(file)] ?? 'application/octet-stream',
    // Weak, as the plain and the compressed bytes share it (RFC 9110 §8.8.1).
    etag: `W/"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`,
    plain,
    gzipped: await promisify(gzip)(plain),
  }
}

function answer({ headers: asked }: Incoming, asset: Asset): Answer {
  const headers = { etag: asset.etag, 'cache-control': 'public, no-cache', vary: 'accept-encoding' }
  const known = (asked['if-none-match'] ?? '').split(',').map((tag) => tag.trim())
  if (known.includes(asset.etag) || known.includes('*')) return { status: 304, headers }
  if (!acceptsGzip(asked['accept-encoding']))
    return { status: 200, headers, file: { type: asset.type, bytes: asset.plain } }
  return {
    status: 200,
    headers: { ...headers, 'content-encoding': 'gzip' },
    file: { type: asset.type, bytes: asset.gzipped },
  }
}

/** RFC 9110 §12.5.3; a quality of 0 is a refusal. */
function acceptsGzip(header: string | string[] | undefined): boolean {
  return /(^|[\s,])gzip\s*(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i.test(String(header ?? ''))
}

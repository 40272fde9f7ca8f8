import { Prisma } from '../generated/prisma/client.js'
import { refuse, type Outcome } from '../outcome.js'
import type { PrismaClient } from '../store/db.js'

/** Something that is counted: at most `max` in any `seconds`, and, where `gap` is set, no two within so many seconds. */
export interface Hit {
  /** What it is counted for. Keyed hashes and ids only: a key is stored as it is. */
  key: string
  max: number
  seconds: number
  gap?: number
}

interface Verdict {
  gap_left: number | null
  window_left: number | null
  counted: bigint
}

/**
 * Counts all hits or none, in one statement: a sliding window a key, by the database's clock. Existing rows are locked in the
 * order of keys; two first hits of a new key meet in the insert, whose update looks at the window again.
 * @returns `too_soon` for a gap, else `too_many`; `retryAfter` is when every key would allow it.
 */
export async function throttle(
  prisma: PrismaClient,
  hits: readonly Hit[],
): Promise<Outcome<object, 'too_soon' | 'too_many'>> {
  if (hits.length === 0) return { ok: true }
  const wanted = Prisma.join(
    hits.map(({ key, max, seconds, gap = 0 }) => Prisma.sql`(${key}, ${max}::int, ${seconds}::int, ${gap}::int)`),
  )
  const [verdict] = await prisma.$queryRaw<Verdict[]>`
    WITH wanted (key, max, seconds, gap) AS (VALUES ${wanted}),
    held AS (
      SELECT t.key, t.hits FROM throttle t WHERE t.key IN (SELECT key FROM wanted) ORDER BY t.key FOR UPDATE
    ), judged AS (
      SELECT w.*,
        EXTRACT(epoch FROM (SELECT max(h) FROM unnest(held.hits) h) + make_interval(secs => w.gap) - now()) AS gap_left,
        -- Free again when the max-th newest hit leaves the window.
        EXTRACT(epoch FROM (SELECT h FROM unnest(held.hits) h ORDER BY h DESC OFFSET w.max - 1 LIMIT 1)
          + make_interval(secs => w.seconds) - now()) AS window_left
      FROM wanted w LEFT JOIN held USING (key)
    ), verdict AS (
      SELECT max(gap_left) FILTER (WHERE gap > 0 AND gap_left > 0) AS gap_left,
        max(window_left) FILTER (WHERE window_left > 0) AS window_left FROM judged
    ), counted AS (
      INSERT INTO throttle AS t (key, hits, idle)
      SELECT key, ARRAY[now()], now() + make_interval(secs => greatest(seconds, gap)) FROM judged, verdict v
      WHERE v.gap_left IS NULL AND v.window_left IS NULL ORDER BY key
      ON CONFLICT (key) DO UPDATE SET idle = EXCLUDED.idle, hits = ARRAY(
        SELECT h FROM unnest(t.hits) h, wanted w WHERE w.key = t.key AND h > now() - make_interval(secs => greatest(w.seconds, w.gap))
      ) || now()
      WHERE NOT EXISTS (
        SELECT FROM wanted w WHERE w.key = t.key AND (
          (SELECT count(*) FROM unnest(t.hits) h WHERE h > now() - make_interval(secs => w.seconds)) >= w.max
          OR (w.gap > 0 AND (SELECT max(h) FROM unnest(t.hits) h) > now() - make_interval(secs => w.gap))))
      RETURNING t.key
    )
    SELECT gap_left::float8, window_left::float8, (SELECT count(*) FROM counted) AS counted FROM verdict`
  return judge(verdict, hits)
}

function judge(verdict: Verdict | undefined, hits: readonly Hit[]): Outcome<object, 'too_soon' | 'too_many'> {
  const { gap_left, window_left, counted } = verdict ?? { gap_left: null, window_left: null, counted: 0n }
  const retryAfter = Math.max(1, Math.ceil(Math.max(gap_left ?? 0, window_left ?? 0)))
  if (window_left !== null) return refuse('too_many', { retryAfter })
  if (gap_left !== null) return refuse('too_soon', { retryAfter })
  if (Number(counted) === hits.length) return { ok: true }
  // Another first hit of the same key came between.
  const [gapped] = hits.filter(({ gap }) => gap !== undefined && gap > 0)
  return gapped === undefined
    ? refuse('too_many', { retryAfter: 1 })
    : refuse('too_soon', { retryAfter: gapped.gap ?? 1 })
}

/** Deletes rows that say nothing any more, at most so many at once. */
export async function sweepThrottle(prisma: PrismaClient, most = 1000): Promise<number> {
  return prisma.$executeRaw`
    DELETE FROM throttle WHERE key IN (
      SELECT key FROM throttle WHERE idle < now() LIMIT ${most} FOR UPDATE SKIP LOCKED)`
}

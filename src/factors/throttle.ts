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

/** Seconds until the keys allow it, by gap and by window, and how many keys had no row yet. */
interface Verdict {
  gap_left: number | null
  window_left: number | null
  missing: number
}

/**
 * Counts all hits or none: a sliding window a key, by the database's clock. One statement locks the keys' rows in their order,
 * judges, and counts. A key without a row gets an empty one first, since only a row that is there can be locked: then the
 * statement is run again.
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
  const [verdict] = await prisma.$queryRaw<[Verdict]>`
    WITH wanted (key, max, seconds, gap) AS (VALUES ${wanted}),
    held AS (
      SELECT t.key, t.hits FROM throttle t WHERE t.key IN (SELECT key FROM wanted) ORDER BY t.key FOR UPDATE
    ), judged AS (
      SELECT w.*, held.key IS NULL AS missing,
        EXTRACT(epoch FROM (SELECT max(h) FROM unnest(held.hits) h) + make_interval(secs => w.gap) - now()) AS gap_left,
        -- Free again when the max-th newest hit leaves the window.
        EXTRACT(epoch FROM (SELECT h FROM unnest(held.hits) h ORDER BY h DESC OFFSET w.max - 1 LIMIT 1)
          + make_interval(secs => w.seconds) - now()) AS window_left
      FROM wanted w LEFT JOIN held USING (key)
    ), verdict AS (
      SELECT max(gap_left) FILTER (WHERE gap > 0 AND gap_left > 0) AS gap_left,
        max(window_left) FILTER (WHERE window_left > 0) AS window_left,
        count(*) FILTER (WHERE missing) AS missing FROM judged
    ), allowed AS (
      SELECT missing FROM verdict WHERE gap_left IS NULL AND window_left IS NULL
    ), begun AS (
      INSERT INTO throttle (key, hits, idle) SELECT j.key, '{}', now() + make_interval(secs => greatest(j.seconds, j.gap))
      FROM judged j, allowed WHERE j.missing ORDER BY j.key
      ON CONFLICT DO NOTHING
    ), counted AS (
      UPDATE throttle t SET idle = now() + make_interval(secs => greatest(j.seconds, j.gap)), hits = ARRAY(
        SELECT h FROM unnest(t.hits) h WHERE h > now() - make_interval(secs => greatest(j.seconds, j.gap))) || now()
      FROM judged j, allowed WHERE t.key = j.key AND allowed.missing = 0
    )
    SELECT gap_left::float8, window_left::float8, missing::int FROM verdict`
  const { gap_left, window_left, missing } = verdict
  const retryAfter = Math.max(1, Math.ceil(Math.max(gap_left ?? 0, window_left ?? 0)))
  if (window_left !== null) return refuse('too_many', { retryAfter })
  if (gap_left !== null) return refuse('too_soon', { retryAfter })
  return missing > 0 ? throttle(prisma, hits) : { ok: true }
}

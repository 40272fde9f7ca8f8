import { Prisma } from '../generated/prisma/client.js'
import { randomAccountNumber } from './accountNumber.js'

/** So many seconds, as an interval. */
export const seconds = (count: number): Prisma.Sql => Prisma.sql`make_interval(secs => ${count}::int)`

/** Some of a table's rows that say nothing any more go when a new one comes; rows that another request holds are left to it. */
export function sweep(table: 'sign_up' | 'session' | 'mailed_code' | 'link'): Prisma.Sql {
  const name = Prisma.raw(table)
  const over = table === 'session' ? Prisma.sql`ends_at` : Prisma.sql`expires_at`
  return Prisma.sql`DELETE FROM ${name} WHERE id IN (
    SELECT id FROM ${name} WHERE ${over} < now() - interval '1 hour' LIMIT 100 FOR UPDATE SKIP LOCKED)`
}

/** An account number that is free: of 10 billion, a random one is hardly ever taken, and five never. */
export function freeNumber(): Prisma.Sql {
  const candidates = Array.from({ length: 5 }, randomAccountNumber)
  return Prisma.sql`(
    SELECT n FROM unnest(${candidates}::text[]) n WHERE NOT EXISTS (SELECT FROM account a WHERE a.number = n) LIMIT 1)`
}

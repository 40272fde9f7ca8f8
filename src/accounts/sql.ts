import { Prisma } from '../generated/prisma/client.js'

/** So many seconds, as an interval. */
export const seconds = (count: number): Prisma.Sql => Prisma.sql`make_interval(secs => ${count}::int)`

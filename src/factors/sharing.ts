import { Prisma } from '../generated/prisma/client.js'

type Alias = 'f' | 'factor'

/** The account has the factor's number in its other slot. `alias` is how the statement calls the factor. */
export function inOtherSlot(alias: Alias): Prisma.Sql {
  const f = Prisma.raw(alias)
  return Prisma.sql`EXISTS (SELECT FROM factor o WHERE o.account_id = ${f}.account_id AND o.method = 'phone'
    AND o.slot <> ${f}.slot AND o.status = 'active' AND o.number_hash = ${f}.number_hash)`
}

/** As many other accounts as may have linked the factor's number. */
export function inFullUse(alias: Alias, accountsPerNumber: number): Prisma.Sql {
  const f = Prisma.raw(alias)
  return Prisma.sql`(SELECT count(DISTINCT o.account_id) FROM factor o WHERE o.number_hash = ${f}.number_hash
    AND o.status = 'active' AND o.account_id <> ${f}.account_id) >= ${accountsPerNumber}::int`
}

/** It is to be a second phone of an account that has no first one (any more). */
export function withoutFirst(alias: Alias): Prisma.Sql {
  const f = Prisma.raw(alias)
  return Prisma.sql`(${f}.slot = 'secondary' AND NOT EXISTS (SELECT FROM factor o WHERE o.account_id = ${f}.account_id
    AND o.method = 'phone' AND o.slot = 'primary' AND o.status = 'active'))`
}

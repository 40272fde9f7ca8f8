import { readConfig } from './config.js'
import { rotateKeys } from './ops/rotateKeys.js'
import { openDatabase } from './store/db.js'
import { openKeyring } from './store/keyring.js'

/** `npm run keys:rotate`: with a new key in front of RINGBACK_KEYS, moves everything to it. */
const { databaseUrl, keys } = readConfig(process.env)
const db = await openDatabase(databaseUrl)
try {
  const keyring = await openKeyring(db.prisma, keys)
  const named = await rotateKeys(db.prisma, keyring, keys[0]?.id ?? '')
  for (const [key, rows] of named) console.log(`${key}: ${rows} rows`)
} finally {
  await db.close()
}

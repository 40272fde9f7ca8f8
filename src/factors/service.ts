import { openChallenge } from './challenge.js'
import { check } from './check.js'
import { becameOf } from './deliveries.js'
import { enrolApp, enrolPhone } from './enrol.js'
import type { FactorService } from './factor.js'
import { listFactors, revealApp, revealNumber } from './list.js'
import { textedStart } from './notes.js'
import type { FactorParts } from './parts.js'
import { consent, consented } from './consent.js'
import { removeFactor, revoke } from './remove.js'
import { renew, sendAgain } from './send.js'
import { obstacles } from './subject.js'

/** The factor service: its verbs, each in its file, over one set of parts. */
export function createFactors(parts: FactorParts): FactorService {
  return {
    list: (accountId) => listFactors(parts, accountId),
    enrolApp: (accountId, channel = 'api') => enrolApp(parts, accountId, channel),
    enrolPhone: (accountId, entry, channel = 'api') => enrolPhone(parts, accountId, entry, channel),
    revealApp: (factorId) => revealApp(parts, factorId),
    revealNumber: (factorId) => revealNumber(parts, factorId),
    challenge: (request) => openChallenge(parts, request),
    send: (challengeId, via) => sendAgain(parts, challengeId, via),
    renew: (challengeId, via, origin) => renew(parts, challengeId, via, origin),
    check: (challengeId, entry, origin) => check(parts, challengeId, entry, origin),
    obstacles: (factorId) => obstacles(parts, factorId),
    textedStart: (factorId) => textedStart(parts, factorId),
    becameOf: (challengeId) => becameOf(parts, challengeId),
    revoke: (challengeId) => revoke(parts, challengeId),
    remove: (accountId, factorId, origin) => removeFactor(parts, accountId, factorId, origin),
    consent: (factorId, wording) => consent(parts, factorId, wording),
    consented: (factorId) => consented(parts, factorId),
  }
}

/**
 * The development carrier: a toy telephone network in the process, compatible with Twilio's REST API, webhooks and TwiML
 * as far as Ringback uses them, and a page with its phones. All of it lives in memory and is gone at the end of the
 * process. Every route answers this machine only.
 *
 * - `/carrier/2010-04-01/Accounts/:sid/…` the REST API, as Twilio's SDK calls it
 * - `GET /phones` the page: phones, and the development mailbox
 * - `GET /phones/events` its server-sent events: `network`, `phone`, `mail`, `closed`
 * - `GET /phones/state` everything as JSON (`NetworkView`): phones with texts and calls with captions, mails
 * - `POST /phones/:number/:action` what the owner of a phone does. `:number` is E.164 or a US number; the body is JSON:
 *   - `open` `{}` adds the phone to the page; `close` `{}` puts it away with all it knows
 *   - `text` `{body}` texts the agency · `call` `{aloud?}` calls it
 *   - `answer` `{aloud?}` · `decline` `{}` (busy) · `ignore` `{}` (no answer) · `hangup` `{}`
 *   - `press` `{digits}` (0-9 * #) · `say` `{words}` · `silence` `{}` lets the question's time-out pass at once
 *   - `spoken` `{caption}` the page has spoken a caption of a call that is `aloud`
 *   - `switch` `{voicemail?, unreachable?, landline?, optedOut?, withheld?, trouble?}`; `trouble` is null or one of
 *     Twilio's errors that the next texts and calls meet: 20429, 20500, 21408, 30004, 30005, 30007
 *
 * An action answers `{phone, said, received}` once it is the phone's turn again: `said` is what the agency said in the
 * call since, up to its next question or the end, and `received` the texts that came. 409 `not_now` when there is no call
 * that it could be done to. A call that is `aloud` takes the time of speech, and its actions answer at once.
 */
import type { Route } from '../http/route.js'
import type { Logger } from '../log.js'
import type { Mailbox } from '../mail/mail.js'
import type { NetworkView } from '../web/client/phonesWire.js'
import { onThisMachine } from './access.js'
import type { Agency } from './agency.js'
import { Live } from './live.js'
import { mailView } from './mailView.js'
import { Network } from './network.js'
import type { Phone } from './phone.js'
import { phoneRoutes } from './phoneRoutes.js'
import { restRoutes } from './restRoutes.js'
import { createWebhook } from './webhook.js'

/** A running development carrier. */
export interface DevCarrier {
  routes: Route[]
  /** The phone with a number in E.164, for tests in the process. */
  phone(number: string): Phone
  /** Ends its calls and the connections of its pages. */
  close(): void
}

/** Opens the toy network of an agency. */
export function createDevCarrier(parts: Agency & { mailbox?: Mailbox | undefined; log: Logger }): DevCarrier {
  const { accountSid, authToken, number, publicUrl, mailbox, log } = parts
  const agency: Agency = { accountSid, authToken, number, publicUrl }
  const network = new Network(agency, createWebhook(authToken, log), log)
  const everything = (): NetworkView => ({
    number,
    phones: [...network.phones.values()].map(({ view }) => view),
    mails: mailbox?.list().map(mailView),
  })
  const live = new Live(network, everything, mailbox)
  const routes = [...restRoutes(network), ...phoneRoutes(network, live, everything, mailbox)]
  return {
    routes: routes.map((route) => onThisMachine(publicUrl, route)),
    phone: (of) => network.phone(of),
    close() {
      live.close()
      network.close()
    },
  }
}

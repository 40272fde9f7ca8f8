import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from '../log.js'
import type { Agency } from './agency.js'
import { Call, type CallParts } from './call.js'
import { connect } from './dial.js'
import { Phone } from './phone.js'
import type { Message } from './message.js'
import type { Webhook } from './webhook.js'

/** A call that the network places, by REST or for a Dial; `timeout` is how long it rings, seconds. */
export type Placing = Pick<CallParts, 'direction' | 'to' | 'start' | 'status' | 'detects'> & { timeout: number }

/** How long it takes until a phone rings, milliseconds: the caller has the call's SID before anything happens. */
const PUTTING_THROUGH = 30

/** The toy telephone network: phones, and what passes between them and the agency. All of it lives in memory. */
export class Network {
  readonly phones = new Map<string, Phone>()
  /** By SID, as the REST API finds them. */
  readonly calls = new Map<string, Call>()
  readonly messages = new Map<string, Message>()
  private readonly watchers = new Set<(phone: Phone) => void>()
  private readonly removalWatchers = new Set<(number: string) => void>()

  constructor(
    readonly agency: Agency,
    readonly webhook: Webhook,
    readonly log: Logger,
  ) {}

  /** The phone with a number in E.164; a number that was never seen is a phone that was never used. */
  phone(number: string): Phone {
    const known = this.phones.get(number)
    if (known !== undefined) return known
    const phone = new Phone(this, number)
    this.phones.set(number, phone)
    phone.changes.on(() => {
      // One that was put away may still hear of the end of its call.
      if (this.phones.get(number) === phone) this.watchers.forEach((watcher) => watcher(phone))
    })
    phone.changes.tell()
    return phone
  }

  /** Calls the watcher with a phone at each change of it, until the returned function is called. */
  watch(watcher: (phone: Phone) => void): () => void {
    this.watchers.add(watcher)
    return () => this.watchers.delete(watcher)
  }

  /** Puts a phone away, with all it knows. */
  remove(phone: Phone): boolean {
    phone.hangUp()
    this.phones.delete(phone.number)
    this.removalWatchers.forEach((watcher) => watcher(phone.number))
    return true
  }

  /** Calls the watcher with the number of each phone that is put away, until the returned function is called. */
  watchRemovals(watcher: (number: string) => void): () => void {
    this.removalWatchers.add(watcher)
    return () => this.removalWatchers.delete(watcher)
  }

  /** Ends every call. */
  close(): void {
    for (const call of this.calls.values()) call.end('completed')
  }

  /** Calls a phone for the agency. It rings, a machine takes it, it is busy, or it can't be reached. */
  place({ timeout, ...parts }: Placing): Call {
    const phone = this.phone(parts.to)
    const busy = phone.call !== undefined
    const call = this.open({ ...parts, from: this.agency.number }, phone)
    void this.putThrough(call, phone, { busy, timeout })
    return call
  }

  private async putThrough(call: Call, { switches }: Phone, how: { busy: boolean; timeout: number }): Promise<void> {
    await delay(PUTTING_THROUGH)
    if (call.ended) return
    if (switches.unreachable) call.end('failed')
    else if (how.busy) call.end('busy')
    else {
      call.ring(how.timeout)
      if (switches.voicemail) await call.answer('machine_start', false)
    }
  }

  /** A new call on a phone. */
  open(
    parts: Omit<CallParts, 'agency' | 'webhook' | 'changes' | 'log' | 'connect'>,
    { calls, changes }: Pick<Phone, 'calls' | 'changes'>,
  ): Call {
    const { agency, webhook, log } = this
    const call = new Call({
      ...parts,
      agency,
      webhook,
      log,
      changes,
      connect: (from, dial, base) => connect(this, from, dial, base),
    })
    this.calls.set(call.view.sid, call)
    calls.push(call)
    return call
  }
}

import { expect } from 'chai'
import type twilio from 'twilio'
import { createDevCarrier, type DevCarrier } from '../../src/devCarrier/devCarrier.js'
import { openLog } from '../../src/log.js'
import { serve, type Served } from '../support/serve.js'
import { sdkAt, TestAgency } from './agency.js'

export const SID = 'AC0123456789abcdef0123456789abcdef'
export const TOKEN = 'token-of-the-tests'
export const AGENCY = '+12025550100'

/** A carrier on a real server, an agency that takes its webhooks, and Twilio's SDK. */
export interface Setting {
  agency: TestAgency
  carrier: DevCarrier
  sdk: twilio.Twilio
  site: Served
  logged: string[]
  close(): Promise<void>
}

/** Opens them on free ports. */
export async function openSetting(): Promise<Setting> {
  const agency = new TestAgency(TOKEN)
  await agency.open()
  const logged: string[] = []
  const log = openLog('trace', { write: (line) => void logged.push(line) })
  const carrier = createDevCarrier({ accountSid: SID, authToken: TOKEN, number: AGENCY, publicUrl: agency.url, log })
  const site = await serve(carrier.routes)
  const sdk = sdkAt(`${site.url}/carrier`, SID, TOKEN)
  return {
    agency,
    carrier,
    sdk,
    site,
    logged,
    async close() {
      carrier.close()
      await site.close()
      await agency.close()
    },
  }
}

let used = 100
/** A number that no test has used. */
export function freshNumber(): string {
  used += 1
  return `+1512555${String(used).padStart(4, '0')}`
}

/** Waits until a condition holds. */
export async function until(holds: () => boolean): Promise<void> {
  const end = Date.now() + 5000
  while (!holds()) {
    if (Date.now() > end) expect.fail('it never came to hold')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** The code of what Twilio's SDK throws. */
export async function codeOf(request: Promise<unknown>): Promise<{ status: number; code: number }> {
  try {
    await request
  } catch (error) {
    const { status, code } = error as { status: number; code: number }
    return { status, code }
  }
  return expect.fail('it was not refused')
}

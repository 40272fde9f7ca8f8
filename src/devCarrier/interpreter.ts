import type { Heard } from './ear.js'
import { TwimlError, type Dial, type Gather, type Prompt, type Verb } from './twiml.js'
import type { Target } from './webhook.js'

/** What a call offers to the TwiML that runs on it. */
export interface Line {
  readonly ended: boolean
  /** Fetches a document, with fields beside the call's own. @throws {TwimlError} when it can't be had or read. */
  read(target: Target, fields: Record<string, string>): Promise<Verb[]>
  prompt(prompt: Prompt): Promise<void>
  gather(gather: Gather): Promise<Heard>
  /** Connects to another phone; what came of it, as fields for the action. */
  dial(dial: Dial, base: string): Promise<Record<string, string>>
  reject(reason: 'rejected' | 'busy'): void
  /** The document failed. */
  fail(error: TwimlError): Promise<void>
}

/** Where the call goes on: the next document, or the end of the call. */
type Next = { target: Target; fields: Record<string, string> } | 'hang up'

/** Runs TwiML on a call, document after document, until one ends without going on. */
export async function runTwiml(line: Line, start: Target, fields: Record<string, string>): Promise<void> {
  let next: Next = { target: start, fields }
  try {
    while (next !== 'hang up' && !line.ended) next = await runDocument(line, next.target, next.fields)
  } catch (error) {
    if (!(error instanceof TwimlError)) throw error
    await line.fail(error)
  }
}

async function runDocument(line: Line, target: Target, fields: Record<string, string>): Promise<Next> {
  for (const verb of await line.read(target, fields)) {
    if (line.ended) return 'hang up'
    const next = await runVerb(line, verb, target.url)
    if (next !== undefined) return next
  }
  return 'hang up'
}

/** Runs one verb; undefined lets the next verb follow. */
async function runVerb(line: Line, verb: Verb, base: string): Promise<Next | undefined> {
  switch (verb.verb) {
    case 'Say':
    case 'Pause':
    case 'Play':
      await line.prompt(verb)
      return undefined
    case 'Gather':
      return afterGather(verb, await line.gather(verb), base)
    case 'Dial': {
      const fields = await line.dial(verb, base)
      return verb.action === '' ? undefined : goOn(verb, base, fields)
    }
    case 'Redirect':
      return goOn({ action: verb.url, method: verb.method }, base, {})
    case 'Reject':
      line.reject(verb.reason)
      return 'hang up'
    case 'Hangup':
      return 'hang up'
    case 'Message':
      throw new TwimlError(12200, '<Message> in a call')
  }
}

/** Nothing heard falls through to the next verb, unless the Gather asks for it (Twilio's `actionOnEmptyResult`). */
function afterGather(gather: Gather, heard: Heard, base: string): Next | undefined {
  if (heard.speech !== undefined) return goOn(gather, base, { SpeechResult: heard.speech, Confidence: '0.9' })
  if (heard.digits === '' && !gather.actionOnEmptyResult) return undefined
  return goOn(gather, base, {
    Digits: heard.digits,
    ...(heard.finishedOnKey === undefined ? {} : { FinishedOnKey: heard.finishedOnKey }),
  })
}

/** Without an action the document itself is asked again, as Twilio does. */
function goOn(to: { action: string; method: 'GET' | 'POST' }, base: string, fields: Record<string, string>): Next {
  return { target: { url: to.action === '' ? base : resolveUrl(to.action, base), method: to.method }, fields }
}

/** A URL of a document, resolved against the document's own. @throws {TwimlError} 11100 */
export function resolveUrl(url: string, base: string): string {
  if (!URL.canParse(url, base)) throw new TwimlError(11100, 'not a URL')
  return new URL(url, base).href
}

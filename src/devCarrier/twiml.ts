import { XMLParser } from 'fast-xml-parser'
import { z } from 'zod'
import { wellFormed } from './wellFormed.js'

/** Something to be said, before or inside of a Gather. */
export type Prompt =
  { verb: 'Say'; text: string; language: string } | { verb: 'Pause'; seconds: number } | { verb: 'Play' }

/** What a Gather takes. Times in seconds. */
export interface Gather {
  verb: 'Gather'
  prompts: Prompt[]
  keys: boolean
  speech: boolean
  numDigits: number
  finishOnKey: string
  timeout: number
  action: string
  method: 'GET' | 'POST'
  actionOnEmptyResult: boolean
}

/** A Dial to one number; `whisper` is what the called person hears before the two are connected. Times in seconds. */
export interface Dial {
  verb: 'Dial'
  to: string
  whisper: string
  timeout: number
  action: string
  method: 'GET' | 'POST'
}

/** A verb of a TwiML document, its attributes read and its defaults filled in. URLs are as written, '' for none. */
export type Verb =
  | Prompt
  | Gather
  | Dial
  | { verb: 'Redirect'; url: string; method: 'GET' | 'POST' }
  | { verb: 'Reject'; reason: 'rejected' | 'busy' }
  | { verb: 'Hangup' }
  | { verb: 'Message'; body: string }

/** The document can't be run; `code` is Twilio's. */
export class TwimlError extends Error {
  override readonly name = 'TwimlError'
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message)
  }
}

/** An element as fast-xml-parser gives it in order: its children or text by name, its attributes under `:@`. */
interface Element {
  name: string
  attributes: Record<string, string>
  children: Node[]
}
type Node = Record<string, unknown>

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  trimValues: false,
  htmlEntities: true,
})

/**
 * Reads a TwiML document into its verbs, in order. Stricter than Twilio, which warns of an unknown verb and goes on: a
 * mistake should be seen here.
 * @throws {TwimlError} 12100 for what is no XML, 12200 for an unknown verb.
 */
export function parseTwiml(xml: string): Verb[] {
  if (!wellFormed(xml)) throw new TwimlError(12100, 'not an XML document')
  const response = elements(nodes.parse(parser.parse(xml))).find(({ name }) => name === 'Response')
  if (response === undefined) throw new TwimlError(12100, 'no <Response>')
  return elements(response.children).map(verbOf)
}

function verbOf(element: Element): Verb {
  const { name, attributes } = element
  switch (name) {
    case 'Say':
    case 'Pause':
    case 'Play':
      return promptOf(element)
    case 'Gather':
      return gatherOf(element)
    case 'Dial':
      return dialOf(element)
    case 'Redirect':
      return { verb: 'Redirect', url: textOf(element.children), method: methodOf(attributes) }
    case 'Reject':
      return { verb: 'Reject', reason: attributes['reason'] === 'busy' ? 'busy' : 'rejected' }
    case 'Hangup':
      return { verb: 'Hangup' }
    case 'Message': {
      const body = elements(element.children).find((child) => child.name === 'Body')
      return { verb: 'Message', body: rawTextOf((body ?? element).children).trim() }
    }
    default:
      throw new TwimlError(12200, `unknown verb <${name}>`)
  }
}

function promptOf({ name, attributes, children }: Element): Prompt {
  if (name === 'Say') return { verb: 'Say', text: textOf(children), language: attributes['language'] ?? 'en-US' }
  if (name === 'Pause') return { verb: 'Pause', seconds: Number(attributes['length'] ?? 1) }
  if (name === 'Play') return { verb: 'Play' }
  throw new TwimlError(12200, `<${name}> in a <Gather>`)
}

function gatherOf({ attributes, children }: Element): Gather {
  const input = (attributes['input'] ?? 'dtmf').split(/\s+/)
  return {
    verb: 'Gather',
    prompts: elements(children).map(promptOf),
    keys: input.includes('dtmf'),
    speech: input.includes('speech'),
    numDigits: numberOf(attributes['numDigits'], Infinity),
    finishOnKey: attributes['finishOnKey'] ?? '#',
    timeout: numberOf(attributes['timeout'], 5),
    action: attributes['action'] ?? '',
    method: methodOf(attributes),
    actionOnEmptyResult: attributes['actionOnEmptyResult'] === 'true',
  }
}

function dialOf({ attributes, children }: Element): Dial {
  const number = elements(children).find(({ name }) => name === 'Number')
  return {
    verb: 'Dial',
    to: textOf(number?.children ?? children),
    whisper: number?.attributes['url'] ?? '',
    timeout: numberOf(attributes['timeout'], 30),
    action: attributes['action'] ?? '',
    method: methodOf(attributes),
  }
}

function numberOf(attribute: string | undefined, standard: number): number {
  const value = Number(attribute)
  return attribute === undefined || Number.isNaN(value) ? standard : value
}

function methodOf(attributes: Record<string, string>): 'GET' | 'POST' {
  return attributes['method']?.toUpperCase() === 'GET' ? 'GET' : 'POST'
}

const nodes = z.array(z.record(z.string(), z.unknown()))
const texts = z.record(z.string(), z.string())

/** The elements among nodes, without text, comments and the XML declaration. */
function elements(children: Node[]): Element[] {
  return children.flatMap((node) => {
    const name = Object.keys(node).find((key) => key !== ':@')
    if (name === undefined || name.startsWith('#') || name.startsWith('?')) return []
    return [{ name, attributes: texts.parse(node[':@'] ?? {}), children: nodes.parse(node[name]) }]
  })
}

/** What is said, SSML's marks left out: `<sub>` by its alias, every other element by its text. */
function textOf(children: Node[]): string {
  return rawTextOf(children).replace(/\s+/g, ' ').trim()
}

function rawTextOf(children: Node[]): string {
  return children
    .map((node) => {
      if (typeof node['#text'] === 'string') return node['#text']
      return elements([node])
        .map(({ name, attributes, children: inner }) =>
          name === 'sub' ? (attributes['alias'] ?? '') : `${name === 'break' ? ' ' : ''}${rawTextOf(inner)}`,
        )
        .join('')
    })
    .join('')
}

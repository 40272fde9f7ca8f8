import { z } from 'zod'
import { fieldsOf, isJson } from '../../http/body.js'
import type { Answer, Incoming, Route } from '../../http/route.js'
import type { Outcome, Refusal } from '../../outcome.js'
import { refusal, type RefusalCode } from './refusals.js'

/** The names in a path: `/v1/accounts/:id` has `id`. */
type Names<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | Names<Rest>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never

/** A call as it is told: what it takes and answers, why it refuses, and what it does. */
interface Told<
  Path extends string,
  Body extends z.ZodType,
  Query extends z.ZodObject,
  Done extends z.ZodType,
  Code extends RefusalCode,
> {
  /** The document's `operationId`. */
  id: string
  method: Route['method']
  path: Path
  summary: string
  description?: string
  /** Answers without a key. */
  open?: true
  body?: Body
  query?: Query
  status: 200 | 201 | 202 | 204
  answer?: Done
  examples?: { body?: z.input<Body>; answer?: z.input<Done> }
  /** The codes that `run` refuses with: those and no others. */
  refusals: readonly Code[]
  run: (request: {
    params: Record<Names<Path>, string>
    body: z.output<Body>
    query: z.output<Query>
  }) => Promise<Outcome<{ answer: z.output<Done> }, Code> | (Refusal<Code> & { message: string })>
}

/** A call of the API: the row that its route and its part of the document are both made from. */
export interface Operation extends Omit<
  Told<string, z.ZodType, z.ZodObject, z.ZodType, RefusalCode>,
  'run' | 'refusals'
> {
  /** Every code that it may refuse with, those of the validation too. */
  refusals: readonly RefusalCode[]
  handle(incoming: Incoming): Promise<Answer>
}

/**
 * Makes a call: its body and query are validated before it runs, and its answer is written through its schema, so that a field
 * that the document does not name never goes out.
 */
export function operation<
  Path extends string,
  Body extends z.ZodType = z.ZodUndefined,
  Query extends z.ZodObject = z.ZodObject,
  Done extends z.ZodType = z.ZodUndefined,
  Code extends RefusalCode = never,
>(told: Told<Path, Body, Query, Done, Code>): Operation {
  const { run, ...row } = told
  const own: RefusalCode[] = [
    ...(told.open === true ? [] : (['unauthorized'] as const)),
    ...(told.body !== undefined || told.query !== undefined ? (['bad_request'] as const) : []),
    ...(told.method === 'GET' ? [] : (['media_type'] as const)),
  ]
  return {
    ...row,
    refusals: [...new Set<RefusalCode>([...own, ...told.refusals])],
    async handle(incoming) {
      // An id that is not one names nothing; a hand-off's number is none.
      const { number: _number, ...ids } = incoming.params
      if (!Object.values(ids).every((id) => z.guid().safeParse(id).success)) return refusal('not_found')
      if (told.body !== undefined && incoming.body !== undefined && !isJson(incoming)) return refusal('media_type')
      // A call whose fields may all be left out may leave the body out too.
      const given = told.body === undefined ? undefined : incoming.body === undefined ? {} : incoming.body
      const body = (told.body ?? z.undefined()).safeParse(given)
      if (!body.success) return refusal('bad_request', { message: faultOf('body', body.error) })
      const query = (told.query ?? z.object({})).safeParse(fieldsOf(incoming.query))
      if (!query.success) return refusal('bad_request', { message: faultOf('query', query.error) })
      const ended = await run({
        params: incoming.params,
        body: body.data as z.output<Body>,
        query: query.data as z.output<Query>,
      })
      if (!ended.ok) return refusal(ended.why, ended)
      return told.answer === undefined
        ? { status: told.status }
        : { status: told.status, json: z.encode(told.answer, ended.answer) }
    },
  }
}

/** How many of the names that a call does not know are repeated, and how much of each, in characters. */
const [NAMES, NAME_LENGTH] = [5, 40]

function unknownNames(names: readonly string[]): string {
  const told = names.slice(0, NAMES).map((name) => JSON.stringify(name.slice(0, NAME_LENGTH)))
  return [...told, ...(names.length > NAMES ? [`${names.length - NAMES} more`] : [])].join(', ')
}

/** Where the request differs from the schema, in our own words and without the values. */
function faultOf(part: 'body' | 'query', error: z.ZodError): string {
  const faults = error.issues.map((issue) =>
    issue.code === 'unrecognized_keys'
      ? `it does not take ${unknownNames(issue.keys)}`
      : issue.path.length === 0
        ? 'it is not as described'
        : `${issue.path.join('.')} is missing or not as described`,
  )
  return `Look at the ${part}: ${[...new Set(faults)].join('; ')}.`
}

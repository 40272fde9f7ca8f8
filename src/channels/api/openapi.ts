import { z } from 'zod'
import type { Operation } from './operation.js'
import { REFUSALS, type RefusalCode } from './refusals.js'
import { NAMED } from './schemas.js'

type Json = Record<string, unknown>

/** The API's description, OpenAPI 3.1.1 (spec.openapis.org/oas/v3.1.1), made of the very rows and schemas that it runs on. */
export function openApiOf(operations: readonly Operation[]): Json {
  const paths: Record<string, Json> = {}
  for (const operation of operations) {
    const path = operation.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [operation.method.toLowerCase()]: describe(operation) }
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Ringback',
      version: '1',
      description:
        'Multi-factor authentication for a relying party’s own server, after its own first factor. Every key sees every account. Times are ISO 8601, UTC.',
    },
    servers: [{ url: '/' }],
    security: [{ key: [] }],
    paths,
    components: {
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: 'id:secret, one of the configured pairs' },
      },
      schemas: { ...namedSchemas(), Problem: schemaOf(problem) },
    },
  }
}

function describe(operation: Operation): Json {
  const { id, summary, description, body, examples } = operation
  return {
    operationId: id,
    summary,
    ...(description === undefined ? {} : { description }),
    ...(operation.open === true ? { security: [] } : {}),
    parameters: [...pathParameters(operation.path), ...queryParameters(operation.query)],
    ...(body === undefined ? {} : { requestBody: requestOf(body, examples?.body) }),
    responses: {
      [operation.status]: doneOf(operation),
      ...refusedOf(operation.refusals),
      default: { description: 'Not served', content: { 'application/json': { schema: { $ref: refTo('Problem') } } } },
    },
  }
}

function pathParameters(path: string): Json[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: name === 'number' ? { type: 'string' } : { type: 'string', format: 'uuid' },
  }))
}

function queryParameters(query: Operation['query']): Json[] {
  return Object.entries(query?.shape ?? {}).map(([name, schema]) => {
    const { description, ...plain } = schemaOf(schema as z.ZodType)
    return { name, in: 'query', required: false, schema: plain, ...(description === undefined ? {} : { description }) }
  })
}

function requestOf(body: z.ZodType, example: unknown): Json {
  return { required: !body.safeParse({}).success, content: contentOf(body, example) }
}

function doneOf({ status, answer, examples }: Operation): Json {
  return {
    description: { 200: 'Done', 201: 'Made', 202: 'On its way', 204: 'Removed' }[status],
    ...(answer === undefined ? {} : { content: contentOf(answer, examples?.answer) }),
  }
}

/** One response a status, with the codes that come with it. */
function refusedOf(codes: readonly RefusalCode[]): Json {
  const statuses = [...new Set(codes.map((code) => REFUSALS[code][0]))].sort((a, b) => a - b)
  return Object.fromEntries(statuses.map((status) => [status, refusedAs(status, codes)]))
}

function refusedAs(status: number, all: readonly RefusalCode[]): Json {
  const codes = all.filter((code) => REFUSALS[code][0] === status)
  return {
    description: codes.map((code) => `\`${code}\`: ${REFUSALS[code][1]}`).join('\n\n'),
    ...headersOf(status),
    content: { 'application/json': { schema: problemOf(codes) } },
  }
}

function headersOf(status: number): Json {
  if (status === 401) return { headers: { 'WWW-Authenticate': { schema: { type: 'string', const: 'Bearer' } } } }
  if (status === 429) return { headers: { 'Retry-After': { description: 'Seconds', schema: { type: 'integer' } } } }
  return {}
}

/** Every refusal's body; a response narrows the code. */
const problem = z.object({
  error: z.object({
    code: z.string(),
    message: z.string().describe('For the developer, in English'),
    retryAfter: z.int().min(1).optional().describe('Seconds; with every 429'),
  }),
})

function problemOf(codes: readonly RefusalCode[]): Json {
  return { allOf: [{ $ref: refTo('Problem') }, { properties: { error: { properties: { code: { enum: codes } } } } }] }
}

function contentOf(schema: z.ZodType, example: unknown): Json {
  const name = NAMED.get(schema)?.id
  return {
    'application/json': {
      schema: name === undefined ? schemaOf(schema) : { $ref: refTo(name) },
      ...(example === undefined ? {} : { example }),
    },
  }
}

const refTo = (name: string): string => `#/components/schemas/${name}`

function schemaOf(schema: z.ZodType): Json {
  return withoutIdentity(z.toJSONSchema(schema, RENDERING))
}

function namedSchemas(): Json {
  const { schemas } = z.toJSONSchema(NAMED, { ...RENDERING, uri: refTo })
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, withoutIdentity(schema)]))
}

/** What goes over the wire; a format says what its pattern says, and a whole number is one. */
const RENDERING = {
  io: 'input',
  override: ({
    jsonSchema,
  }: {
    jsonSchema: { format?: string; pattern?: string; maximum?: number; minimum?: number }
  }) => {
    if (jsonSchema.format !== undefined) delete jsonSchema.pattern
    if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
    if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
  },
} as const

/** Inside the document a schema's place is its name. */
function withoutIdentity(schema: object): Json {
  const { $schema: _dialect, $id: _place, ...rest } = schema as Json
  return rest
}

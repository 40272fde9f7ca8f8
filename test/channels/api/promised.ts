/** An answer as it came over HTTP. */
export interface Answered {
  status: number
  headers: Headers
  body: Record<string, unknown>
}

/** The document's paths, as far as the answers go. */
export type Documented = Record<
  string,
  Record<string, { responses: Record<string, { content?: Record<string, Media> }> }>
>
interface Media {
  schema: { allOf?: [unknown, { properties: { error: { properties: { code: { enum: string[] } } } } }] }
}

/** `201`, or `409 last_factor`. */
export const outcomeOf = ({ status, body }: Answered): string =>
  status < 400 ? String(status) : `${status} ${(body['error'] as { code: string }).code}`

/** What the document says a call may answer: `201`, `409 last_factor`, … */
export function promised(paths: Documented, method: string, path: string): string[] {
  const parts = path.replace(/\?.*/, '').split('/')
  const found = Object.entries(paths).find(([template]) => {
    const names = template.split('/')
    return names.length === parts.length && names.every((name, at) => name.startsWith('{') || name === parts[at])
  })
  return Object.entries(found?.[1][method.toLowerCase()]?.responses ?? {}).flatMap(([status, { content }]) => {
    const codes = content?.['application/json']?.schema.allOf?.[1].properties.error.properties.code.enum
    return codes === undefined ? [status] : codes.map((code) => `${status} ${code}`)
  })
}

import { Validator } from '@seriousme/openapi-schema-validator'
import { expect } from 'chai'
import { RelyingParty } from './relyingParty.js'

interface Document {
  openapi: string
  paths: Record<string, Record<string, { operationId: string; security?: unknown[]; responses: object }>>
  components: { schemas: Record<string, object> }
}

describe('the API’s document', () => {
  const party = new RelyingParty()
  let document: Document
  before(async () => {
    await party.open()
    document = (await (await fetch(`${party.url}/v1/openapi.json`)).json()) as Document
  })
  after(() => party.stop())

  it('is valid OpenAPI 3.1', async () => {
    const { valid, errors } = await new Validator().validate({ ...document })
    expect(valid, JSON.stringify(errors)).to.equal(true)
    expect(document.openapi).to.match(/^3\.1\./)
  })

  it('has every route, and no other', () => {
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
    )
    expect(described).to.have.members(party.routes.map(({ method, path }) => `${method} ${path}`))
  })

  it('names each operation once, and leaves no reference open', () => {
    const ids = Object.values(document.paths).flatMap((methods) => Object.values(methods).map((one) => one.operationId))
    expect(new Set(ids).size).to.equal(ids.length)
    const references = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(
      ([, name]) => name,
    )
    expect(Object.keys(document.components.schemas)).to.include.members(references)
  })

  it('is open itself, and says that all else is not', () => {
    const open = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).filter(({ security, responses }) => security?.length === 0 && !('401' in responses)),
    )
    expect(open.map(({ operationId }) => operationId)).to.deep.equal(['describe'])
  })
})

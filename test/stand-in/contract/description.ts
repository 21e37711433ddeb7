import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

export type Schema = Record<string, unknown>

interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  required?: boolean
  schema: Schema
}

interface Media {
  content?: Record<string, { schema?: Schema }>
}

export interface Operation {
  operationId: string
  parameters: Parameter[]
  requestBody: Schema | undefined
  bodyRequired: boolean
  /** Schema of the JSON answer by status; undefined for an answer without a body. */
  responses: Map<number, Schema | undefined>
}

interface RawOperation {
  operationId: string
  parameters?: (Parameter | { $ref: string })[]
  requestBody?: Media & { required?: boolean }
  responses: Record<string, Media | { $ref: string }>
}

interface Document {
  paths: Record<string, Record<string, RawOperation>>
  'x-webhooks': Record<string, { post: RawOperation }>
  components: Record<string, Record<string, unknown>>
}

let loaded: Document | undefined

/** GitHub's own description of its REST API, as published by Octokit; read once a process (13 MB, 0.2 s). */
function document(): Document {
  if (loaded) return loaded
  const file = createRequire(import.meta.url).resolve('@octokit/openapi/generated/api.github.com.json')
  loaded = JSON.parse(readFileSync(file, 'utf8')) as Document
  return loaded
}

function deref<T>(value: T | { $ref: string }): T {
  if (typeof value !== 'object' || value === null || !('$ref' in value)) return value
  const [, , group = '', name = ''] = value.$ref.split('/')
  return document().components[group]?.[name] as T
}

function jsonSchema(media: Media | undefined): Schema | undefined {
  return media?.content?.['application/json']?.schema
}

/** The operation behind a method and a path template, or undefined where GitHub has none. */
export function findOperation(method: string, template: string): Operation | undefined {
  const raw = document().paths[template]?.[method.toLowerCase()]
  if (!raw) return undefined
  const responses = Object.entries(raw.responses).map(
    ([status, response]) => [Number(status), jsonSchema(deref<Media>(response))] as const,
  )
  return {
    operationId: raw.operationId,
    parameters: (raw.parameters ?? []).map((each) => deref<Parameter>(each)),
    requestBody: jsonSchema(raw.requestBody),
    bodyRequired: raw.requestBody?.required === true,
    responses: new Map(responses),
  }
}

/** Schema of a webhook's payload: `pull_request` and `opened`, `push` and null. */
export function findWebhook(event: string, action: string | null): Schema | undefined {
  const name = [event, action].filter(Boolean).join('-').replaceAll('_', '-')
  return jsonSchema(document()['x-webhooks'][name]?.post.requestBody)
}

export function componentSchema(name: string): Schema {
  const schema = document().components['schemas']?.[name]
  if (schema === undefined) throw new Error(`No schema ${name} in GitHub's description`)
  return schema as Schema
}

import type { Description } from './description.ts'
import { isTrue } from './description.ts'
import type { ContentType } from './swagger2.ts'
import { child, entries, isMapping, items, madeUp, stringAt, type SpecNode } from './node.ts'
import { fragmentSteps } from './references.ts'

export interface MediaType {
  /** Lower case, without the `charset` parameter. */
  type: string
  node: SpecNode
  schema?: SpecNode
  /** Of one item of a stream (OpenAPI 3.2). */
  itemSchema?: SpecNode
  /** How the parts of a form or a multipart body are written. */
  parts?: Part[]
}

/** One `encoding` of a media type. */
export interface Part {
  /** The property it is for; the position, counted from 1, where it is for one of a list. */
  name: string
  node: SpecNode
  headers: Header[]
}

export interface Header {
  /** Lower case. */
  name: string
  required: boolean
  /** Where the response or part names it. */
  node: SpecNode
  /** What `node` refers to, or itself. */
  definition: SpecNode
  schema?: SpecNode
  /** The schema, or what it refers to. */
  schemaTarget?: SpecNode
  /** Instead of a schema (OpenAPI 3 `content`). */
  content: MediaType[]
}

/** The way from a response to another operation. */
export interface Link {
  /** Where the response names it. */
  node: SpecNode
  /** What `node` refers to, or itself. */
  definition: SpecNode
  /** `GET /pets/{}`, or the `operationId` or `operationRef` as written where it names no operation. */
  target: string
}

export interface Response {
  /** `200`, `2XX` or `default`. */
  status: string
  node: SpecNode
  headers: Header[]
  /** By name. */
  links: Map<string, Link>
  content: MediaType[]
}

export function readContent(description: Description, node: SpecNode | undefined): MediaType[] {
  return entries(node).flatMap(([type, written]) => {
    // Since OpenAPI 3.2 a media type may be a reference (section 4.14).
    const media = description.resolve(written)
    if (!media || !isMapping(media.value)) return []
    const schema = child(media, 'schema')
    const itemSchema = child(media, 'itemSchema')
    const parts = readEncodings(description, media)
    return [
      {
        type: normalType(type),
        node: media,
        ...(schema && { schema }),
        ...(itemSchema && { itemSchema }),
        ...(parts.length > 0 && { parts }),
      },
    ]
  })
}

const MAX_ENCODING_DEPTH = 5

/** `encoding` by property; since OpenAPI 3.2 also by position, and nested (section 4.15). */
function readEncodings(description: Description, holder: SpecNode, above = '', depth = 0): Part[] {
  if (depth > MAX_ENCODING_DEPTH) return []
  const rest = child(holder, 'itemEncoding')
  const written: [string, SpecNode][] = [
    ...entries(child(holder, 'encoding')),
    ...items(child(holder, 'prefixEncoding')).map((node, index): [string, SpecNode] => [
      `${index + 1}`,
      node,
    ]),
    ...(rest ? [['every further one', rest] satisfies [string, SpecNode]] : []),
  ]
  return written.flatMap(([key, node]) => {
    const name = above === '' ? key : `${above}, ${key}`
    return [
      { name, node, headers: readHeaders(description, node) },
      ...readEncodings(description, node, name, depth + 1),
    ]
  })
}

export function normalType(type: string): string {
  const [essence = '', ...parameters] = type.split(';').map((part) => part.trim().toLowerCase())
  return [essence, ...parameters.filter((part) => part !== '' && !part.startsWith('charset='))].join('; ')
}

/** `produces` are the media types of a Swagger 2 response, which has one schema for all of them. */
export function readResponses(
  description: Description,
  operation: SpecNode,
  produces: readonly ContentType[],
): Response[] {
  const swagger = description.dialect === 'swagger-2.0'
  return entries(child(operation, 'responses')).flatMap(([status, written]) => {
    const node = description.resolve(written)
    if (status.startsWith('x-') || !node || !isMapping(node.value)) return []
    const schema = swagger ? child(node, 'schema') : undefined
    const content = swagger
      ? schema
        ? produces.map(({ type, node: written = schema }) => ({ type, node: written, schema }))
        : []
      : readContent(description, child(node, 'content'))
    // The place of a response is where the operation names it; a shared response stands behind it.
    const place = madeUp(written, node.value)
    return [
      {
        status: status.toUpperCase().replace('DEFAULT', 'default'),
        node: place,
        headers: readHeaders(description, node),
        links: readLinks(description, node),
        content,
      },
    ]
  })
}

function readLinks(description: Description, response: SpecNode): Map<string, Link> {
  return new Map(
    entries(child(response, 'links')).flatMap(([name, node]) => {
      const definition = description.resolve(node)
      return definition ? [[name, { node, definition, target: targetOf(description, definition) }]] : []
    }),
  )
}

/** An operation is the same however it is named (OpenAPI 3.1 section 4.8.20). */
function targetOf(description: Description, link: SpecNode): string {
  const id = stringAt(link, 'operationId')
  if (id !== undefined) return operationsById(description).get(id) ?? id
  const ref = stringAt(link, 'operationRef') ?? ''
  const [paths, path = '', method = ''] = fragmentSteps(ref.slice(ref.indexOf('#') + 1)) ?? []
  return paths === 'paths' ? callOf(method, path) : ref
}

const operationIds = new WeakMap<Description, Map<string, string>>()

function operationsById(description: Description): Map<string, string> {
  let known = operationIds.get(description)
  if (!known) {
    known = new Map()
    for (const [path, written] of entries(child(description.root, 'paths'))) {
      for (const [method, operation] of entries(description.resolve(written))) {
        const id = stringAt(operation, 'operationId')
        if (id !== undefined) known.set(id, callOf(method, path))
      }
    }
    operationIds.set(description, known)
  }
  return known
}

function callOf(method: string, path: string): string {
  return `${method.toUpperCase()} ${path.replace(/\{[^{}]*\}/g, '{}')}`
}

/** A schema as written and what it refers to. */
export function readSchema(
  description: Description,
  schema: SpecNode | undefined,
): { schema?: SpecNode; schemaTarget?: SpecNode } {
  return schema ? { schema, schemaTarget: description.resolve(schema) ?? schema } : {}
}

/** The headers of a response, or of a part of a multipart body. */
export function readHeaders(description: Description, holder: SpecNode): Header[] {
  return entries(child(holder, 'headers')).flatMap(([name, written]) => {
    const node = description.resolve(written)
    // OpenAPI says a header named Content-Type is ignored (3.1 section 4.8.17).
    if (!node || !isMapping(node.value) || name.toLowerCase() === 'content-type') return []
    const schema = description.dialect === 'swagger-2.0' ? node : child(node, 'schema')
    return [
      {
        name: name.toLowerCase(),
        required: isTrue(node, 'required'),
        node: written,
        definition: node,
        ...readSchema(description, schema),
        content: readContent(description, child(node, 'content')),
      },
    ]
  })
}

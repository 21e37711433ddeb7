import type { Description } from './description.ts'
import { isTrue } from './description.ts'
import { readContent, readResponses, readSchema, type MediaType, type Response } from './content.ts'
import { child, entries, isMapping, items, stringAt, valueAt, type SpecNode } from './node.ts'
import { readSecurity, type Security } from './security.ts'
import { bodyOfSwagger2, contentTypes } from './swagger2.ts'

/** What the description says about the life of a thing. Dates are as written. */
export interface Lifecycle {
  deprecated: boolean
  sunset?: { node: SpecNode; value: unknown }
  stability?: { node: SpecNode; value: unknown }
}

export interface Parameter {
  name: string
  in: string
  /** Identity between versions: path parameters by position (`path 0`), others by place and name. */
  id: string
  required: boolean
  node: SpecNode
  schema?: SpecNode
  /** The schema, or what it refers to. */
  schemaTarget?: SpecNode
  /** Instead of a schema (OpenAPI 3 `content`). */
  content: MediaType[]
  lifecycle: Lifecycle
}

export interface Body {
  node: SpecNode
  required: boolean
  content: MediaType[]
}

export interface Operation {
  kind: 'path' | 'webhook' | 'callback'
  /** `GET /pets/{id}` as written. */
  name: string
  /** Upper case. */
  method: string
  path: string
  /** `/pets/{}`: parameter names do not matter to a client. */
  template: string
  node: SpecNode
  pathNode: SpecNode
  parameters: Parameter[]
  body?: Body
  responses: Response[]
  security: Security
  callbacks: Operation[]
  lifecycle: Lifecycle
}

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query']
const MAX_CALLBACK_DEPTH = 5

const known = new WeakMap<Description, readonly Operation[]>()

/** Every operation that clients can call, and every one (webhook) that clients are called with; read once. */
export function readOperations(description: Description): readonly Operation[] {
  const operations = known.get(description) ?? operationsOf(description)
  known.set(description, operations)
  return operations
}

function operationsOf(description: Description): Operation[] {
  const { root } = description
  return [
    ...entries(child(root, 'paths')).flatMap(([path, node]) => readPath(description, 'path', path, node, 0)),
    ...entries(child(root, 'webhooks') ?? child(root, 'x-webhooks')).flatMap(([name, node]) =>
      readPath(description, 'webhook', name, node, 0),
    ),
  ]
}

/** `/pets/{id}/toys` as `/pets/{}/toys`, without a trailing slash's meaning being lost. */
export function templateOf(path: string): string {
  return path.replace(/\{[^{}]*\}/g, '{}')
}

function readPath(
  description: Description,
  kind: Operation['kind'],
  path: string,
  written: SpecNode,
  depth: number,
  template = templateOf(path),
): Operation[] {
  if (kind === 'path' && !path.startsWith('/')) return []
  const pathNode = description.resolve(written)
  if (!pathNode || !isMapping(pathNode.value)) return []
  const shared = items(child(pathNode, 'parameters'))
  const own = METHODS.flatMap((method) => {
    const node = child(pathNode, method)
    return node && isMapping(node.value) ? [{ method: method.toUpperCase(), node }] : []
  })
  const additional = entries(child(pathNode, 'additionalOperations')).map(([method, node]) => ({
    method,
    node,
  }))
  return [...own, ...additional].map(({ method, node }) => {
    const operation = { kind, method, path, template, node, pathNode: written }
    return readOperation(description, operation, shared, depth)
  })
}

function readOperation(
  description: Description,
  head: Pick<Operation, 'kind' | 'method' | 'path' | 'template' | 'node' | 'pathNode'>,
  shared: readonly SpecNode[],
  depth: number,
): Operation {
  const { node, path } = head
  const all = mergeParameters(description, shared, items(child(node, 'parameters')))
  const swagger = description.dialect === 'swagger-2.0'
  const body = swagger ? bodyOfSwagger2(description, node, all) : readBody(description, node)
  return {
    ...head,
    // A callback's path begins with the operation that announces it.
    name: head.kind === 'callback' ? `${path} (${head.method})` : `${head.method} ${path}`,
    parameters: all
      .filter((parameter) => !swagger || !['body', 'formData'].includes(stringAt(parameter, 'in') ?? ''))
      .flatMap((parameter) => readParameter(description, parameter, path)),
    ...(body && { body }),
    responses: readResponses(description, node, swagger ? contentTypes(description, node, 'produces') : []),
    security: readSecurity(description, node),
    callbacks: depth < MAX_CALLBACK_DEPTH ? readCallbacks(description, node, head, depth) : [],
    lifecycle: lifecycleOf(node),
  }
}

function readCallbacks(
  description: Description,
  node: SpecNode,
  { method, path }: { method: string; path: string },
  depth: number,
): Operation[] {
  return entries(child(node, 'callbacks')).flatMap(([name, written]) =>
    entries(description.resolve(written)).flatMap(([expression, item]) =>
      // Where an expression takes the address from is no mere name, unlike that of a path's parameter.
      readPath(
        description,
        'callback',
        `${method} ${path} ${name} ${expression}`,
        item,
        depth + 1,
        `${method} ${templateOf(path)} ${name} ${expression}`,
      ),
    ),
  )
}

/** Parameters of a path item with those of its operation, which win (OpenAPI 3.1 section 4.8.10). */
function mergeParameters(
  description: Description,
  shared: readonly SpecNode[],
  own: readonly SpecNode[],
): SpecNode[] {
  const merged = new Map<string, SpecNode>()
  for (const written of [...shared, ...own]) {
    const node = description.resolve(written)
    if (node && isMapping(node.value)) merged.set(`${stringAt(node, 'in')} ${stringAt(node, 'name')}`, node)
  }
  return [...merged.values()]
}

/** Described by media types and security instead (OpenAPI 3.1 section 4.8.12.2). */
const IGNORED = new Set(['accept', 'content-type', 'authorization'])

function readParameter(description: Description, node: SpecNode, path: string): Parameter[] {
  const swagger = description.dialect === 'swagger-2.0'
  const name = stringAt(node, 'name')
  const place = stringAt(node, 'in')
  if (name === undefined || place === undefined) return []
  if (!swagger && place === 'header' && IGNORED.has(name.toLowerCase())) return []
  const schema = swagger ? node : child(node, 'schema')
  const known = place === 'header' ? name.toLowerCase() : name
  const position = [...path.matchAll(/\{([^{}]*)\}/g)].findIndex((match) => match[1] === name)
  return [
    {
      name,
      in: place,
      id: place === 'path' && position >= 0 ? `path ${position}` : `${place} ${known}`,
      required: place === 'path' || isTrue(node, 'required'),
      node,
      ...readSchema(description, schema),
      content: swagger ? [] : readContent(description, child(node, 'content')),
      lifecycle: lifecycleOf(node),
    },
  ]
}

function readBody(description: Description, operation: SpecNode): Body | undefined {
  const written = child(operation, 'requestBody')
  const node = written && description.resolve(written)
  if (!node || !isMapping(node.value)) return undefined
  return {
    node,
    required: isTrue(node, 'required'),
    content: readContent(description, child(node, 'content')),
  }
}

/** `deprecated`, `x-sunset` and `x-stability-level` of an operation, parameter or property. */
export function lifecycleOf(node: SpecNode): Lifecycle {
  const sunset = child(node, 'x-sunset')
  const stability = child(node, 'x-stability-level')
  return {
    deprecated: isTrue(node, 'deprecated'),
    ...(sunset && { sunset: { node: sunset, value: sunset.value } }),
    ...(stability && { stability: { node: stability, value: valueAt(node.value, 'x-stability-level') } }),
  }
}

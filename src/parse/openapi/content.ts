import type { Description } from './description.ts'
import { isTrue } from './description.ts'
import { child, entries, isMapping, madeUp, type SpecNode } from './node.ts'

export interface MediaType {
  /** Lower case, without the `charset` parameter. */
  type: string
  node: SpecNode
  schema?: SpecNode
}

export interface Header {
  /** Lower case. */
  name: string
  required: boolean
  node: SpecNode
  schema?: SpecNode
}

export interface Response {
  /** `200`, `2XX` or `default`. */
  status: string
  node: SpecNode
  headers: Header[]
  /** By name. */
  links: Map<string, SpecNode>
  content: MediaType[]
}

export function readContent(node: SpecNode | undefined): MediaType[] {
  return entries(node).map(([type, media]) => {
    const schema = child(media, 'schema') ?? itemsOfStream(media)
    return { type: normalType(type), node: media, ...(schema && { schema }) }
  })
}

/** OpenAPI 3.2 describes streams by the schema of one item. */
function itemsOfStream(media: SpecNode): SpecNode | undefined {
  return child(media, 'itemSchema')
}

export function normalType(type: string): string {
  const [essence = '', ...parameters] = type.split(';').map((part) => part.trim().toLowerCase())
  return [essence, ...parameters.filter((part) => part !== '' && !part.startsWith('charset='))].join('; ')
}

/** `produces` are the media types of a Swagger 2 response, which has one schema for all of them. */
export function readResponses(
  description: Description,
  operation: SpecNode,
  produces: readonly string[],
): Response[] {
  const swagger = description.dialect === 'swagger-2.0'
  return entries(child(operation, 'responses')).flatMap(([status, written]) => {
    const node = description.resolve(written)
    if (status.startsWith('x-') || !node || !isMapping(node.value)) return []
    const schema = swagger ? child(node, 'schema') : undefined
    const content = swagger
      ? schema
        ? produces.map((type) => ({ type: normalType(type), node: schema, schema }))
        : []
      : readContent(child(node, 'content'))
    // The place of a response is where the operation names it; a shared response stands behind it.
    const place = madeUp(written, node.value)
    return [
      {
        status: status.toUpperCase().replace('DEFAULT', 'default'),
        node: place,
        headers: readHeaders(description, node),
        links: new Map(entries(child(node, 'links'))),
        content,
      },
    ]
  })
}

function readHeaders(description: Description, response: SpecNode): Header[] {
  return entries(child(response, 'headers')).flatMap(([name, written]) => {
    const node = description.resolve(written)
    // OpenAPI says a header named Content-Type is ignored (3.1 section 4.8.17).
    if (!node || !isMapping(node.value) || name.toLowerCase() === 'content-type') return []
    const schema = description.dialect === 'swagger-2.0' ? node : child(node, 'schema')
    return [
      {
        name: name.toLowerCase(),
        required: isTrue(node, 'required'),
        node: written,
        ...(schema && { schema }),
      },
    ]
  })
}

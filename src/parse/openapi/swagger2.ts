import type { Description } from './description.ts'
import { isTrue } from './description.ts'
import { normalType, type MediaType } from './content.ts'
import { child, items, madeUp, stringAt, type SpecNode } from './node.ts'
import type { Body } from './operations.ts'

/** A media type of a Swagger 2 message and where it is written, if anywhere. */
export interface ContentType {
  type: string
  node?: SpecNode
}

/** `consumes` or `produces` of an operation, else of the description; JSON where nothing is said. */
export function contentTypes(
  description: Description,
  operation: SpecNode,
  key: 'consumes' | 'produces',
): ContentType[] {
  const own = child(operation, key) ?? child(description.root, key)
  const types = items(own).flatMap((node) =>
    typeof node.value === 'string' ? [{ type: normalType(node.value), node }] : [],
  )
  return types.length > 0 ? types : [{ type: 'application/json' }]
}

/** The `body` or `formData` parameters of a Swagger 2 operation in the shape of an OpenAPI 3 request body. */
export function bodyOfSwagger2(
  description: Description,
  operation: SpecNode,
  parameters: readonly SpecNode[],
): Body | undefined {
  const body = parameters.find((parameter) => stringAt(parameter, 'in') === 'body')
  const consumes = contentTypes(description, operation, 'consumes')
  if (body) {
    const schema = child(body, 'schema')
    const content = consumes.map(({ type, node = body }): MediaType => ({
      type,
      node,
      ...(schema && { schema }),
    }))
    return { node: body, required: isTrue(body, 'required'), content }
  }
  const fields = parameters.filter((parameter) => stringAt(parameter, 'in') === 'formData')
  const [first] = fields
  if (!first) return undefined
  const forms = consumes.filter(({ type }) => type.includes('form'))
  const schema = formSchema(description, operation, fields)
  const types: ContentType[] = forms.length > 0 ? forms : [{ type: 'application/x-www-form-urlencoded' }]
  return {
    node: first,
    required: fields.some((field) => isTrue(field, 'required')),
    content: types.map(({ type, node = first }) => ({ type, node, schema })),
  }
}

/** One schema for all versions of the same fields, so that comparing it again is recognised. */
const formSchemas = new WeakMap<object, SpecNode>()

function formSchema(description: Description, operation: SpecNode, fields: readonly SpecNode[]): SpecNode {
  const known = formSchemas.get(operation.value as object)
  if (known) return known
  const value = {
    type: 'object',
    properties: Object.fromEntries(fields.map((field) => [stringAt(field, 'name') ?? '', field.value])),
    required: fields.filter((field) => isTrue(field, 'required')).map((field) => stringAt(field, 'name')),
  }
  const place = child(operation, 'parameters') ?? operation
  const node = madeUp(place, value)
  formSchemas.set(operation.value as object, node)
  const origins = new Map(fields.map((field) => [stringAt(field, 'name') ?? '', field]))
  description.origins.set(value, origins)
  return node
}

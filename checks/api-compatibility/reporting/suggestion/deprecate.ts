import { entries, stringAt, valueAt, type SpecNode } from '../../../../src/parse/openapi/node.ts'
import type { Edit, SourceText } from './source-text.ts'

/** Keys that people write first: the mark comes behind the last of them. */
const FIRST = new Set(['tags', 'summary', 'description', 'operationId', 'in', 'name', 'type', 'format'])

/** Marks an operation, parameter, header or schema as deprecated, in the style it is written in. */
export function deprecate(node: SpecNode, text: SourceText): Edit | undefined {
  // Beside a `$ref` the mark would not count before OpenAPI 3.1, and is not wanted where it is already.
  if (stringAt(node, '$ref') !== undefined || valueAt(node.value, 'deprecated') !== undefined)
    return undefined
  const children = entries(node)
  const at = children.findLast(([key]) => FIRST.has(key)) ?? children[0]
  const [beside] = at ? text.entries([at[1]]) : []
  if (!beside) return undefined
  const line = `\n${beside.indent}`
  const mark = text.json ? '"deprecated": true' : 'deprecated: true'
  const separator = beside.flow ? `,${beside.alone ? line : ' '}` : line
  return { start: beside.end, end: beside.end, text: separator + mark }
}

import type { Description } from '../../../src/parse/openapi/description.ts'
import { child, isMapping, items, type SpecNode } from '../../../src/parse/openapi/node.ts'
import type { Operation } from '../../../src/parse/openapi/operations.ts'
import { newOperations } from '../additions/additions.ts'
import { additionOptions, additionRule } from '../additions/addition-rule.ts'

/** Members of a problem (RFC 9457 section 3.1): three of them and a model is one under any media type. */
const MEMBERS = ['type', 'title', 'status', 'detail', 'instance']
const MAX_DEPTH = 10

export default additionRule({
  title: 'Error without problem details',
  status: 'preview',
  options: additionOptions,
  fix: 'Answer errors as `application/problem+json` with the model that the other operations of this API use.',
  *look({ head, ...addition }) {
    // An API with an error model of its own is left to it: one like all others beats a better one here and there.
    const before = addition.baseOperations.length > 0 ? addition.baseOperations : []
    const known = errorsOf(before).filter(({ content }) => content.length > 0)
    const usual = known.filter((response) => isProblem(addition.base ?? head, response))
    if (usual.length === 0 || usual.length * 2 < known.length) return
    for (const operation of newOperations({ head, ...addition })) {
      for (const response of errorsOf([operation])) {
        const isJson = response.content.some(({ type }) => /[/+]json$/.test(type))
        if (!isJson || isProblem(head, response)) continue
        const words = `Error ${response.status} of \`${operation.name}\` is no problem (RFC 9457), unlike the errors of this API's other operations`
        yield { node: response.node, words }
      }
    }
  },
})

function errorsOf(operations: readonly Operation[]): Operation['responses'] {
  return operations.flatMap(({ responses }) =>
    responses.filter(({ status }) => /^[45]|^default$/.test(status)),
  )
}

function isProblem(description: Description, { content }: Operation['responses'][number]): boolean {
  return content.some(({ type, schema }) => {
    if (type.startsWith('application/problem+')) return true
    const names = schema ? namesOf(description, schema, 0) : []
    return MEMBERS.filter((member) => names.includes(member)).length >= 3
  })
}

function namesOf(description: Description, written: SpecNode, depth: number): string[] {
  const schema = depth > MAX_DEPTH ? undefined : description.resolve(written)
  if (!schema) return []
  const own = child(schema, 'properties')?.value
  const parts = ['allOf', 'oneOf', 'anyOf'].flatMap((keyword) => items(child(schema, keyword)))
  return [
    ...(isMapping(own) ? Object.keys(own) : []),
    ...parts.slice(0, 50).flatMap((part) => namesOf(description, part, depth + 1)),
  ]
}

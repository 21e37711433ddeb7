import type { Description } from '../../../src/parse/openapi/description.ts'
import { child, descend, entries, stringAt, type SpecNode } from '../../../src/parse/openapi/node.ts'
import { newOperations } from '../additions/additions.ts'
import { additionOptions, additionRule } from '../additions/addition-rule.ts'

/** Names that only a credential has. */
const CREDENTIAL =
  /^(?:x[-_])?(?:api[-_]?key|access[-_]?token|auth[-_]?token|api[-_]?token|api[-_]?secret|client[-_]?secret|password|bearer)$/i

export default additionRule({
  title: 'Credential in the query',
  confidence: 'high',
  options: additionOptions,
  fix: 'Take it in a header: `Authorization`, or a scheme of type `apiKey` with `in: header`.',
  *look(addition) {
    const { head, base } = addition
    const known = new Set(base ? [...schemesInQuery(base)].map(({ name }) => name) : [])
    for (const { name, node } of schemesInQuery(head)) {
      if (known.has(name)) continue
      const words = `The security scheme sends the key \`${name}\` in the query, where logs, histories and referrers keep it`
      yield { node, words }
    }
    for (const operation of newOperations(addition)) {
      for (const parameter of operation.parameters) {
        if (parameter.in !== 'query' || !CREDENTIAL.test(parameter.name)) continue
        const words = `\`${operation.name}\` takes \`${parameter.name}\` in the query, where logs, histories and referrers keep it`
        yield { node: parameter.node, words }
      }
    }
  },
})

function* schemesInQuery(description: Description): Generator<{ name: string; node: SpecNode }> {
  const { root } = description
  const holder = descend(root, 'components', 'securitySchemes') ?? child(root, 'securityDefinitions')
  for (const [, written] of entries(holder)) {
    const scheme = description.resolve(written)
    if (!scheme || stringAt(scheme, 'type') !== 'apiKey' || stringAt(scheme, 'in') !== 'query') continue
    yield { name: stringAt(scheme, 'name') ?? '', node: child(scheme, 'in') ?? scheme }
  }
}

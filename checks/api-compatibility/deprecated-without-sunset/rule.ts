import { child, stringAt } from '../../../src/parse/openapi/node.ts'
import type { Operation } from '../../../src/parse/openapi/operations.ts'
import { additionOptions, additionRule } from '../additions/addition-rule.ts'

export default additionRule({
  title: 'Deprecated without a sunset',
  status: 'preview',
  options: additionOptions,
  fix: 'Say until when it is there: `x-sunset` with a date, or a `Sunset` header (RFC 8594) in its responses.',
  *look({ operations }) {
    for (const { operation, before } of operations) {
      if (operation.kind !== 'path' || !operation.lifecycle.deprecated) continue
      // What was deprecated all along is not news; nor is an API that arrives with its past.
      if (!before || before.lifecycle.deprecated || saysWhen(operation)) continue
      const words = `\`${operation.name}\` is deprecated, and nothing says until when it can be used`
      yield { node: child(operation.node, 'deprecated') ?? operation.node, words }
    }
  },
})

/** A date or a version in words tells people too. */
function saysWhen({ lifecycle, responses, node }: Operation): boolean {
  if (lifecycle.sunset || responses.some(({ headers }) => headers.some(({ name }) => name === 'sunset')))
    return true
  const words = `${stringAt(node, 'description') ?? ''} ${stringAt(node, 'summary') ?? ''}`
  return /\b(?:sunset|removed?|removal|retire[ds]?|end[- ]of[- ]life|eol|until|shut ?down)\b[^.]{0,80}\d/i.test(
    words,
  )
}

import type { SyntaxNode } from '../../../src/parse/code/index.ts'
import type { TestCase } from '../test-cases.ts'

const INLINE = /^(?:toMatchInlineSnapshot|toThrowErrorMatchingInlineSnapshot)$/

/** What a test asks apart from its inline snapshots, and those. */
export interface Inline {
  values: SyntaxNode[]
  rest: string
}

/** Undefined where a test has no inline snapshot that holds a value. */
export function inlineSnapshots({ node }: TestCase): Inline | undefined {
  const values: SyntaxNode[] = []
  for (const call of node.walk()) {
    if (call.type !== 'call_expression') continue
    const matcher = call.child('function')?.child('property')?.text ?? ''
    const value = INLINE.test(matcher) ? call.child('arguments')?.namedChildren.at(-1) : undefined
    if (value && /string/.test(value.type)) values.push(value)
  }
  if (values.length === 0) return undefined
  let rest = ''
  let at = node.start
  for (const value of values) {
    rest += node.source.text.slice(at, value.start)
    at = value.end
  }
  return { values, rest: (rest + node.source.text.slice(at, node.end)).replaceAll(/\s+/g, '') }
}

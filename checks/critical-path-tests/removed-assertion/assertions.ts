import type { Language, SyntaxNode } from '../../../src/parse/code/index.ts'

const CALLS = new Set([
  'call_expression',
  'call',
  'method_invocation',
  'invocation_expression',
  'member_call_expression',
  'function_call_expression',
  'scoped_call_expression',
])

/** What begins an assertion, by the text of the outermost call. */
const ASSERTION: Partial<Record<Language, RegExp>> = {
  python: /^(?:self\.(?:assert|fail)|pytest\.raises|[\w.]+\.assert_)/,
  java: /^(?:(?:Assertions?|Assert|Mockito|Truth|StepVerifier)\.)?(?:assert\w*|verify\w*|fail|expect\w*|then)\s*\(|\.and(?:Expect|ExpectAll)\(/,
  go: /^(?:\w+\.(?:Error|Fatal|Fail)(?:f|ln|Now)?|(?:assert|require|is|qt|cmp)\.\w+)\(/,
  ruby: /^(?:expect|assert\w*|refute\w*|is_expected|must_\w+)\b|\.should\b/,
  'c-sharp': /^(?:Assert|CollectionAssert|StringAssert)\.|\.Should\(/,
  php: /^(?:\$this->|self::|static::|\w*Assert::)(?:assert|expect)|^expect\(/,
}
const SCRIPT =
  /^(?:(?:await\s+)?(?:expect\w*|assert\w*|should)\b|t\.(?:is|not|true|false|truthy|falsy|deepEqual|like|throws\w*|equal|same|ok|notOk|match|pass|fail|error|strictSame|has)\(|chai\.)|\.should\b/

/** What stands in some line of every assertion that is known here. */
export const ASSERTION_WORDS =
  /assert|expect|verify|should|refute|must_|raises|fail|chai|cmp\.|require|then|StepVerifier|Error|Fatal|\b(?:t|is|qt)\.\w/i

/** The outermost assertions of a test's body, in source order. */
export function assertions(body: SyntaxNode, language: Language): SyntaxNode[] {
  const pattern = ASSERTION[language] ?? SCRIPT
  const found: SyntaxNode[] = []
  const stack = [body]
  for (let node = stack.pop(); node; node = stack.pop()) {
    const asserts = node.type === 'assert_statement' || (CALLS.has(node.type) && pattern.test(node.text))
    if (asserts) found.push(node)
    else stack.push(...node.children.toReversed())
  }
  return found
}

/** The text of an assertion without its layout. */
export function normalise(node: SyntaxNode): string {
  return node.text.replaceAll(/\s+/g, '')
}

/** A normalised assertion without its values: what it asks, of whichever case. */
export function shape(text: string): string {
  return text.replaceAll(/'[^']*'|"[^"]*"|`[^`]*`|\b(?:true|false|True|False|null|None|nil|\d[\w.]*)\b/g, '·')
}

/** How often a test calls what: a call more may be of a helper which asserts. */
export function callNames(body: SyntaxNode): Map<string, number> {
  const names = new Map<string, number>()
  for (const node of body.walk()) {
    if (!CALLS.has(node.type)) continue
    const callee = node.child('function') ?? node.child('name') ?? node.child('method')
    const name = callee?.text.split(/[.>:]/).at(-1)
    if (name !== undefined) names.set(name, (names.get(name) ?? 0) + 1)
  }
  return names
}

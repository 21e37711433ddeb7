import type { SyntaxNode } from '../../src/parse/code/index.ts'

/** One test as its runner sees it. */
export interface TestCase {
  /** Titles of the enclosing groups and its own. */
  name: string
  /** The whole call, function or method, with its decorators. */
  node: SyntaxNode
  /** What runs: looked through for assertions. */
  body: SyntaxNode
}

/** A call of a JavaScript runner, `it.only('title', …)` taken apart. */
export interface RunnerCall {
  /** `it`, `describe`, `fit`… */
  root: string
  /** `only`, `skip`, `each`… in the order they stand. */
  modifiers: string[]
  /** First argument where it is a string, without quotes. */
  title: string | undefined
  node: SyntaxNode
  callee: SyntaxNode
  arguments: SyntaxNode[]
}

const ROOTS = new Set(
  'it test describe context suite specify fit fdescribe fcontext xit xtest xdescribe xcontext'.split(' '),
)
const GROUPS = new Set(['describe', 'context', 'suite', 'fdescribe', 'fcontext', 'xdescribe', 'xcontext'])
const STRINGS = new Set(['string', 'template_string'])

/** A call expression as a runner's call, or undefined. */
export function runnerCall(node: SyntaxNode): RunnerCall | undefined {
  if (node.type !== 'call_expression') return undefined
  const callee = node.child('function')
  if (!callee) return undefined
  const modifiers: string[] = []
  let root: SyntaxNode | undefined = callee
  while (root && root.type !== 'identifier') {
    if (root.type === 'member_expression') {
      modifiers.unshift(root.child('property')?.text ?? '')
      root = root.child('object')
      // `test.each(rows)('title', …)`: the title is given to what the inner call returns.
    } else if (root.type === 'call_expression') root = root.child('function')
    else return undefined
  }
  if (!root || !ROOTS.has(root.text)) return undefined
  const list = node.child('arguments')?.namedChildren ?? []
  const first = list[0]
  const title = first && STRINGS.has(first.type) ? first.text.slice(1, -1) : undefined
  return { root: root.text, modifiers, title, node, callee, arguments: list }
}

/** All tests of a file. */
export function testCases(root: SyntaxNode, language: string): TestCase[] {
  const cases: TestCase[] = []
  for (const node of root.walk()) {
    const found = testCase(node, language)
    if (found) cases.push(found)
  }
  return cases
}

function testCase(node: SyntaxNode, language: string): TestCase | undefined {
  switch (language) {
    case 'javascript':
    case 'typescript':
    case 'tsx':
      return scriptTest(node)
    case 'python':
      // A function inside another is what a test works on, whatever it is called.
      return node.type === 'function_definition' && !node.ancestor('function_definition')
        ? named(node, 'function_definition', /^test/, ['class_definition'])
        : undefined
    case 'go':
      return named(node, 'function_declaration', /^(?:Test|Fuzz)/, [])
    case 'java':
      return node.type === 'method_declaration' &&
        /@(?:\w+\.)*(?:Test|ParameterizedTest|RepeatedTest)\b/.test(head(node))
        ? named(node, 'method_declaration', /./, ['class_declaration'])
        : undefined
    case 'c-sharp':
      return node.type === 'method_declaration' &&
        /\[\s*(?:Fact|Theory|Test|TestCase|TestMethod)\b/.test(head(node))
        ? named(node, 'method_declaration', /./, ['class_declaration'])
        : undefined
    case 'php':
      return node.type === 'method_declaration' && isPhpTest(node)
        ? named(node, 'method_declaration', /^test/, ['class_declaration'])
        : undefined
    case 'ruby':
      return rubyTest(node)
    default:
      return undefined
  }
}

/** PHPUnit runs classes that extend its own, and are called so: helpers may have methods like `testFilePath`. */
function isPhpTest(node: SyntaxNode): boolean {
  const group = node.ancestor('class_declaration')
  return group !== undefined && /Test|Cest/.test(head(group))
}

function scriptTest(node: SyntaxNode): TestCase | undefined {
  const call = runnerCall(node)
  if (call?.title === undefined || GROUPS.has(call.root)) return undefined
  const body = call.arguments.findLast(({ type }) => type === 'arrow_function' || type.startsWith('function'))
  if (!body) return undefined
  const names = [call.title]
  for (let parent = node.parent; parent; parent = parent.parent) {
    const group = runnerCall(parent)
    if (group?.title !== undefined && GROUPS.has(group.root)) names.unshift(group.title)
  }
  return { name: names.join(' > '), node, body }
}

function rubyTest(node: SyntaxNode): TestCase | undefined {
  if (node.type === 'method') return named(node, 'method', /^test_/, ['class'])
  if (node.type !== 'call' || !/^[xf]?(?:it|specify|test)$/.test(node.child('method')?.text ?? ''))
    return undefined
  const body = node.child('block')
  const title = node.child('arguments')?.namedChildren[0]
  if (!body || !title) return undefined
  const names = [title.text]
  for (let parent = node.ancestor('call'); parent; parent = parent.ancestor('call')) {
    names.unshift(parent.child('arguments')?.namedChildren[0]?.text ?? '')
  }
  return { name: names.join(' > '), node, body }
}

function named(node: SyntaxNode, type: string, pattern: RegExp, groups: string[]): TestCase | undefined {
  if (node.type !== type) return undefined
  const name = node.child('name')?.text ?? ''
  const body = node.child('body')
  if (!pattern.test(name) || !body) return undefined
  const group = groups.length > 0 ? node.ancestor(...groups)?.child('name')?.text : undefined
  return { name: group === undefined ? name : `${group}.${name}`, node, body }
}

/** The text of a declaration before its body: annotations, attributes, modifiers. */
function head(node: SyntaxNode): string {
  const body = node.child('body')
  return node.source.text.slice(node.start, body?.start ?? node.end)
}

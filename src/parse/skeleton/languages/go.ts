import type { SyntaxNode } from '../../code/index.ts'
import { type Asked, literalFor, type Plain } from '../asked.ts'
import { casesOf, type TestCase } from '../cases.ts'
import { indented } from '../layout.ts'
import { capital, Names } from '../names.ts'
import { MAX_PARAMETERS } from '../skeleton-types.ts'
import type { NotWritten, Subject, Wanted, WrittenTest } from '../skeleton-types.ts'

/** A test of functions of a Go file, in its own package: what is not exported can be called too. */
export function writeGo(subject: Subject): WrittenTest | NotWritten {
  const name = subject.root.childOfType('package_clause')?.namedChildren[0]?.text
  if (name === undefined) return { why: 'it has no package clause' }
  const known = importsOf(subject.root)
  const used = new Set<string>()
  const tests: string[][] = []
  const covers: string[] = []
  const names = new Names(subject.existing?.match(/\bTest\w+/g) ?? [])
  for (const wanted of subject.wanted) {
    const { code } = wanted
    if (code.name === 'init' || (code.name === 'main' && name === 'main') || code.name === '_') continue
    if (isGeneric(code.node)) continue
    tests.push(testOf(wanted, names, known, used))
    covers.push(code.name)
  }
  if (tests.length === 0) return { why: 'Go calls its functions by itself, or they need a type to be chosen' }
  const specs = [...used].map((one) => known.get(one) ?? '').filter((one) => one !== '')
  const standard = ['"testing"', ...specs.filter((one) => !one.includes('.'))].toSorted(byPath)
  const others = specs.filter((one) => one.includes('.')).toSorted(byPath)
  // Its package is seen from outside there: what is not exported is not.
  const isExternal = /^package \w+_test\b/m.test(subject.existing ?? '')
  const lines = [...standard, ...(others.length > 0 ? ['', ...others] : [])]
  // What is built for some systems alone can be called there alone.
  const constraint = /^\/\/go:build [^\n]{1,200}$/m.exec(subject.text.slice(0, 2000))?.[0]
  const constraints = constraint === undefined ? [] : [constraint, '']
  const imports = lines.length === 1 ? ['import "testing"'] : ['import (', ...indented(lines, '\t'), ')']
  return {
    framework: 'go test',
    ...(isExternal && { path: subject.target.replace(/_test\.go$/, '_internal_test.go') }),
    head: [...constraints, `package ${name}`, '', ...imports].join('\n'),
    needs: specs.filter((spec) => !subject.existing?.includes(spec)).map((spec) => `import ${spec}`),
    body: tests.map((one) => one.join('\n')).join('\n\n'),
    covers,
  }
}

function byPath(a: string, b: string): number {
  const [one, other] = [a.replace(/^\S+ /, ''), b.replace(/^\S+ /, '')]
  return one < other ? -1 : 1
}

/** Import specs by the name that the file calls them: `"context"`, `v1 "example.org/v1"`. */
function importsOf(root: SyntaxNode): Map<string, string> {
  const found = new Map<string, string>()
  for (const declaration of root.namedChildren.filter(({ type }) => type === 'import_declaration')) {
    for (const spec of declaration.walk()) {
      if (spec.type !== 'import_spec') continue
      const path = spec.child('path')?.text ?? ''
      const last =
        path
          .replaceAll('"', '')
          .replace(/\/v\d+$/, '')
          .split('/')
          .at(-1) ?? ''
      const name = spec.child('name')?.text ?? last.replace(/^go-|[-.]go$|\.v\d+$/g, '')
      found.set(name, spec.text)
    }
  }
  return found
}

function isGeneric(node: SyntaxNode): boolean {
  return (
    node.child('type_parameters') !== undefined ||
    /\[[^\]]*\]\s*\)\s*$/.test(node.child('receiver')?.text ?? '')
  )
}

function testOf(
  wanted: Wanted,
  names: Names,
  known: ReadonlyMap<string, string>,
  used: Set<string>,
): string[] {
  const { name, owner, node } = wanted.code
  const about = owner === '' ? capital(name) : `${capital(owner)}_${name}`
  const cases = casesOf(wanted)
  const title = names.of(`Test${about}`)
  const body = (one: TestCase): string[] => bodyOf(node, owner, { known, used, asks: one.asks })
  const [only] = cases
  if (cases.length === 1 && only && only.title === 'does what it should')
    return [`func ${title}(t *testing.T) {`, ...indented(body(only), '\t'), '}']
  return [
    `func ${title}(t *testing.T) {`,
    ...cases.flatMap((one: TestCase, index) => [
      ...(index > 0 ? [''] : []),
      `\tt.Run("${one.title}", func(t *testing.T) {`,
      ...indented(body(one), '\t\t'),
      '\t})',
    ]),
    '}',
  ]
}

interface Parameter {
  name: string
  type: string
}

interface Known {
  /** Import specs, by the name that the file calls them. */
  known: ReadonlyMap<string, string>
  /** Those of them that the test speaks. */
  used: Set<string>
  asks: ReadonlyMap<string, Asked>
}

function bodyOf(node: SyntaxNode, owner: string, { known, used, asks }: Known): string[] {
  const taken = new Names(['t', 'testing', ...known.keys()])
  const lines: string[] = []
  let target = node.child('name')?.text ?? ''
  if (owner !== '') {
    const isPointer = /\*/.test(node.child('receiver')?.text ?? '')
    const own = node.child('receiver')?.namedChildren[0]?.child('name')?.text ?? 'r'
    const receiver = taken.of(own === '_' ? 'r' : own)
    lines.push(isPointer ? `${receiver} := new(${owner})` : `var ${receiver} ${owner}`)
    target = `${receiver}.${target}`
  }
  const values: string[] = []
  for (const { name, type } of parametersOf(node)) {
    const free = taken.of(name)
    for (const [, qualifier = ''] of type.matchAll(/\b([\p{L}_]\w*)\./gu))
      if (known.has(qualifier)) used.add(qualifier)
    if (type === 'context.Context') lines.push(`${free} := context.Background()`)
    else {
      const asked = literalFor(asks.get(name), kindOf(type), { quote: '"', yes: 'true', no: 'false' })
      lines.push(`var ${free} ${type}${asked === undefined ? '' : ` = ${asked}`}`)
    }
    values.push(free)
  }
  const call = `${target}(${values.join(', ')})`
  const results = resultsOf(node)
  if (results.length === 0) return [...lines, call, 't.Fatal("TODO: what is expected?")']
  const own = results.map((type, index) =>
    taken.of(
      type === 'error' ? 'gotErr' : results.length === 1 || index === 0 ? 'result' : `result${index + 1}`,
    ),
  )
  const verbs = own.map(() => '%v').join(', ')
  return [
    ...lines,
    `${own.join(', ')} := ${call}`,
    `t.Fatalf("TODO: what is expected? It gave ${verbs}", ${own.join(', ')})`,
  ]
}

function kindOf(type: string): Plain | 'none' {
  if (/^int(?:32|64)?$/.test(type)) return 'integer'
  if (/^float(?:32|64)$/.test(type)) return 'number'
  return type === 'string' ? 'string' : type === 'bool' ? 'boolean' : 'none'
}

function parametersOf(node: SyntaxNode): Parameter[] {
  const found: Parameter[] = []
  for (const one of node.child('parameters')?.namedChildren ?? []) {
    // What may be left out is.
    if (one.type !== 'parameter_declaration') continue
    const type = one.child('type')?.text.replaceAll(/\s+/g, ' ') ?? ''
    const names = one.children.filter(({ field }) => field === 'name').map(({ text }) => text)
    for (const name of names.length === 0 ? ['_'] : names)
      found.push({ name: name === '_' ? `arg${found.length + 1}` : name, type })
  }
  return found.slice(0, MAX_PARAMETERS)
}

function resultsOf(node: SyntaxNode): string[] {
  const result = node.child('result')
  if (!result) return []
  if (result.type !== 'parameter_list') return [result.text]
  return result.namedChildren.flatMap((one) => {
    const count = one.children.filter(({ field }) => field === 'name').length
    return Array.from({ length: Math.max(1, count) }, () => one.child('type')?.text ?? one.text)
  })
}

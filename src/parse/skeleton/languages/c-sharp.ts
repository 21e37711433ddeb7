import type { CodeFunction } from '../../code/functions/index.ts'
import type { SyntaxNode } from '../../code/index.ts'
import { type Asked, literalFor, type Plain } from '../asked.ts'
import { casesOf, type TestCase } from '../cases.ts'
import { indented, paragraphs } from '../layout.ts'
import { camelCase, classNameOf, Names, pascalCase } from '../names.ts'
import { through } from '../through.ts'
import {
  EXPECTED,
  MAX_PARAMETERS,
  type NotWritten,
  type Subject,
  type Wanted,
  type WrittenTest,
} from '../skeleton-types.ts'

type Framework = 'xUnit' | 'NUnit' | 'MSTest'
const HOLDERS = [
  'class_declaration',
  'struct_declaration',
  'record_declaration',
  'interface_declaration',
] as const
const INDENT = '    '

const MARKS: Record<Framework, { test: string; group: string[]; using: string }> = {
  xUnit: { test: '[Fact]', group: [], using: 'using Xunit;' },
  NUnit: { test: '[Test]', group: ['[TestFixture]'], using: 'using NUnit.Framework;' },
  MSTest: {
    test: '[TestMethod]',
    group: ['[TestClass]'],
    using: 'using Microsoft.VisualStudio.TestTools.UnitTesting;',
  },
}

/** A test of methods of a C# type. */
export function writeCSharp(subject: Subject): WrittenTest | NotWritten {
  const framework = frameworkOf(subject)
  const names = new Names(subject.existing?.match(/\b[A-Z]\w+(?=\()/g) ?? [])
  const cases: string[][] = []
  const covers: string[] = []
  for (const wanted of subject.wanted) {
    const called = through(wanted.code, subject.functions, canCall)
    if (!called || (subject.whole && called !== wanted.code)) continue
    covers.push(wanted.code.name)
    for (const one of casesOf(wanted)) cases.push(caseOf(one, wanted, called, framework, names))
  }
  if (cases.length === 0)
    return { why: 'a test can build no object of its type, or call none of its methods' }
  const { group, using } = MARKS[framework]
  const own = namespaceOf(subject.root)
  const usings = new Set([
    ...usingsOf(subject.root),
    ...(own === '' ? [] : [`using ${own};`]),
    ...(subject.samples.some(({ text }) => text.includes(using)) || subject.samples.length === 0
      ? [using]
      : []),
  ])
  const spaced = testNamespace(subject, own)
  const className = classNameOf(subject.target)
  return {
    framework,
    head: [
      ...[...usings].toSorted(),
      '',
      ...(spaced === '' ? [] : [`namespace ${spaced};`, '']),
      ...group,
      `public class ${className}`,
      '{',
    ].join('\n'),
    needs: own === '' ? [] : [`using ${own};`],
    body: indented(paragraphs(cases), INDENT).join('\n'),
    tail: '}',
    covers,
  }
}

function frameworkOf({ samples, manifests }: Subject): Framework {
  const text = [...samples, ...manifests].map((one) => one.text).join('\n')
  if (/\[(?:Fact|Theory)\b|using Xunit\b|"xunit/i.test(text)) return 'xUnit'
  if (/\[TestMethod\b|UnitTesting;|MSTest/.test(text)) return 'MSTest'
  return /using NUnit|"NUnit/.test(text) ? 'NUnit' : 'xUnit'
}

function usingsOf(root: SyntaxNode): string[] {
  return root.namedChildren
    .filter(({ type, text }) => type === 'using_directive' && !text.startsWith('global'))
    .map(({ text }) => text)
}

function namespaceOf(root: SyntaxNode): string {
  for (const one of root.namedChildren)
    if (one.type.endsWith('namespace_declaration')) return one.child('name')?.text ?? ''
  return ''
}

/** The namespace of the nearest test of the same folder, or the file's own under the project's tests. */
function testNamespace({ samples, target }: Subject, own: string): string {
  const folder = target.replace(/[^/]*$/, '')
  const beside = samples.find(({ path }) => path.replace(/[^/]*$/, '') === folder)
  const shown = /^namespace ([\w.]+)/m.exec(beside?.text ?? '')?.[1]
  return shown ?? (own === '' ? 'Tests' : `${own}.Tests`)
}

function modifiers(node: SyntaxNode | undefined): string[] {
  return node?.children.filter(({ type }) => type === 'modifier').map(({ text }) => text) ?? []
}

function canCall({ node }: CodeFunction): boolean {
  const holder = node.ancestor(...HOLDERS)
  if (!holder || !/^(?:method|constructor)_declaration$/.test(node.type)) return false
  const own = modifiers(node)
  if (!own.includes('public') || holder.type === 'interface_declaration') return false
  for (let outer: SyntaxNode | undefined = holder; outer; outer = outer.ancestor(...HOLDERS))
    if (
      !modifiers(outer).includes('public') ||
      outer.child('type_parameters') ||
      outer.childOfType('type_parameter_list')
    )
      return false
  if (node.childOfType('type_parameter_list')) return false
  if (own.includes('static')) return true
  if (modifiers(holder).includes('abstract')) return false
  const made = constructorsOf(holder)
  return made.length === 0 || made.some((one) => modifiers(one).includes('public'))
}

function constructorsOf(holder: SyntaxNode): SyntaxNode[] {
  return holder.child('body')?.namedChildren.filter(({ type }) => type === 'constructor_declaration') ?? []
}

function caseOf(
  one: TestCase,
  wanted: Wanted,
  called: CodeFunction,
  framework: Framework,
  names: Names,
): string[] {
  const { node, name } = called
  const holder = node.ancestor(...HOLDERS)
  const type = holder ? nameOf(holder) : ''
  const taken = new Names(['result', 'error'])
  const lines: string[] = []
  const isMade = node.type === 'constructor_declaration'
  const returned = (node.child('returns') ?? node.child('type'))?.text ?? 'void'
  const isAsync = /^(?:System\.Threading\.Tasks\.)?(?:Value)?Task\b/.test(returned)
  const isVoid = !isMade && (returned === 'void' || /^(?:Value)?Task$/.test(returned))
  let target = `${type}.${name}`
  if (!isMade && !modifiers(node).includes('static') && holder) {
    const made = constructorsOf(holder)
      .filter((each) => modifiers(each).includes('public'))
      .map(parametersOf)
      .toSorted((a, b) => a.length - b.length)[0]
    // A primary constructor stands behind the name of its type.
    const primary = holder.childOfType('parameter_list')
    const values = assigned(made ?? (primary ? listOf(primary) : []), taken)
    const receiver = taken.of(camelCase(holder.child('name')?.text ?? 'subject'))
    lines.push(...values.lines, `var ${receiver} = new ${type}(${values.list});`)
    target = `${receiver}.${name}`
  }
  const values = assigned(parametersOf(node), taken, called === wanted.code ? one.asks : undefined)
  lines.push(...values.lines)
  const call = isMade ? `new ${type}(${values.list})` : `${target}(${values.list})`
  const awaited = isAsync ? `await ${call}` : call
  const words = `${isMade ? 'New' : ''}${wanted.code.name} ${one.title === 'does what it should' ? '' : one.title}`
  return [
    MARKS[framework].test,
    `public ${isAsync ? 'async Task' : 'void'} ${names.of(pascalCase(words, 90))}()`,
    '{',
    ...indented([...lines, ...checkOf(one, { call, awaited, isAsync, isVoid }, framework)], INDENT),
    '}',
  ]
}

function checkOf(
  { outcome }: TestCase,
  { call, awaited, isAsync, isVoid }: { call: string; awaited: string; isAsync: boolean; isVoid: boolean },
  framework: Framework,
): string[] {
  const expected = `"${EXPECTED}"`
  const equal = (value: string): string =>
    framework === 'xUnit'
      ? `Assert.Equal<object>(${expected}, ${value});`
      : framework === 'NUnit'
        ? `Assert.That(${value}, Is.EqualTo(${expected}));`
        : `Assert.AreEqual<object>(${expected}, ${value});`
  if (outcome === 'throws') {
    if (framework === 'xUnit')
      return [
        isAsync
          ? `var error = await Assert.ThrowsAnyAsync<Exception>(async () => ${awaited});`
          : `var error = Assert.ThrowsAny<Exception>(() => { ${call}; });`,
        equal('error.Message'),
      ]
    return [
      'try',
      '{',
      `${INDENT}${awaited};`,
      '}',
      'catch (Exception error)',
      '{',
      `${INDENT}${equal('error.Message')}`,
      `${INDENT}return;`,
      '}',
      `Assert.Fail(${expected});`,
    ]
  }
  if (isVoid)
    return [
      `${awaited};`,
      framework === 'xUnit' ? `Assert.True(false, ${expected});` : `Assert.Fail(${expected});`,
    ]
  return [`var result = ${awaited};`, equal('result')]
}

function nameOf(holder: SyntaxNode): string {
  const outer = holder.ancestor(...HOLDERS)
  const own = holder.child('name')?.text ?? ''
  return outer ? `${nameOf(outer)}.${own}` : own
}

interface Parameter {
  name: string
  type: string
  /** How it is handed over. */
  by: 'out' | 'ref' | undefined
}

function parametersOf(node: SyntaxNode): Parameter[] {
  const list = node.child('parameters') ?? node.childOfType('parameter_list')
  return list ? listOf(list) : []
}

function listOf(list: SyntaxNode): Parameter[] {
  return list.namedChildren
    .filter(
      ({ type, text, children }) =>
        type === 'parameter' && !/^\[|\bparams\b/.test(text) && !children.some((one) => one.text === '='),
    )
    .map((one) => ({
      name: one.child('name')?.text ?? 'value',
      type: one.child('type')?.text.replaceAll(/\s+/g, ' ') ?? 'object',
      by: /^out\b/.test(one.text) ? ('out' as const) : /^ref\b/.test(one.text) ? ('ref' as const) : undefined,
    }))
    .slice(0, MAX_PARAMETERS)
}

const PLAIN: Readonly<Record<string, string>> = {
  string: '""',
  int: '0',
  long: '0L',
  bool: 'false',
  decimal: '0m',
  double: '0.0',
}

const LITERALS = { quote: '"', yes: 'true', no: 'false' }

function kindOf(type: string): Plain | 'none' {
  if (type === 'int' || type === 'long') return 'integer'
  return type === 'string' ? 'string' : type === 'bool' ? 'boolean' : 'none'
}

function assigned(
  parameters: readonly Parameter[],
  taken: Names,
  asks?: ReadonlyMap<string, Asked>,
): { lines: string[]; list: string } {
  const lines: string[] = []
  const used: string[] = []
  for (const { name, type, by } of parameters) {
    const free = taken.of(name)
    if (by === 'out') {
      used.push(`out ${type} ${free}`)
      continue
    }
    const value =
      type === 'CancellationToken'
        ? 'CancellationToken.None'
        : (literalFor(asks?.get(name), kindOf(type), LITERALS) ?? PLAIN[type] ?? 'default!')
    lines.push(`${type} ${free} = ${value};`)
    used.push(by === undefined ? free : `${by} ${free}`)
  }
  return { lines, list: used.join(', ') }
}

import type { CodeFunction } from '../../code/functions/index.ts'
import type { SyntaxNode } from '../../code/index.ts'
import { type Asked, literalFor, type Plain } from '../asked.ts'
import { casesOf, type TestCase } from '../cases.ts'
import { indented, paragraphs } from '../layout.ts'
import { camelCase, capital, classNameOf, Names, snakeCase } from '../names.ts'
import { through } from '../through.ts'
import {
  EXPECTED,
  MAX_PARAMETERS,
  type NotWritten,
  type Subject,
  type Wanted,
  type WrittenTest,
} from '../skeleton-types.ts'

const HOLDERS = [
  'class_declaration',
  'trait_declaration',
  'interface_declaration',
  'enum_declaration',
] as const
const INDENT = '    '

/** A test of functions and methods of a PHP file. */
export function writePhp(subject: Subject): WrittenTest | NotWritten {
  const namespace = subject.root.childOfType('namespace_definition')?.child('name')?.text ?? ''
  const isPest = usesPest(subject)
  const style = styleOf(subject)
  const uses = new Set<string>()
  const names = new Names(subject.existing?.match(/(?<=function )\w+/g) ?? [])
  const cases: string[][] = []
  const covers: string[] = []
  for (const wanted of subject.wanted) {
    const called = through(wanted.code, subject.functions, canCall)
    if (!called || (subject.whole && called !== wanted.code)) continue
    covers.push(wanted.code.name)
    const holder = called.node.ancestor(...HOLDERS)?.child('name')?.text
    const prefix = namespace === '' ? '' : `${namespace}\\`
    if (holder !== undefined) uses.add(`use ${prefix}${holder};`)
    else if (namespace !== '') uses.add(`use function ${prefix}${called.name};`)
    for (const one of casesOf(wanted))
      cases.push(isPest ? pestCase(one, wanted, called) : phpunitCase(one, { wanted, called, names, style }))
  }
  if (cases.length === 0)
    return { why: 'a test can build no object of its class, or call none of its methods' }
  const own = namespaceOf(subject)
  const base = baseOf(subject)
  const strict =
    subject.samples.length === 0 || subject.samples.some(({ text }) => text.includes('strict_types=1'))
  const lines = isPest ? [...uses] : [...uses, `use ${base};`]
  return {
    framework: isPest ? 'Pest' : 'PHPUnit',
    head: [
      '<?php',
      '',
      ...(strict ? ['declare(strict_types=1);', ''] : []),
      ...(own === '' || isPest ? [] : [`namespace ${own};`, '']),
      ...lines.toSorted(),
      ...(isPest
        ? []
        : ['', `class ${classNameOf(subject.target)} extends ${base.replace(/^.*\\/, '')}`, '{']),
    ]
      .join('\n')
      .replace(/\n\{$/, '\n{'),
    needs: [...uses],
    body: (isPest ? paragraphs(cases) : indented(paragraphs(cases), INDENT)).join('\n'),
    ...(isPest ? {} : { tail: '}' }),
    covers,
  }
}

function usesPest({ samples, manifests }: Subject): boolean {
  const shown = samples.find(({ text }) => /^\s*(?:it|test)\(|extends \w*TestCase/m.test(text))
  if (shown) return /^(?:it|test|describe)\(/m.test(shown.text)
  return manifests.some(({ text }) => text.includes('"pestphp/pest"'))
}

interface Style {
  snake: boolean
  mark: 'name' | 'attribute' | 'comment'
}

function styleOf({ samples }: Subject): Style {
  const text = samples.map((sample) => sample.text).join('\n')
  return {
    snake:
      (text.match(/function (?:test_\w|\w+_\w+\()/g)?.length ?? 0) >
      (text.match(/function test[A-Z]/g)?.length ?? 0),
    mark:
      /function test/.test(text) || text === '' ? 'name' : text.includes('#[Test]') ? 'attribute' : 'name',
  }
}

/** The namespace of the test's folder, by the nearest test, or by what Composer maps. */
function namespaceOf({ samples, target, manifests }: Subject): string {
  const folder = target.replace(/[^/]*$/, '')
  for (const { path, text } of samples) {
    const shown = /^namespace ([\w\\]+);/m.exec(text)?.[1]
    if (shown === undefined) continue
    const its = path.replace(/[^/]*$/, '')
    if (its === folder) return shown
    // From the part that both folders share, folder by folder.
    const [a, b] = [its.split('/').slice(0, -1), folder.split('/').slice(0, -1)]
    let common = 0
    while (common < a.length && common < b.length && a[common] === b[common]) common++
    const kept = shown.split('\\').slice(0, shown.split('\\').length - (a.length - common))
    return [...kept, ...b.slice(common).map(capital)].join('\\')
  }
  for (const { path, text } of manifests) {
    if (!path.endsWith('composer.json')) continue
    const [, prefix, mapped] = /"((?:\w+\\\\)*Tests?\\\\)"\s*:\s*"([^"]+)"/.exec(text) ?? []
    if (prefix === undefined || mapped === undefined) continue
    const root = path.replace(/[^/]*$/, '') + mapped.replace(/\/?$/, '/')
    if (folder.startsWith(root))
      return (prefix.replaceAll('\\\\', '\\') + folder.slice(root.length).replaceAll('/', '\\')).replace(
        /\\$/,
        '',
      )
  }
  return ''
}

function baseOf({ samples }: Subject): string {
  for (const { text } of samples) {
    const name = /class \w+ extends (\w*TestCase)\b/.exec(text)?.[1]
    const full =
      name === undefined ? undefined : new RegExp(`^use ([\\w\\\\]+\\\\${name});`, 'm').exec(text)?.[1]
    if (full !== undefined) return full
  }
  return 'PHPUnit\\Framework\\TestCase'
}

function canCall({ node, name }: CodeFunction): boolean {
  const holder = node.ancestor(...HOLDERS)
  if (!holder)
    return node.type === 'function_definition' && !node.ancestor('function_definition', 'method_declaration')
  if (holder.type !== 'class_declaration' || /^__(?!construct$|invoke$)/.test(name)) return false
  if (/\b(?:private|protected)\b/.test(head(node))) return false
  if (/\bstatic\b/.test(head(node))) return true
  const made = constructorOf(holder)
  return !/\babstract\b/.test(head(holder)) && !(made && /\b(?:private|protected)\b/.test(head(made)))
}

/** The text of a declaration before its name. */
function head(node: SyntaxNode): string {
  return node.source.text.slice(node.start, node.child('name')?.start ?? node.start)
}

function constructorOf(holder: SyntaxNode): SyntaxNode | undefined {
  return holder
    .child('body')
    ?.namedChildren.find(
      (one) => one.type === 'method_declaration' && one.child('name')?.text === '__construct',
    )
}

function callOf(
  { node, name }: CodeFunction,
  asks?: ReadonlyMap<string, Asked>,
): { lines: string[]; call: string } {
  const taken = new Names(['$result', '$this'])
  const lines: string[] = []
  const holder = node.ancestor(...HOLDERS)
  const type = holder?.child('name')?.text ?? ''
  let target = holder ? `${type}::${name}` : name
  if (name === '__construct') target = `new ${type}`
  else if (holder && !/\bstatic\b/.test(head(node))) {
    const values = assigned(constructorOf(holder), taken)
    const receiver = taken.of(`$${camelCase(type)}`)
    lines.push(...values.lines, `${receiver} = new ${type}(${values.list});`)
    target = name === '__invoke' ? receiver : `${receiver}->${name}`
  }
  const values = assigned(node, taken, asks)
  return { lines: [...lines, ...values.lines], call: `${target}(${values.list})` }
}

const PLAIN: Readonly<Record<string, string>> = {
  int: '0',
  float: '0.0',
  string: "''",
  bool: 'false',
  array: '[]',
  iterable: '[]',
  callable: 'static fn () => null',
}

function kindOf(type: string): Plain | 'none' {
  switch (type.toLowerCase().replace(/^\?/, '')) {
    case 'int':
      return 'integer'
    case 'float':
      return 'number'
    case 'string':
      return 'string'
    case 'bool':
      return 'boolean'
    case '':
    case 'mixed':
      return 'any'
    default:
      return 'none'
  }
}

function assigned(
  node: SyntaxNode | undefined,
  taken: Names,
  asks?: ReadonlyMap<string, Asked>,
): { lines: string[]; list: string } {
  const lines: string[] = []
  const used: string[] = []
  for (const one of node?.child('parameters')?.namedChildren.slice(0, MAX_PARAMETERS) ?? []) {
    if (one.type === 'variadic_parameter' || one.child('default_value')) continue
    const name = one.child('name')?.text ?? '$value'
    const type = one.child('type')?.text ?? ''
    const free = taken.of(name)
    const asked = literalFor(asks?.get(name), kindOf(type), { quote: "'", yes: 'true', no: 'false' })
    const value = asked ?? PLAIN[type.toLowerCase()] ?? 'null'
    lines.push(
      `${free} = ${value};${value === 'null' && /^\??\w+$/.test(type) ? ` // TODO: ${type.replace('?', '')}` : ''}`,
    )
    used.push(free)
  }
  return { lines, list: used.join(', ') }
}

function isVoid({ node, name }: CodeFunction): boolean {
  return name !== '__construct' && /^(?:void|never)$/.test(node.child('return_type')?.text ?? '')
}

function phpunitCase(
  one: TestCase,
  { wanted, called, names, style }: { wanted: Wanted; called: CodeFunction; names: Names; style: Style },
): string[] {
  const { lines, call } = callOf(called, called === wanted.code ? one.asks : undefined)
  const expected = `'${EXPECTED}'`
  const check =
    one.outcome === 'throws'
      ? [`$this->expectExceptionMessage(${expected});`, `${call};`]
      : isVoid(called)
        ? [`${call};`, `$this->fail(${expected});`]
        : [`$result = ${call};`, `$this->assertSame(${expected}, $result);`]
  const words = `${wanted.code.name.replace(/^__/, '')} ${one.title === 'does what it should' ? '' : one.title}`
  const name =
    style.mark === 'name'
      ? style.snake
        ? `test_${snakeCase(words)}`
        : `test${capital(camelCase(words))}`
      : style.snake
        ? snakeCase(words)
        : camelCase(words)
  return [
    ...(style.mark === 'attribute' ? ['#[\\PHPUnit\\Framework\\Attributes\\Test]'] : []),
    `public function ${names.of(name)}(): void`,
    '{',
    ...indented([...lines, ...check], INDENT),
    '}',
  ]
}

function pestCase(one: TestCase, wanted: Wanted, called: CodeFunction): string[] {
  const { lines, call } = callOf(called, called === wanted.code ? one.asks : undefined)
  const expected = `'${EXPECTED}'`
  const check =
    one.outcome === 'throws'
      ? [`expect(fn () => ${call})->toThrow(${expected});`]
      : isVoid(called)
        ? [`${call};`, `expect('what it did')->toBe(${expected});`]
        : [`$result = ${call};`, `expect($result)->toBe(${expected});`]
  return [
    `test('${wanted.code.name} ${one.title}', function () {`,
    ...indented([...lines, ...check], INDENT),
    '});',
  ]
}

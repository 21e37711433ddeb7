import type { CodeFunction } from '../../code/functions/index.ts'
import type { SyntaxNode } from '../../code/index.ts'
import { type Asked, literalFor, type Plain } from '../asked.ts'
import { casesOf, type TestCase } from '../cases.ts'
import { indentOf, indented, paragraphs } from '../layout.ts'
import { camelCase, classNameOf, Names } from '../names.ts'
import { through } from '../through.ts'
import {
  EXPECTED,
  MAX_PARAMETERS,
  type NotWritten,
  type Subject,
  type Wanted,
  type WrittenTest,
} from '../skeleton-types.ts'

const TYPES = [
  'class_declaration',
  'interface_declaration',
  'enum_declaration',
  'record_declaration',
] as const

/** What the cases of one file need. */
interface Needs {
  /** Simple names of types that the cases speak. */
  types: Set<string>
  /** Types that stand inside others of the file, by their simple names: `Key` is `Till.Key`. */
  nested: ReadonlyMap<string, string>
  assertions: Set<string>
}

/** A test of methods of a Java class, in its package. */
export function writeJava(subject: Subject): WrittenTest | NotWritten {
  const isFour = isJUnit4(subject)
  const needs: Needs = { types: new Set(), nested: nestedTypes(subject.root), assertions: new Set() }
  const names = new Names(subject.existing?.match(/\b[a-z]\w+(?=\()/g) ?? [])
  const cases: string[][] = []
  const covers: string[] = []
  const indent = indentOf([subject.samples[0]?.text ?? subject.text], '    ')
  for (const wanted of subject.wanted) {
    const called = through(wanted.code, subject.functions, canCall)
    if (!called || (subject.whole && called !== wanted.code)) continue
    covers.push(wanted.code.name)
    for (const one of casesOf(wanted))
      cases.push(caseOf(one, { wanted, called, names, needs, isFour, indent }))
  }
  if (cases.length === 0)
    return { why: 'a test can build no object of its class, or call none of its methods' }
  const own = subject.root.childOfType('package_declaration')?.text
  const framework = isFour ? 'org.junit' : 'org.junit.jupiter.api'
  const statics = [...needs.assertions]
    .toSorted()
    .map((name) => `import static ${framework}.${isFour ? 'Assert' : 'Assertions'}.${name};`)
  const plain = [`import ${framework}.Test;`, ...importsOf(subject.root, needs.types)]
  const className = classNameOf(subject.target)
  return {
    framework: isFour ? 'JUnit 4' : 'JUnit 5',
    head: [
      ...(own === undefined ? [] : [own, '']),
      ...statics,
      ...(statics.length > 0 ? [''] : []),
      ...plain.toSorted(),
      '',
      `${isFour ? 'public ' : ''}class ${className} {`,
    ].join('\n'),
    needs: [...statics, ...importsOf(subject.root, needs.types)],
    body: indented(paragraphs(cases), indent).join('\n'),
    tail: '}',
    covers,
  }
}

function isJUnit4({ samples, manifests }: Subject): boolean {
  for (const { text } of samples) {
    if (/import (?:static )?org\.junit\.jupiter\./.test(text)) return false
    if (/import (?:static )?org\.junit\.(?:Test|Assert|\*)/.test(text)) return true
  }
  return manifests.some(
    ({ text }) =>
      /<artifactId>junit<|['"]junit:junit:4/.test(text) && !/junit-jupiter|useJUnitPlatform/.test(text),
  )
}

/** Imports of the file for types that the cases speak. */
function importsOf(root: SyntaxNode, types: ReadonlySet<string>): string[] {
  return root.namedChildren
    .filter(({ type, text }) => type === 'import_declaration' && !/^import\s+static\b/.test(text))
    .map(({ text }) => text)
    .filter((text) => text.endsWith('.*;') || types.has(/(\w+)\s*;$/.exec(text)?.[1] ?? ''))
}

function modifiers(node: SyntaxNode | undefined): string {
  return node?.childOfType('modifiers')?.text ?? ''
}

function holderOf(node: SyntaxNode): SyntaxNode | undefined {
  return node.ancestor(...TYPES)
}

/** Whether a test of the same package can call it. */
function canCall({ node, name }: CodeFunction): boolean {
  const holder = holderOf(node)
  if (!holder || /\bprivate\b/.test(modifiers(node)) || node.ancestor('object_creation_expression'))
    return false
  if (holder.type === 'interface_declaration') return /\bstatic\b/.test(modifiers(node))
  for (let outer: SyntaxNode | undefined = holder; outer; outer = holderOf(outer)) {
    if (/\bprivate\b/.test(modifiers(outer))) return false
    if (outer !== holder) continue
    const isInner =
      holderOf(outer) && !/\bstatic\b/.test(modifiers(outer)) && outer.type === 'class_declaration'
    if (isInner && !/\bstatic\b/.test(modifiers(node))) return false
  }
  if (/\bstatic\b/.test(modifiers(node))) return true
  if (holder.type === 'enum_declaration') return false
  const isMade = /constructor/.test(node.type)
  if (/\babstract\b/.test(modifiers(holder))) return false
  const made = constructorsOf(holder)
  return (
    name !== '' && (isMade || made.length === 0 || made.some((one) => !/\bprivate\b/.test(modifiers(one))))
  )
}

function constructorsOf(holder: SyntaxNode): SyntaxNode[] {
  return holder.child('body')?.namedChildren.filter(({ type }) => type === 'constructor_declaration') ?? []
}

interface Told {
  wanted: Wanted
  called: CodeFunction
  names: Names
  needs: Needs
  isFour: boolean
  indent: string
}

function caseOf(one: TestCase, { wanted, called, names, needs, isFour, indent }: Told): string[] {
  const { node, name } = called
  const holder = holderOf(node)
  const type = holder ? nameOf(holder) : ''
  const taken = new Names(['result', 'error'])
  const lines: string[] = []
  const isMade = /constructor/.test(node.type)
  const isStatic = /\bstatic\b/.test(modifiers(node))
  const generic = new Set([...genericsOf(node), ...(holder ? genericsOf(holder) : [])])
  let target = `${type}.${name}`
  if (!isStatic && !isMade && holder) {
    const values = valuesOf(parametersOfNew(holder), taken, needs, generic)
    const receiver = taken.of(camelCase(holder.child('name')?.text ?? 'subject'))
    const diamond = holder.child('type_parameters') ? '<>' : ''
    lines.push(...values.lines, `${type} ${receiver} = new ${type}${diamond}(${values.list});`)
    target = `${receiver}.${name}`
  }
  const asks = called === wanted.code ? one.asks : undefined
  const values = valuesOf(parametersOf(node), taken, needs, generic, asks)
  lines.push(...values.lines)
  needs.types.add(type)
  const diamond = isMade && holder?.child('type_parameters') ? '<>' : ''
  const call = isMade ? `new ${type}${diamond}(${values.list})` : `${target}(${values.list})`
  const returned = isMade ? type : (node.child('type')?.text ?? 'void')
  const check = checkOf(one, call, returned === 'void', needs, isFour)
  const title = one.title === 'does what it should' ? '' : one.title
  const about = isMade ? `new ${type}` : wanted.code.name
  return [
    '@Test',
    `${isFour ? 'public ' : ''}void ${names.of(camelCase(`${about} ${title}`, 90))}() throws Exception {`,
    ...indented([...lines, ...check], indent),
    '}',
  ]
}

function checkOf(
  one: TestCase,
  call: string,
  isVoid: boolean,
  { assertions }: Needs,
  isFour: boolean,
): string[] {
  const expected = `"${EXPECTED}"`
  if (one.outcome === 'throws') {
    assertions.add('assertEquals')
    if (isFour) {
      assertions.add('fail')
      return [
        'try {',
        `    ${call};`,
        '} catch (Exception error) {',
        `    assertEquals(${expected}, error.getMessage());`,
        '    return;',
        '}',
        `fail(${expected});`,
      ]
    }
    assertions.add('assertThrows')
    return [
      `Exception error = assertThrows(Exception.class, () -> ${call});`,
      `assertEquals(${expected}, error.getMessage());`,
    ]
  }
  if (isVoid) {
    assertions.add('fail')
    return [`${call};`, `fail(${expected});`]
  }
  assertions.add('assertEquals')
  return [`Object result = ${call};`, `assertEquals(${expected}, result);`]
}

function nestedTypes(root: SyntaxNode): Map<string, string> {
  const found = new Map<string, string>()
  for (const node of root.walk())
    if ((TYPES as readonly string[]).includes(node.type) && holderOf(node))
      found.set(node.child('name')?.text ?? '', nameOf(node))
  return found
}

/** With the types around it: `Outer.Inner`. */
function nameOf(holder: SyntaxNode): string {
  const outer = holderOf(holder)
  const own = holder.child('name')?.text ?? ''
  return outer ? `${nameOf(outer)}.${own}` : own
}

function genericsOf(node: SyntaxNode): string[] {
  return (
    node
      .child('type_parameters')
      ?.namedChildren.map(
        (one) => one.namedChildren.find(({ type }) => type.endsWith('identifier'))?.text ?? '',
      ) ?? []
  )
}

interface Parameter {
  name: string
  type: string
}

function parametersOf(node: SyntaxNode): Parameter[] {
  return (node.child('parameters')?.namedChildren ?? [])
    .filter(({ type }) => type === 'formal_parameter')
    .map((one) => ({
      name: one.child('name')?.text ?? 'value',
      type: `${one.child('type')?.text ?? 'Object'}${one.child('dimensions')?.text ?? ''}`.replaceAll(
        /\s+/g,
        ' ',
      ),
    }))
    .slice(0, MAX_PARAMETERS)
}

/** What the shortest constructor takes; Lombok's and a record's are made of fields. */
function parametersOfNew(holder: SyntaxNode): Parameter[] {
  if (holder.type === 'record_declaration') return parametersOf(holder)
  const made = constructorsOf(holder)
    .filter((one) => !/\bprivate\b/.test(modifiers(one)))
    .map(parametersOf)
    .toSorted((a, b) => a.length - b.length)
  if (made[0]) return made[0]
  const lombok = /@(RequiredArgsConstructor|AllArgsConstructor|Data|Value)\b/.exec(modifiers(holder))?.[1]
  if (lombok === undefined) return []
  const all = lombok === 'AllArgsConstructor' || lombok === 'Value'
  return (holder.child('body')?.namedChildren ?? [])
    .filter(({ type }) => type === 'field_declaration')
    .filter((field) => !/\bstatic\b/.test(modifiers(field)))
    .filter((field) => all || /\bfinal\b|@NonNull/.test(modifiers(field)))
    .filter((field) => !field.child('declarator')?.child('value'))
    .map((field) => ({
      name: field.child('declarator')?.child('name')?.text ?? 'value',
      type: field.child('type')?.text.replaceAll(/\s+/g, ' ') ?? 'Object',
    }))
}

const PLAIN: Readonly<Record<string, string>> = {
  int: '0',
  short: '0',
  byte: '0',
  long: '0L',
  float: '0f',
  double: '0.0',
  boolean: 'false',
  char: "'a'",
  String: '""',
  Integer: '0',
  Long: '0L',
  Double: '0.0',
  Boolean: 'false',
}

const LITERALS = { quote: '"', yes: 'true', no: 'false' }

function kindOf(type: string): Plain | 'none' {
  if (type === 'int' || type === 'long') return 'integer'
  if (type === 'double') return 'number'
  return type === 'String' ? 'string' : type === 'boolean' ? 'boolean' : 'none'
}

function valuesOf(
  parameters: readonly Parameter[],
  taken: Names,
  { types, nested }: Needs,
  generic: ReadonlySet<string>,
  asks?: ReadonlyMap<string, Asked>,
): { lines: string[]; list: string } {
  const lines: string[] = []
  const used: string[] = []
  for (const { name, type } of parameters) {
    // A type that whoever calls chooses is left open: without its arguments, or for nothing at all.
    const isOpen = (type.match(/[A-Za-z_]\w*/g) ?? []).some((word) => generic.has(word))
    const bare = isOpen ? type.replace(/<.*>/s, '') : type
    const shown = bare.replaceAll(/(?<![\w.])[A-Z]\w*/g, (word) => nested.get(word) ?? word)
    if (generic.has(shown.replace(/[[\]]/g, ''))) {
      used.push('null')
      continue
    }
    const free = taken.of(name)
    for (const word of shown.match(/[A-Za-z_]\w*/g) ?? []) types.add(word)
    lines.push(
      `${shown} ${free} = ${literalFor(asks?.get(name), kindOf(shown), LITERALS) ?? PLAIN[shown] ?? 'null'};`,
    )
    used.push(free)
  }
  return { lines, list: used.join(', ') }
}

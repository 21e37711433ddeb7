import type { CodeFunction } from '../../code/functions/index.ts'
import type { SyntaxNode } from '../../code/index.ts'
import { type Asked, literalFor } from '../asked.ts'
import { casesOf, type TestCase } from '../cases.ts'
import { indented, paragraphs } from '../layout.ts'
import { Names, snakeCase } from '../names.ts'
import { through } from '../through.ts'
import {
  EXPECTED,
  MAX_PARAMETERS,
  type NotWritten,
  type Subject,
  type Wanted,
  type WrittenTest,
} from '../skeleton-types.ts'

interface Group {
  owner: string
  wanted: Wanted
  called: CodeFunction
}

/** A test of methods of a Ruby class or module. */
export function writeRuby(subject: Subject): WrittenTest | NotWritten {
  const groups: Group[] = []
  for (const wanted of subject.wanted) {
    const called = through(wanted.code, subject.functions, canCall)
    if (!called || (subject.whole && called !== wanted.code)) continue
    groups.push({ owner: ownerOf(called.node), wanted, called })
  }
  const [first] = groups
  if (!first)
    return {
      why: 'nothing of it can be called from outside: it is private, or belongs to a module that others include',
    }
  return subject.target.includes('_spec.') ? rspec(subject, groups) : minitest(subject, groups, first.owner)
}

/** The line by which the nearest test loads what all tests need. */
function helper({ samples }: Subject, otherwise: string): string {
  for (const { text } of samples) {
    const line = /^require(?:_relative)? ["'][^"'\n]*(?:helper|autorun)["']$/m.exec(text)?.[0]
    if (line !== undefined) return line
  }
  return samples.length > 0 ? '' : otherwise
}

function headOf(subject: Subject, line: string): string[] {
  const frozen = subject.samples
    .find(({ text }) => text !== '')
    ?.text.startsWith('# frozen_string_literal: true')
  return [...(frozen ? ['# frozen_string_literal: true', ''] : []), ...(line === '' ? [] : [line, ''])]
}

function quoteOf({ samples, text }: Subject): string {
  const all = samples[0]?.text ?? text
  return (all.match(/'/g)?.length ?? 0) > (all.match(/"/g)?.length ?? 0) ? "'" : '"'
}

function rspec(subject: Subject, groups: readonly Group[]): WrittenTest {
  const quote = quoteOf(subject)
  const blocks = groups.map(({ owner, wanted, called }) => {
    const cases = casesOf(wanted).map((one) => {
      const { lines, call } = callOf(called, owner, subject, called === wanted.code ? one.asks : undefined)
      const check =
        one.outcome === 'throws' && call !== 'response.body'
          ? [`expect { ${call} }.to raise_error(${quote}${EXPECTED}${quote})`]
          : [`result = ${call}`, `expect(result).to eq(${quote}${EXPECTED}${quote})`]
      return [`it ${quote}${one.title}${quote} do`, ...indented([...lines, ...check], '  '), 'end']
    })
    const sign = isStatic(called.node) ? '.' : '#'
    return [`describe ${quote}${sign}${called.name}${quote} do`, ...indented(paragraphs(cases), '  '), 'end']
  })
  const owner = groups[0]?.owner ?? ''
  return {
    framework: 'RSpec',
    head: [...headOf(subject, helper(subject, "require 'spec_helper'")), `RSpec.describe ${owner} do`].join(
      '\n',
    ),
    body: indented(paragraphs(blocks), '  ').join('\n'),
    tail: 'end',
    covers: groups.map(({ wanted }) => wanted.code.name),
  }
}

function minitest(subject: Subject, groups: readonly Group[], owner: string): WrittenTest {
  const sample = subject.samples.find(({ text }) => /class \S+ < \S+/.test(text))?.text ?? ''
  const base = /class \S+ < ((?:\w+::)*\w*(?:TestCase|Test))\b/.exec(sample)?.[1] ?? 'Minitest::Test'
  const quote = quoteOf(subject)
  const named = /^\s*(?:test|should|it) ["']/m.exec(sample)?.[0].trim().split(' ')[0] ?? 'def'
  const names = new Names()
  const cases = groups.flatMap((group) =>
    casesOf(group.wanted).map((one) => minitestCase(one, group, { quote, named, names, subject })),
  )
  return {
    framework: 'minitest',
    head: [
      ...headOf(subject, helper(subject, "require 'minitest/autorun'")),
      `class ${owner.replaceAll('::', '')}Test < ${base}`,
    ].join('\n'),
    body: indented(paragraphs(cases), '  ').join('\n'),
    tail: 'end',
    covers: groups.map(({ wanted }) => wanted.code.name),
  }
}

function minitestCase(
  one: TestCase,
  { owner, called, wanted }: Group,
  { quote, named, names, subject }: { quote: string; named: string; names: Names; subject: Subject },
): string[] {
  const { lines, call } = callOf(called, owner, subject, called === wanted.code ? one.asks : undefined)
  const expected = `${quote}${EXPECTED}${quote}`
  const check =
    one.outcome === 'throws' && call !== 'response.body'
      ? [`error = assert_raises(StandardError) { ${call} }`, `assert_equal ${expected}, error.message`]
      : [`result = ${call}`, '', `assert_equal ${expected}, result`]
  const words = `${wanted.code.name} ${one.title}`
  const head =
    named === 'def' ? `def test_${names.of(snakeCase(words))}` : `${named} ${quote}${words}${quote} do`
  return [head, ...indented([...lines, ...check], '  '), 'end']
}

/** A controller's action is asked for by a request, in whatever way its tests make them. */
function requestOf(
  name: string,
  owner: string,
  { existing, samples }: Subject,
): { lines: string[]; call: string } | undefined {
  if (!owner.endsWith('Controller')) return undefined
  const text = existing ?? samples[0]?.text ?? ''
  const byAction = /ActionController::TestCase|type: :controller|^\s*(?:get|post|put|patch|delete) :\w/m.test(
    text,
  )
  return {
    lines: [`get ${byAction ? `:${name}` : `"/TODO/the/path/of/${name}"`}`],
    call: 'response.body',
  }
}

function callOf(
  { node, name }: CodeFunction,
  owner: string,
  subject: Subject,
  asks?: ReadonlyMap<string, Asked>,
): { lines: string[]; call: string } {
  const request = isStatic(node) ? undefined : requestOf(name, owner, subject)
  if (request) return request
  const taken = new Names(['result', 'error'])
  const lines: string[] = []
  let target = owner
  if (!isStatic(node) && name !== 'initialize') {
    const made = siblingsOf(node).find(
      (one) => one.type === 'method' && one.child('name')?.text === 'initialize',
    )
    const values = assigned(made, taken)
    const receiver = taken.of(snakeCase(owner.replace(/^.*::/, '')))
    lines.push(...values.lines, `${receiver} = ${owner}.new${values.list === '' ? '' : `(${values.list})`}`)
    target = receiver
  }
  const values = assigned(node, taken, asks)
  lines.push(...values.lines)
  const own = name === 'initialize' ? 'new' : name
  if (name.endsWith('=')) return { lines, call: `${target}.${name.slice(0, -1)} = ${values.list}` }
  return { lines, call: `${target}.${own}${values.list === '' ? '' : `(${values.list})`}` }
}

function assigned(
  node: SyntaxNode | undefined,
  taken: Names,
  asks?: ReadonlyMap<string, Asked>,
): { lines: string[]; list: string } {
  const lines: string[] = []
  const used: string[] = []
  for (const one of node?.child('parameters')?.namedChildren.slice(0, MAX_PARAMETERS) ?? []) {
    // A value that the method brings itself needs no other.
    const name = one.type === 'identifier' ? one.text : (one.child('name')?.text ?? '')
    if (one.child('value') || !/^(?:identifier|keyword_parameter)$/.test(one.type) || name === '') continue
    const free = taken.of(name)
    const asked = literalFor(asks?.get(name), 'any', { quote: '"', yes: 'true', no: 'false' })
    lines.push(`${free} = ${asked ?? 'nil'}`)
    used.push(one.type === 'keyword_parameter' ? `${name}: ${free}` : free)
  }
  return { lines, list: used.join(', ') }
}

/** The constant that a method belongs to, with the modules around it: `Billing::Invoice`. */
function ownerOf(node: SyntaxNode): string {
  const names: string[] = []
  for (let holder = node.ancestor('class', 'module'); holder; holder = holder.ancestor('class', 'module'))
    names.unshift(holder.child('name')?.text ?? '')
  return names.join('::')
}

function isStatic(node: SyntaxNode): boolean {
  return (
    node.type === 'singleton_method' ||
    node.ancestor('singleton_class', 'class', 'module')?.type === 'singleton_class'
  )
}

function siblingsOf(node: SyntaxNode): SyntaxNode[] {
  return node.parent?.namedChildren ?? []
}

/** Public, and of something that a test can build: a class, or a module's own method. */
function canCall({ node, name }: CodeFunction): boolean {
  const holder = node.ancestor('class', 'module')
  if (!holder || ownerOf(node) === '' || !/^[a-z_]\w*[?!=]?$/.test(name)) return false
  if (
    !isStatic(node) &&
    holder.type === 'module' &&
    !/^\s*(?:extend self|module_function)\b/m.test(holder.text)
  )
    return false
  let hidden = false
  for (const one of siblingsOf(node)) {
    if (one.start >= node.start) break
    if (/^(?:private|protected)$/.test(one.text)) hidden = true
    if (one.text === 'public') hidden = false
  }
  if (hidden && node.type !== 'singleton_method') return name === 'initialize'
  return !new RegExp(
    String.raw`\b(?:private|private_class_method)\b[^\n]*:${name.replaceAll(/[?!=]/g, String.raw`\$&`)}(?!\w)`,
  ).test(holder.text)
}

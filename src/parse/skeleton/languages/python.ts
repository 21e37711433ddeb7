import type { CodeFunction } from '../../code/functions/index.ts'
import type { SyntaxNode } from '../../code/index.ts'
import { type Asked, literalFor, type Plain } from '../asked.ts'
import { casesOf, type TestCase } from '../cases.ts'
import { indented } from '../layout.ts'
import { Names, pascalCase, snakeCase } from '../names.ts'
import { through } from '../through.ts'
import {
  EXPECTED,
  MAX_PARAMETERS,
  type NotWritten,
  type Subject,
  type Wanted,
  type WrittenTest,
} from '../skeleton-types.ts'

interface Manner {
  framework: 'pytest' | 'unittest' | 'Django'
  quote: '"' | "'"
  /** The line above an asynchronous test, where the runner wants one. */
  mark: string[]
}

const INDENT = '    '
const IDENTIFIER = /^[\p{L}_][\p{L}\p{N}_]*$/u

/** A test of functions of a Python file. */
export function writePython(subject: Subject): WrittenTest | NotWritten {
  const manner = mannerOf(subject)
  const names = new Names()
  const imports = new Set<string>()
  const cases: string[][] = []
  const covers: string[] = []
  let isAsync = false
  let raises = false
  for (const wanted of subject.wanted) {
    const called = callable(wanted.code, subject)
    if (!called || (subject.whole && called !== wanted.code)) continue
    imports.add(called.owner === '' ? called.name : called.owner)
    covers.push(wanted.code.name)
    isAsync ||= isAsynchronous(called)
    for (const one of casesOf(wanted)) {
      raises ||= one.outcome === 'throws'
      cases.push(caseOf(one, { wanted, called, names, manner }))
    }
  }
  if (cases.length === 0) return { why: 'no function of the module can be called from outside of it' }
  const module = moduleOf(subject)
  if (!module.split('.').every((part) => IDENTIFIER.test(part)))
    return { why: `${module} is no name that Python imports` }
  const own = `from ${module} import ${[...imports].toSorted().join(', ')}`
  const isPytest = manner.framework === 'pytest'
  const libraries = isPytest
    ? raises || (isAsync && manner.mark.some((line) => line.includes('pytest.')))
      ? ['import pytest', '']
      : []
    : manner.framework === 'Django'
      ? ['from django.test import TestCase', '']
      : ['import unittest', '']
  const base =
    manner.framework === 'Django'
      ? 'TestCase'
      : isAsync
        ? 'unittest.IsolatedAsyncioTestCase'
        : 'unittest.TestCase'
  const between = isPytest ? ['', ''] : ['']
  const body = cases.flatMap((one, index) => (index === 0 ? one : [...between, ...one]))
  const group = `class ${pascalCase(subject.path.replace(/^.*\/|\.py$/g, ''))}Test(${base}):`
  return {
    framework: manner.framework,
    head: [...libraries, own, '', ...(isPytest ? [] : ['', group])].join('\n'),
    needs: [...(isPytest && raises ? ['import pytest'] : []), own],
    body: (isPytest ? body : indented(body, INDENT)).join('\n'),
    covers,
  }
}

function mannerOf({ samples, manifests }: Subject): Manner {
  const text = samples.find((sample) => /\bdef test/.test(sample.text))?.text ?? ''
  const all = samples.map((sample) => sample.text).join('\n')
  const quote = (text.match(/'/g)?.length ?? 0) > (text.match(/"/g)?.length ?? 0) ? "'" : '"'
  const auto = manifests.some((one) => /asyncio_mode\s*=\s*["']?auto/.test(one.text))
  const mark = auto ? [] : [/@pytest\.mark\.(?:asyncio|anyio|trio)/.exec(all)?.[0] ?? '@pytest.mark.asyncio']
  const isClass = /class \w+\([\w., ]*TestCase\)/.test(text) && !/^(?:async )?def test/m.test(text)
  const framework = !isClass
    ? text === '' &&
      !manifests.some((one) => /pytest/.test(one.text)) &&
      manifests.some((one) => one.path.endsWith('manage.py'))
      ? 'Django'
      : text === '' && !manifests.some((one) => /pytest/.test(one.text))
        ? 'unittest'
        : 'pytest'
    : /from django\.test import|django\.test\b/.test(text)
      ? 'Django'
      : 'unittest'
  return { framework, quote, mark }
}

/** The function itself where a test can import it, else what stands around it or calls it. */
function callable(wanted: CodeFunction, { functions }: Subject): CodeFunction | undefined {
  return through(wanted, functions, (one) => {
    if (!IDENTIFIER.test(one.name)) return false
    if (/^__(?!init__$|call__$)/.test(one.name)) return false
    const outer = one.node.ancestor('function_definition', 'class_definition')
    if (outer?.type === 'function_definition') return false
    return !outer?.ancestor('function_definition', 'class_definition')
  })
}

interface Told {
  wanted: Wanted
  called: CodeFunction
  names: Names
  manner: Manner
}

function caseOf(one: TestCase, { wanted, called, names, manner }: Told): string[] {
  const { node, name, owner } = called
  const expected = `${manner.quote}${EXPECTED}${manner.quote}`
  const self = manner.framework === 'pytest' ? '' : 'self'
  const async = isAsynchronous(called)
  const decorators = decoratorsOf(node)
  const isProperty = decorators.some((text) => text.endsWith('property'))
  const isStatic = owner === '' || decorators.some((text) => /^@(?:staticmethod|classmethod)/.test(text))
  const taken = new Names(['result', 'self', 'pytest', 'raised', name, owner])
  const lines: string[] = []
  const own = parametersOf(node, owner !== '' && !decorators.includes('@staticmethod'))
  let target = owner === '' ? name : `${owner}.${name}`
  if (!isStatic && name === '__init__') target = owner
  else if (!isStatic) {
    const made = siblingsOf(node).find((sibling) => sibling.child('name')?.text === '__init__')
    const values = assigned(made ? parametersOf(made, true) : fieldsOf(node), taken, manner)
    const instance = taken.of(snakeCase(owner) === owner ? `${owner}_` : snakeCase(owner))
    lines.push(...values.lines, `${instance} = ${owner}(${values.list})`)
    target = name === '__call__' ? instance : `${instance}.${name}`
  }
  const values = isProperty
    ? { lines: [], list: '' }
    : assigned(own, taken, manner, called === wanted.code ? one.asks : undefined)
  lines.push(...values.lines)
  const call = `${async ? 'await ' : ''}${isProperty ? target : `${target}(${values.list})`}`
  const check =
    one.outcome === 'throws'
      ? manner.framework === 'pytest'
        ? [`with pytest.raises(Exception, match=${expected}):`, `${INDENT}${call}`]
        : [`with self.assertRaisesRegex(Exception, ${expected}):`, `${INDENT}${call}`]
      : manner.framework === 'pytest'
        ? [`result = ${call}`, `assert result == ${expected}`]
        : [`result = ${call}`, `self.assertEqual(result, ${expected})`]
  const about = name === '__init__' ? owner : wanted.code.name
  const title = names.of(
    `test_${snakeCase(`${about.replace(/^_+/, '')} ${one.title.replace(/^does what it should$/, '')}`)}`,
  )
  return [
    ...(async && manner.framework === 'pytest' ? manner.mark : []),
    `${async ? 'async ' : ''}def ${title}(${self}):`,
    ...indented([...lines, ...check], INDENT),
  ]
}

function isAsynchronous({ node }: CodeFunction): boolean {
  return node.children.some(({ type }) => type === 'async')
}

function decoratorsOf(node: SyntaxNode): string[] {
  if (node.parent?.type !== 'decorated_definition') return []
  return node.parent.children.filter(({ type }) => type === 'decorator').map(({ text }) => text.trim())
}

function siblingsOf(node: SyntaxNode): SyntaxNode[] {
  const block = node.ancestor('block')
  return (block?.namedChildren ?? []).map((one) => one.child('definition') ?? one)
}

/** What the generated constructor of a data class takes: annotated fields without a value. */
function fieldsOf(node: SyntaxNode): Parameter[] {
  const holder = node.ancestor('class_definition')
  const isData =
    (holder && decoratorsOf(holder).some((text) => /dataclass|define|attr\.s|frozen/.test(text))) ||
    /\b(?:BaseModel|NamedTuple)\b/.test(holder?.child('superclasses')?.text ?? '')
  if (!isData) return []
  return (holder?.child('body')?.namedChildren ?? [])
    .map((one) => (one.type === 'expression_statement' ? one.namedChildren[0] : one))
    .filter((one) => one?.type === 'assignment' && !one.child('right'))
    .map((one) => ({
      name: one?.child('left')?.text ?? '',
      type: one?.child('type')?.text ?? '',
      byName: true,
    }))
    .filter(({ name, type }) => IDENTIFIER.test(name) && !/ClassVar/.test(type))
    .slice(0, MAX_PARAMETERS)
}

interface Parameter {
  name: string
  type: string
  byName: boolean
}

function parametersOf(node: SyntaxNode, bound: boolean): Parameter[] {
  const list = node.child('parameters')?.children ?? []
  const found: Parameter[] = []
  let byName = false
  let first = bound
  for (const one of list) {
    if (/splat|separator/.test(one.type) || one.text === '*') {
      byName ||= one.type !== 'positional_separator' && one.text !== '/'
      continue
    }
    if (!one.named || /comment/.test(one.type)) continue
    const nested = one.type === 'typed_parameter' ? one.namedChildren[0] : one
    if (nested && /splat/.test(nested.type)) {
      byName = true
      continue
    }
    if (first) {
      first = false
      continue
    }
    const name = one.child('name')?.text ?? nested?.text ?? ''
    // A value that the function brings itself needs no other.
    if (one.child('value') || !IDENTIFIER.test(name)) continue
    found.push({ name, type: one.child('type')?.text ?? '', byName })
  }
  return found.slice(0, MAX_PARAMETERS)
}

function assigned(
  parameters: readonly Parameter[],
  taken: Names,
  { quote }: Manner,
  asks?: ReadonlyMap<string, Asked>,
): { lines: string[]; list: string } {
  const lines: string[] = []
  const used: string[] = []
  for (const { name, type, byName } of parameters) {
    const free = taken.of(name)
    const asked = literalFor(asks?.get(name), kindOf(type), { quote, yes: 'True', no: 'False' })
    const [value, hint] = asked === undefined ? valueOf(type, quote) : [asked, '']
    lines.push(`${free} = ${value}${hint === '' ? '' : `  # TODO: ${hint}`}`)
    used.push(byName ? `${name}=${free}` : free)
  }
  return { lines, list: used.join(', ') }
}

function kindOf(type: string): Plain {
  const base = /^(?:\w+\.)*(\w+)/.exec(type)?.[1] ?? ''
  if (/^(?:int|float|Decimal)$/.test(base)) return 'number'
  return base === 'str' ? 'string' : base === 'bool' ? 'boolean' : 'any'
}

function valueOf(type: string, quote: string): [value: string, hint: string] {
  const plain = type.replaceAll(/^["']|["']$/g, '').trim()
  const base = /^(?:\w+\.)*(\w+)/.exec(plain)?.[1] ?? ''
  const values: Readonly<Record<string, string>> = {
    int: '0',
    float: '0.0',
    str: quote + quote,
    bool: 'False',
    bytes: `b${quote}${quote}`,
    list: '[]',
    List: '[]',
    Sequence: '[]',
    Iterable: '[]',
    dict: '{}',
    Dict: '{}',
    Mapping: '{}',
    tuple: '()',
    Tuple: '()',
    set: 'set()',
    Set: 'set()',
  }
  if (Object.hasOwn(values, base) && !/^\w+\s*\|/.test(plain)) return [values[base] ?? 'None', '']
  const hint =
    base === '' || /^(?:Any|None|Optional|Union|object)$/.test(base) || plain.length > 60 ? '' : base
  return ['None', hint]
}

/** The module's name as its neighbours' tests import it, or from the topmost package around it. */
function moduleOf({ path, samples, manifests }: Subject): string {
  const parts = path.replace(/\.py$/, '').split('/')
  if (parts.at(-1) === '__init__') parts.pop()
  const roots = new Set(
    samples.flatMap(({ text }) =>
      [...text.matchAll(/^\s*(?:from|import)\s+([\p{L}_][\p{L}\p{N}_]*)/gmu)].map((match) => match[1] ?? ''),
    ),
  )
  const shown = parts.findIndex((part, index) => index < parts.length - 1 && roots.has(part))
  if (shown >= 0) return parts.slice(shown).join('.')
  const project = manifests.find(({ path: one }) =>
    /(?:pyproject\.toml|setup\.py|setup\.cfg|manage\.py)$/.test(one),
  )?.path
  const folder = project === undefined ? '' : project.slice(0, project.lastIndexOf('/') + 1)
  const within = path.startsWith(folder) ? folder.split('/').length - 1 : 0
  const rest = parts.slice(within)
  return (rest[0] === 'src' && rest.length > 1 ? rest.slice(1) : rest).join('.')
}

import type { SyntaxNode } from '../../code/index.ts'
import { casesOf, type TestCase } from '../cases.ts'
import { indented, paragraphs } from '../layout.ts'
import { camelCase, Names } from '../names.ts'
import { EXPECTED, type NotWritten, type Subject, type Wanted, type WrittenTest } from '../skeleton-types.ts'
import { type Access, accessTo } from './access.ts'
import { exportedNames } from './exported.ts'
import { importOf, type ScriptManner, scriptManner } from './manner.ts'
import { relativePath } from './relative-path.ts'
import { type Value, valuesFor } from './values.ts'

interface Group {
  wanted: Wanted
  access: Access
  /** What the module's own name is in the test. */
  local: string
}

/** A test of functions of a JavaScript or TypeScript file. */
export function writeScript(subject: Subject): WrittenTest | NotWritten {
  const manner = scriptManner(subject)
  const exported = exportedNames(subject.root)
  const names = new Names(['describe', 'it', 'test', 'expect', 'assert', 'result', 'error', 't'])
  const locals = new Map<string, string>()
  const whole = importedWhole(subject)
  const groups: Group[] = []
  for (const wanted of subject.wanted) {
    const access = accessTo(wanted.code, subject.functions, exported)
    if (!access || (subject.whole && access.through !== undefined)) continue
    const key = `${access.exported.kind} ${access.exported.name}`
    const name = access.exported.name === '' ? fitting(access.binding) : access.exported.name
    const local =
      whole !== undefined && access.exported.kind !== 'default'
        ? access.exported.kind === 'whole'
          ? whole
          : `${whole}.${access.exported.name}`
        : (locals.get(key) ?? names.of(/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name) ? name : 'subject'))
    locals.set(key, local)
    groups.push({ wanted, access, local })
  }
  if (groups.length === 0) {
    return { why: 'the module gives out neither the function nor anything of the file that calls it' }
  }
  const blocks = groups.map((group) => groupOf(group, manner))
  const missing = groups.filter(({ local }) => !speaks(subject.existing ?? '', local))
  const needs = missing.length === 0 ? [] : subjectImports(subject, missing, manner)
  return {
    framework: manner.framework,
    head: [...manner.imports, ...subjectImports(subject, groups, manner)].join('\n'),
    needs,
    body: paragraphs(blocks).join('\n'),
    covers: groups.map(({ wanted }) => wanted.code.name),
  }
}

function speaks(text: string, local: string): boolean {
  return text.split(/[^\p{L}\p{N}_$]+/u).includes(local.replace(/\..*$/s, ''))
}

/** What an existing test calls the whole module of the file: `const utils = require('../lib/utils')`. */
function importedWhole({ existing, path, target }: Subject): string | undefined {
  const wanted = relativePath(path, target, () => '')
  const pattern =
    /(?:(?:const|let|var) ([\p{L}\p{N}_$]+) = require\(|import \* as ([\p{L}\p{N}_$]+) from )['"](\.[^'"\n]{0,300})['"]/gu
  for (const [, required, imported, from = ''] of (existing ?? '').matchAll(pattern)) {
    const bare = from.replace(/\.[cm]?[jt]sx?$/, '').replace(/\/index$/, '')
    if (bare === wanted.replace(/\/index$/, '')) return required ?? imported
  }
  return undefined
}

function fitting(binding: string): string {
  return binding === 'default' || binding === '' ? 'subject' : binding
}

function subjectImports({ path, target }: Subject, groups: readonly Group[], manner: ScriptManner): string[] {
  const from = relativePath(path, target, manner.ending)
  const named = new Map<string, string>()
  let whole: string | undefined
  for (const { access, local } of groups) {
    if (local.includes('.')) continue
    if (access.exported.kind === 'named') named.set(access.exported.name, local)
    else whole = local
  }
  const list = [...named].map(([name, local]) => (name === local ? name : `${name} as ${local}`)).toSorted()
  const braces = list.length === 0 ? undefined : `{ ${list.join(', ')} }`
  if (!manner.modules) {
    // A module of ECMAScript that is required gives its default as a member.
    const isDefault = groups.some(({ access }) => access.exported.kind === 'default')
    return [
      ...(whole === undefined ? [] : [importOf(isDefault ? `{ default: ${whole} }` : whole, from, manner)]),
      ...(braces === undefined ? [] : [importOf(braces, from, manner)]),
    ]
  }
  const line = importOf([whole, braces].filter((part) => part !== undefined).join(', '), from, manner)
  if (line.length <= 100 || braces === undefined) return [line]
  const apart = list.map((name) => `${manner.indent}${name},`).join('\n')
  return [line.replace(braces, () => `{\n${apart}\n}`)]
}

function groupOf({ wanted, access, local }: Group, manner: ScriptManner): string[] {
  const cases = casesOf(wanted).map((one) => caseOf(one, { wanted, access, local }, manner))
  const own = wanted.code.name
  const name =
    access.through === undefined
      ? [local, ...access.members].join('.')
      : `${own} through ${[local, ...access.members].join('.')}`
  return manner.grouped
    ? [
        `describe(${quoted(access.how === 'construct' ? `new ${name}` : name, manner)}, () => {`,
        ...indented(paragraphs(cases.map((one) => one(''))), manner.indent),
        `})${manner.semicolon}`,
      ]
    : paragraphs(cases.map((one) => one(`${name}: `)))
}

function caseOf(one: TestCase, group: Group, manner: ScriptManner): (prefix: string) => string[] {
  const { access, local } = group
  const { semicolon, indent, framework, assertions } = manner
  const isAsync = isAwaited(access.code.node)
  const taken = new Names(['result', 'error', 't', 'expect', 'assert', 'test', 'it', local])
  const built: string[] = []
  let receiver = local
  if (access.how === 'instance') {
    const made = constructorValues(access, manner)
    const values = named(made ?? [], taken)
    receiver = taken.of(
      camelCase(local.replace(/^.*\./s, '')) === local ? `${local}1` : camelCase(local.replace(/^.*\./s, '')),
    )
    built.push(
      ...values.lines.map((line) => line + semicolonBeforeHint(line, semicolon)),
      `const ${receiver} = ${builtBy(local, made && values.list, manner)}${semicolon}`,
    )
  }
  const target = [receiver, ...access.members].join('.')
  const bound = access.how === 'call' && hasThis(access.code.node)
  const isOpen = manner.typed && access.how !== 'construct' && isTypedElsewhere(access.code.node)
  const values = access.isGetter
    ? { lines: [], list: '' }
    : isOpen
      ? { lines: [`const args = [] as unknown as Parameters<typeof ${target}>`], list: '...args' }
      : named(
          valuesFor(access.code.node, manner.typed, access.through === undefined ? one.asks : undefined),
          taken,
        )
  const call =
    access.how === 'construct'
      ? `new ${local}(${values.list})`
      : access.isGetter
        ? target
        : bound && manner.typed
          ? `${target}.call(${['{} as never', values.list].filter((part) => part !== '').join(', ')})`
          : `${target}(${values.list})`
  const body = [
    ...built,
    ...values.lines.map((line) => line + semicolonBeforeHint(line, semicolon)),
    ...expectation(one, call, isAsync, givesValue(access), manner),
  ].map((line) => line.replace(HINTS, (_, hint: string) => `${semicolon} // TODO: ${hint}`))
  const context = framework === 'ava' || assertions === 'context.assert' ? 't' : ''
  const head = `${isAsync ? 'async ' : ''}${context === '' ? '()' : manner.typed ? '(t)' : context === 't' ? '(t)' : '()'} => {`
  return (prefix) => [
    `${manner.test}(${quoted(prefix + one.title, manner)}, ${head}`,
    ...indented(body, indent),
    `})${semicolon}`,
  ]

  function named(list: readonly Value[], names: Names): { lines: string[]; list: string } {
    const lines: string[] = []
    const used: string[] = []
    for (const { name, text, hint } of list) {
      const free = names.of(
        /^(?:default|class|new|function|delete|in|arguments|eval)$/.test(name) ? `${name}_` : name,
      )
      used.push(free)
      lines.push(`const ${free} = ${inQuotes(text, manner)}${hint === undefined ? '' : `\u0000${hint}`}`)
    }
    return { lines, list: used.join(', ') }
  }
}

/** A hint that waits for the semicolon which stands before it. */
// oxlint-disable-next-line no-control-regex -- a character that no source has
const HINTS = /\u0000(.*)$/

function semicolonBeforeHint(line: string, semicolon: string): string {
  return HINTS.test(line) ? '' : semicolon
}

/** How an object is made; one whose constructor stands in another file is none that TypeScript would take a guess for. */
function builtBy(local: string, values: string | undefined, { typed }: ScriptManner): string {
  return values === undefined && typed
    ? `Object.create(${local}.prototype) as InstanceType<typeof ${local}>`
    : `new ${local}(${values ?? ''})`
}

/** Classes that are built from nothing. */
const PLAIN_BASES = /^extends (?:Error|EventEmitter|EventTarget|Array|Map|Set|Object)\b/

/** What building an object takes; undefined where a class of another file says. */
function constructorValues({ class: owner }: Access, { typed }: ScriptManner): Value[] | undefined {
  const made = owner
    ?.child('body')
    ?.namedChildren.find(
      (one) => one.type === 'method_definition' && one.child('name')?.text === 'constructor',
    )
  if (made) return valuesFor(made, typed)
  const base = owner?.childOfType('class_heritage')?.text
  return base === undefined || base.startsWith('implements') || PLAIN_BASES.test(base) ? [] : undefined
}

function expectation(
  { outcome }: TestCase,
  call: string,
  isAsync: boolean,
  gives: boolean,
  manner: ScriptManner,
): string[] {
  const { assertions, semicolon, framework } = manner
  const expected = quoted(EXPECTED, manner)
  const awaited = isAsync ? `await ${call}` : call
  const asFunction = isAsync
    ? `async () => ${call.startsWith('{') ? `(${call})` : `await ${call}`}`
    : `() => ${call}`
  const message = `{ message: ${expected} }`
  const throwing: Record<ScriptManner['assertions'], string> = {
    expect: isAsync
      ? `await expect(${call}).rejects.toThrow(${expected})`
      : `expect(${asFunction}).toThrow(${expected})`,
    'chai-expect': isAsync ? '' : `expect(${asFunction}).to.throw(${expected})`,
    'chai-assert': isAsync ? '' : `assert.throws(${asFunction}, ${expected})`,
    should: isAsync ? '' : `(${asFunction}).should.throw(${expected})`,
    'node:assert': isAsync
      ? `await assert.rejects(${asFunction}, ${message})`
      : `assert.throws(${asFunction}, ${message})`,
    'context.assert': isAsync
      ? `await t.assert.rejects(${asFunction}, ${message})`
      : `t.assert.throws(${asFunction}, ${message})`,
    ava: isAsync ? `await t.throwsAsync(${asFunction}, ${message})` : `t.throws(${asFunction}, ${message})`,
  }
  if (outcome === 'throws') {
    if (throwing[assertions] !== '') return [throwing[assertions] + semicolon]
    // Chai knows no rejected promises by itself.
    return [
      `const error = await ${call}.then(() => undefined, (reason${manner.typed ? ': Error' : ''}) => reason)${semicolon}`,
      `${assertions === 'chai-assert' ? `assert.equal(error?.message, ${expected})` : `expect(error?.message).to.equal(${expected})`}${semicolon}`,
    ]
  }
  if (!gives) {
    const done = quoted('what it did', manner)
    const failing: Record<ScriptManner['assertions'], string> = {
      expect: framework === 'vitest' ? `expect.fail(${expected})` : `expect(${done}).toBe(${expected})`,
      'chai-expect': `expect.fail(${expected})`,
      'chai-assert': `assert.fail(${expected})`,
      should: `(${done}).should.equal(${expected})`,
      'node:assert': `assert.fail(${expected})`,
      'context.assert': `t.assert.fail(${expected})`,
      ava: `t.fail(${expected})`,
    }
    return [awaited + semicolon, failing[assertions] + semicolon]
  }
  const equal: Record<Exclude<ScriptManner['assertions'], 'ava'>, string> = {
    expect: `expect(result).toBe(${expected})`,
    'chai-expect': `expect(result).to.equal(${expected})`,
    'chai-assert': `assert.equal(result${manner.typed ? ' as unknown' : ''}, ${expected})`,
    should: `(result).should.equal(${expected})`,
    'node:assert': `assert.equal(result, ${expected})`,
    'context.assert': `t.assert.strictEqual(result, ${expected})`,
  }
  const check =
    assertions === 'ava' ? `t.is(result${manner.typed ? ' as unknown' : ''}, ${expected})` : equal[assertions]
  return [`const result = ${awaited}${semicolon}`, check + semicolon]
}

/** Whether it says what its `this` is, and that is something. */
function hasThis(node: SyntaxNode): boolean {
  const first = node.child('parameters')?.namedChildren[0]
  return first?.child('pattern')?.text === 'this' && !/^:\s*void$/.test(first.child('type')?.text ?? '')
}

/** Whether what holds a function says its type: it may take more than the function reads. */
function isTypedElsewhere(node: SyntaxNode): boolean {
  for (let one = node.parent; one && !/statement|body|declaration$/.test(one.type); one = one.parent)
    if (/^(?:variable_declarator|public_field_definition)$/.test(one.type))
      return one.child('type') !== undefined
  const field = node.parent
  return field?.type === 'public_field_definition' && field.child('type') !== undefined
}

/** Whether a call is waited for: `async`, or typed as a promise. */
function isAwaited(node: SyntaxNode): boolean {
  return (
    node.children.some(({ type }) => type === 'async') ||
    /^:\s*Promise\b/.test(node.child('return_type')?.text ?? '')
  )
}

/** Whether what it answers can be looked at; what answers nothing leaves its traces elsewhere. */
function givesValue({ code: { node }, how }: Access): boolean {
  if (how === 'construct') return true
  const type = node.child('return_type')?.text
  if (type !== undefined) return !/^:\s*(?:Promise<)?(?:void|never)>?$/.test(type)
  const body = node.child('body')
  if (body && body.type !== 'statement_block') return true
  for (const one of body?.walk() ?? []) {
    if (one.type !== 'return_statement' || one.namedChildren.length === 0) continue
    const nearest = one.ancestor(
      'function_declaration',
      'generator_function_declaration',
      'method_definition',
      'arrow_function',
      'function_expression',
      'function',
      'generator_function',
    )
    if (nearest === node) return true
  }
  return false
}

function quoted(text: string, { quote }: ScriptManner): string {
  return `${quote}${text}${quote}`
}

function inQuotes(value: string, { quote }: ScriptManner): string {
  return quote === '"' ? value.replaceAll("'", '"') : value
}

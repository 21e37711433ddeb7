import { matcher } from '../../../src/model/index.ts'
import type { SyntaxNode } from '../../../src/parse/code/index.ts'
import type { Argument, Expression, FunctionScope, Kind, Unit } from './ir.ts'
import { pathMatcher } from './knowledge.ts'
import type { Condition, Finder, ValueTest } from './schema.ts'
import { unsafeHole } from './sql.ts'
import type { Values } from './values.ts'

/** A place in a file where a finder's conditions hold. */
export interface Match {
  finder: Finder
  node: SyntaxNode
  /** Name of what is called, written or defined. */
  name: string
  /** The part that should not be there, where a test named one. */
  hole?: Expression
  /** Places that explain it, in the order of the flow. */
  steps: { node: SyntaxNode; message: string }[]
  /** What a suggestion replaces. */
  replace?: SyntaxNode
}

/** What the conditions speak about. */
interface Candidate {
  node: SyntaxNode
  name: string
  call?: Kind<'call'>
  value?: Expression
}

interface Trace {
  hole?: Expression
  steps: Match['steps']
}

const matchers = new WeakMap<readonly string[], (path: string) => boolean>()

/** All places of a unit where a finder holds. */
export function* matches(finder: Finder, unit: Unit, values: Values): Generator<Match, void> {
  if (finder.paths && !matcher(finder.paths)(unit.path)) return
  for (const candidate of candidates(finder, unit, values)) {
    const trace: Trace = { steps: [] }
    if (!finder.where.every((condition) => holds(condition, candidate, unit, values, trace))) continue
    const replace = finder.suggest && replaced(finder.suggest, candidate, values)
    yield {
      finder,
      node: candidate.node,
      name: candidate.name,
      ...(trace.hole && { hole: trace.hole }),
      steps: trace.steps,
      ...(replace && { replace }),
    }
  }
}

function* candidates(finder: Finder, unit: Unit, values: Values): Generator<Candidate, void> {
  const called = finder.call ?? finder.new
  if (called) {
    for (const call of unit.calls) {
      if (call.isNew !== Boolean(finder.new)) continue
      if (is(called, values.path(call.callee), unit))
        yield { node: call.node, name: nameOf(call.callee), call }
    }
  }
  if (finder.write) {
    for (const { target, value, node } of unit.memberWrites) {
      if (is(finder.write, values.path(target), unit)) yield { node, name: target.node.text, value }
    }
  }
  if (finder.entry) {
    for (const object of unit.objects) {
      if (finder.entry.of && !is(finder.entry.of, values.path(object), unit)) continue
      for (const entry of object.entries) {
        if (finder.entry.key.includes(entry.key))
          yield { node: entry.node, name: entry.key, value: entry.value }
      }
    }
  }
  if (finder.object) {
    for (const object of unit.objects) {
      const type = values.path(object)
      if (is(finder.object.of, type, unit)) yield { node: object.node, name: type, value: object }
    }
  }
  for (const name of finder.variable ?? []) {
    for (const { value, node } of unit.module.assignments.get(name) ?? []) {
      if (value) yield { node, name, value }
    }
  }
  if (finder.function) {
    for (const scope of unit.functions) {
      if (!finder.function.name.includes(scope.name)) continue
      const { parameters } = finder.function
      if (parameters !== undefined && scope.parameters.length !== parameters) continue
      const value: Expression = { kind: 'function', definition: scope, node: scope.node }
      yield { node: scope.node, name: scope.name, value }
    }
  }
}

function is(patterns: readonly string[], path: string, unit: Unit): boolean {
  if (path === '') return false
  const matches = matchers.get(patterns) ?? pathMatcher(patterns)
  matchers.set(patterns, matches)
  return matches(path) || unit.wildcards.some((name) => matches(`${name}.${path}`))
}

/** `db.pool.query` -> `pool.query`: enough to find it again, without what may be long. */
function nameOf(callee: Expression): string {
  if (callee.kind === 'name') return callee.name
  if (callee.kind !== 'member') return 'the call'
  const { object } = callee
  if (object.kind === 'name') return `${object.name}.${callee.property}`
  return object.kind === 'member' ? `${object.property}.${callee.property}` : callee.property
}

function argumentAt(args: readonly Argument[], position: number | string): Expression | undefined {
  if (typeof position === 'string') return args.find((argument) => argument.name === position)?.value
  // After `...list` nobody knows which argument is which.
  const spread = args.findIndex((argument) => argument.spread)
  if (spread >= 0 && spread <= position) return undefined
  const argument = args[position]
  return argument && argument.name === undefined ? argument.value : undefined
}

function holds(
  condition: Condition,
  candidate: Candidate,
  unit: Unit,
  values: Values,
  trace: Trace,
): boolean {
  if ('argument' in condition) {
    const args = candidate.call?.args ?? []
    const { argument, ...test } = condition
    const positions = Array.isArray(argument) ? argument : [argument]
    if (positions.includes('any')) return args.some(({ value }) => passes(test, value, unit, values, trace))
    const value = positions.map((position) => argumentAt(args, position)).find((found) => found !== undefined)
    if (test.missing === true) return value === undefined && !args.some((one) => one.spread)
    return value !== undefined && passes(test, value, unit, values, trace)
  }
  if ('receiver' in condition) {
    const callee = candidate.call?.callee
    return callee?.kind === 'member' && passes(condition.receiver, callee.object, unit, values, trace)
  }
  if ('value' in condition) {
    return candidate.value !== undefined && passes(condition.value, candidate.value, unit, values, trace)
  }
  if ('context' in condition) return inContext(condition.context, candidate.node, unit)
  if ('not-context' in condition) return !inContext(condition['not-context'], candidate.node, unit)
  if ('function-lacks' in condition) {
    return !textMatches(condition['function-lacks'], unit.scopeOf(candidate.node))
  }
  if ('unless-guarded' in condition) return !isGuarded(condition['unless-guarded'], candidate.node, unit)
  if ('also' in condition) return alsoHolds(condition.also, candidate, unit, values)
  const imported = [...unit.imports.values(), ...unit.wildcards]
  return imported.some((name) =>
    condition.imports.some(
      (wanted) => name === wanted || name.startsWith(`${wanted}.`) || name.startsWith(`${wanted}/`),
    ),
  )
}

function isGuarded(pattern: RegExp, from: SyntaxNode, unit: Unit): boolean {
  const end = unit.scopeOf(from).node
  for (let node = from.parent; node && node !== end; node = node.parent) {
    const condition = /^(?:if_statement|elif_clause|ternary_expression|conditional_expression)$/.test(
      node.type,
    )
      ? (node.child('condition') ?? node)
      : undefined
    if (condition && condition.start < from.start && pattern.test(condition.text.slice(0, 500))) return true
  }
  return false
}

const tested = new WeakMap<FunctionScope, Map<RegExp, boolean>>()

/** Whether a function's source text matches: asked once, however many candidates stand in it. */
function textMatches(pattern: RegExp, scope: FunctionScope): boolean {
  const answers = tested.get(scope) ?? new Map<RegExp, boolean>()
  tested.set(scope, answers)
  const answer = answers.get(pattern) ?? pattern.test(scope.node.text)
  answers.set(pattern, answer)
  return answer
}

function alsoHolds(
  also: { call: string[]; where: Condition[] },
  candidate: Candidate,
  unit: Unit,
  values: Values,
): boolean {
  const scope = unit.scopeOf(candidate.node)
  values.spend(1 + unit.calls.length / 8)
  return unit.calls.some((call) => {
    if (unit.scopeOf(call.node) !== scope || !is(also.call, values.path(call.callee), unit)) return false
    const other: Candidate = { node: call.node, name: nameOf(call.callee), call }
    return also.where.every((condition) => holds(condition, other, unit, values, { steps: [] }))
  })
}

function passes(test: ValueTest, value: Expression, unit: Unit, values: Values, trace: Trace): boolean {
  const at = values.resolve(value)
  const known = values.constant(value)
  if (test.is && !(known !== undefined && test.is.includes(known))) return false
  if (test.matches && !(typeof known === 'string' && test.matches.test(known))) return false
  if (test.below !== undefined && !(typeof known === 'number' && known < test.below)) return false
  if (test.path && !is(test.path, values.path(value), unit)) return false
  if (test.mentions && !test.mentions.test(withoutLiterals(value.node.text))) return false
  if (test.origin) {
    if (!test.origin.includes(values.origin(value))) return false
    trace.hole ??= value
  }
  if (test.built) {
    const pieces = values.pieces(value)
    const hole = pieces.find((piece) => 'hole' in piece && test.built?.includes(piece.origin))
    const text = pieces.some((piece) => 'text' in piece && piece.text.trim() !== '')
    if (!text || !hole || !('hole' in hole)) return false
    follow(value, at, hole.hole, trace)
  }
  if (test.contains) {
    const items = at.kind === 'list' ? at.items : at.kind === 'call' ? at.args.map((one) => one.value) : []
    const constants = items.map((item) => values.constant(item))
    if (!constants.some((item) => item !== undefined && test.contains?.includes(item))) return false
  }
  if (test.sql) {
    const hole = unsafeHole(values.pieces(value), test.sql)
    if (!hole || !('hole' in hole)) return false
    follow(value, at, hole.hole, trace)
  }
  if (test.has || test.lacks) {
    if (at.kind !== 'object') return false
    if (test.lacks && (at.open || at.entries.some((entry) => test.lacks?.includes(entry.key)))) return false
    for (const [key, inner] of Object.entries(test.has ?? {})) {
      const entry = at.entries.find((candidate) => candidate.key === key)
      if (!entry || !passes(inner, entry.value, unit, values, trace)) return false
    }
  }
  if (test.does && !(at.kind === 'function' && does(at.definition) === test.does)) return false
  if (test.first) {
    const first = at.kind === 'call' ? argumentAt(at.args, 0) : undefined
    if (!first || !passes(test.first, first, unit, values, trace)) return false
  }
  if (test.any && !test.any.some((one) => passes(one, value, unit, values, trace))) return false
  return !(test.not && passes(test.not, value, unit, values, { steps: [] }))
}

/** Notes where a text was put together, and with what, when that is another line than its use. */
function follow(value: Expression, at: Expression, hole: Expression, trace: Trace): void {
  trace.hole = hole
  const line = (node: SyntaxNode): number => node.region.startLine
  if (at !== value && line(at.node) !== line(value.node)) {
    trace.steps.push({ node: at.node, message: 'The text is put together here' })
  } else if (line(hole.node) !== line(value.node)) {
    trace.steps.push({ node: hole.node, message: 'This part is not constant' })
  }
}

function does(definition: FunctionScope): ValueTest['does'] {
  const body = definition.node.child('body')
  if (!body) return undefined
  if (body.type === 'true') return 'return-true'
  if (!/block|body/.test(body.type)) return undefined
  const statements = body.namedChildren
  const [only] = statements
  if (statements.length === 0) return body.start < body.end ? 'nothing' : undefined
  if (statements.length > 1 || !only) return undefined
  if (only.type === 'return_statement' && only.namedChildren.length === 0) return 'nothing'
  return only.type === 'return_statement' && only.namedChildren[0]?.type === 'true'
    ? 'return-true'
    : undefined
}

/** Identifiers around a place: its statement, the variable written, the function and the class. */
function inContext(pattern: RegExp, from: SyntaxNode, unit: Unit): boolean {
  const words: string[] = []
  let statement: SyntaxNode = from
  while (
    statement.parent &&
    !/(?:statement|declaration|_spec|pair|body|block|declarator)$|^assignment$|keyed_element/.test(
      statement.type,
    )
  ) {
    statement = statement.parent
  }
  words.push(withoutLiterals(statement.text.slice(0, 2000)))
  for (let scope: FunctionScope | undefined = unit.scopeOf(from); scope; scope = scope.parent)
    words.push(scope.name)
  const owner = from.ancestor('class_declaration', 'class_definition', 'class')
  words.push(owner?.child('name')?.text ?? '')
  return words.some((word) => pattern.test(word))
}

export function withoutLiterals(text: string): string {
  return text.replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, '""')
}

function replaced(
  suggest: NonNullable<Finder['suggest']>,
  candidate: Candidate,
  values: Values,
): SyntaxNode | undefined {
  const { argument, entry } = suggest
  const base = argument === undefined ? candidate.value : argumentAt(candidate.call?.args ?? [], argument)
  if (entry === undefined) return base?.node
  const object = base && values.resolve(base)
  return object?.kind === 'object' ? object.entries.find((one) => one.key === entry)?.value.node : undefined
}

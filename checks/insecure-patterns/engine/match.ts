import { matcher } from '../../../src/model/index.ts'
import type { SyntaxNode } from '../../../src/parse/code/index.ts'
import { type Candidate, holds } from './conditions.ts'
import { callsOf } from './call-index.ts'
import type { Expression, Unit } from './ir.ts'
import { argumentAt, is, nameOf } from './names.ts'
import type { Category } from './flow/value.ts'
import type { Condition, Finder } from './schema.ts'
import type { Trace } from './value-tests.ts'
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
  steps: Trace['steps']
  /** Where what was followed comes from. */
  source?: SyntaxNode
  /** The function around it. */
  within: SyntaxNode
  /** What a suggestion replaces. */
  replace?: SyntaxNode
}

/** All places of a unit where a finder holds. */
export function* matches(
  finder: Finder,
  category: Category | undefined,
  unit: Unit,
  values: Values,
): Generator<Match, void> {
  if (finder.paths && !matcher(finder.paths)(unit.path)) return
  for (const candidate of candidates(finder, unit, values)) {
    if (values.isDead(candidate.node)) continue
    const trace: Trace = { steps: [], ...(category && { category }) }
    if (!finder.where.every((condition) => holds(condition, candidate, unit, values, trace))) continue
    const replace = finder.suggest && replaced(finder.suggest, candidate, values)
    yield {
      finder,
      node: candidate.node,
      name: candidate.name,
      ...(trace.hole && { hole: trace.hole }),
      steps: trace.steps,
      ...(trace.source && { source: trace.source }),
      within: unit.scopeOf(candidate.node).node,
      ...(replace && { replace }),
    }
  }
}

/** Whether a unit has any place that a finder asks about, as far as what is written there says. */
export function concerns(finder: Finder, unit: Unit, values: Values): boolean {
  for (const candidate of candidates(finder, unit, values))
    if (finder.where.every((condition) => mayHold(condition, candidate))) return true
  return false
}

/** False where an argument that has to be a certain constant is another one, or is not there. */
function mayHold(condition: Condition, { call }: Candidate): boolean {
  if (!('argument' in condition) || !call || call.args.some(({ spread }) => spread)) return true
  const { argument, is: wanted, matches: pattern, below, missing } = condition
  if (missing === true || (!wanted && !pattern && below === undefined)) return true
  const positions = Array.isArray(argument) ? argument : [argument]
  if (positions.includes('any')) return true
  const value = positions.map((position) => argumentAt(call.args, position)).find((one) => one !== undefined)
  if (!value) return false
  if (value.kind !== 'constant') return true
  const known = value.value
  if (wanted && !wanted.includes(known)) return false
  if (pattern && !(typeof known === 'string' && pattern.test(known))) return false
  return below === undefined || (typeof known === 'number' && known < below)
}

function* candidates(finder: Finder, unit: Unit, values: Values): Generator<Candidate, void> {
  const called = finder.call ?? finder.new
  if (called) {
    for (const call of callsOf(called, unit, values)) {
      if (call.isNew !== Boolean(finder.new)) continue
      if (is(called, values.path(call.callee), unit))
        yield { node: call.node, name: nameOf(call.callee), call }
    }
  }
  if (finder.write) {
    for (const { target, value, node } of unit.memberWrites) {
      if (!is(finder.write, values.path(target), unit)) continue
      yield { node, name: target.node.text, value }
      if (target.kind === 'index' && target.index) yield { node, name: target.node.text, value: target.index }
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
  if (finder.decorated) yield* decorated(finder.decorated, unit)
  if (finder.return) {
    for (const { node, value } of unit.returns) {
      const { name, decorators } = unit.scopeOf(node)
      if (
        decorators.some((decorator) => is(finder.return?.decorator ?? [], nameOfDecorator(decorator), unit))
      )
        yield { node, name, value }
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

const nameOfDecorator = (decorator: string): string => decorator.replace(/\([^]*$/, '')

function* decorated(
  { by, has, lacks, without = [] }: NonNullable<Finder['decorated']>,
  unit: Unit,
): Generator<Candidate, void> {
  for (const scope of unit.functions) {
    const { decorators, node } = scope
    if (decorators.some((decorator) => is(without, nameOfDecorator(decorator), unit))) continue
    const found = decorators.find(
      (decorator) =>
        is(by, nameOfDecorator(decorator), unit) &&
        (has?.test(decorator.slice(0, 500)) ?? true) &&
        !(lacks?.test(decorator.slice(0, 500)) ?? false),
    )
    if (found === undefined) continue
    yield { node, name: nameOfDecorator(found), value: { kind: 'function', definition: scope, node } }
  }
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

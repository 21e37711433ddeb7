import type { SyntaxNode } from '../../../src/parse/code/index.ts'
import type { Expression, FunctionScope, Kind, Unit } from './ir.ts'
import { argumentAt, is, nameOf, withoutLiterals } from './names.ts'
import type { Condition, TextPattern, ValueTest } from './schema.ts'
import { passes, type Trace } from './value-tests.ts'
import type { Values } from './values.ts'

/** What the conditions speak about. */
export interface Candidate {
  node: SyntaxNode
  name: string
  call?: Kind<'call'>
  value?: Expression
}

/** Whether a test, or one of its alternatives, is passed by leaving the argument out. */
const mayBeMissing = ({ missing, any }: ValueTest): boolean =>
  missing === true || (any?.some((one) => one.missing === true) ?? false)

/** Whether a condition of a finder holds for a candidate. */
export function holds(
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
    if (value) return passes(test, value, unit, values, trace)
    // After `...list` nobody knows what is given.
    return mayBeMissing(test) && !args.some((one) => one.spread)
  }
  if ('receiver' in condition) {
    const callee = candidate.call?.callee
    return callee?.kind === 'member' && passes(condition.receiver, callee.object, unit, values, trace)
  }
  if ('value' in condition) {
    return candidate.value !== undefined && passes(condition.value, candidate.value, unit, values, trace)
  }
  if ('written-as' in condition) {
    const callee = candidate.call?.callee
    return callee !== undefined && condition['written-as'].test(callee.node.text.slice(0, 500))
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

function isGuarded(pattern: TextPattern, from: SyntaxNode, unit: Unit): boolean {
  const end = unit.scopeOf(from).node
  for (let node = from.parent; node && node !== end; node = node.parent) {
    const condition =
      /^(?:if_statement|elif_clause|ternary_expression|conditional_expression|if|unless|elsif|(?:if|unless)_modifier|conditional|if_expression|when_entry|match_arm)$/.test(
        node.type,
      )
        ? (node.child('condition') ?? node)
        : undefined
    if (condition && condition.start < from.start && pattern.test(condition.text.slice(0, 500))) return true
  }
  return false
}

const tested = new WeakMap<FunctionScope, Map<TextPattern, boolean>>()

const codes = new WeakMap<FunctionScope, string>()

/** A function's source text without its comments: what they say guards nothing. */
function codeOf(scope: FunctionScope): string {
  const known = codes.get(scope)
  if (known !== undefined) return known
  const { node } = scope
  let code = ''
  let at = node.start
  for (const inner of node.walk()) {
    if (!inner.type.includes('comment') || inner.start < at) continue
    code += node.source.text.slice(at, inner.start)
    at = inner.end
  }
  code += node.source.text.slice(at, node.end)
  codes.set(scope, code)
  return code
}

/** Whether a function's source text matches: asked once, however many candidates stand in it. */
function textMatches(pattern: TextPattern, scope: FunctionScope): boolean {
  const answers = tested.get(scope) ?? new Map<TextPattern, boolean>()
  tested.set(scope, answers)
  const answer = answers.get(pattern) ?? pattern.test(codeOf(scope))
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

/** Bodies that no type of their statements ends in. */
const HOLDS_STATEMENTS = /^(?:body_statement|block_body|then|else|do|block|lambda_literal|function_body)$/

/** Identifiers around a place: its statement, the variable written, the function and the class. */
function inContext(pattern: TextPattern, from: SyntaxNode, unit: Unit): boolean {
  const words: string[] = []
  let statement: SyntaxNode = from
  while (
    statement.parent &&
    !HOLDS_STATEMENTS.test(statement.parent.type) &&
    !/(?:statement|declaration|_spec|pair|body|block|declarator|field_definition)$|^assignment$|keyed_element/.test(
      statement.type,
    )
  ) {
    statement = statement.parent
  }
  words.push(withoutLiterals(statement.text.slice(0, 2000)))
  for (let scope: FunctionScope | undefined = unit.scopeOf(from); scope; scope = scope.parent)
    words.push(scope.name)
  const owner = from.ancestor(
    'class_declaration',
    'class_definition',
    'class',
    'module',
    'object_declaration',
    'impl_item',
  )
  words.push((owner?.child('name') ?? owner?.child('type'))?.text ?? '')
  return words.some((word) => pattern.test(word))
}

import type { SyntaxNode } from '../../../src/parse/code/index.ts'
import type { Assignment, FunctionScope, Parameter, Unit } from './ir.ts'

/** What a variable can hold at one place. */
export interface Writings {
  /** Set when the variable may still hold what the caller passed. */
  parameter?: Parameter & { of: FunctionScope }
  /** In source order. Empty with no parameter: the name is not bound in this file. */
  assignments: Assignment[]
}

/** Constructs whose body may not run, or not before what follows: a write inside does not replace earlier ones. */
const CONDITIONAL = new Set([
  'statement_block',
  'block',
  'if_statement',
  'else_clause',
  'switch_case',
  'switch_body',
  'expression_case',
  'switch_block_statement_group',
  'for_statement',
  'for_in_statement',
  'while_statement',
  'catch_clause',
  'except_clause',
  'then',
  'else',
  'do',
  'do_block',
  'if_expression',
  'when_entry',
  'catch_block',
  'lambda_literal',
  'match_arm',
  'if_modifier',
  'unless_modifier',
  'rescue',
])

/**
 * The writings that can reach a use of `name`, looking outward through the scopes. Within one function only
 * what stands before the use counts, back to the last write that surely ran; in an enclosing one, all of it.
 */
export function writingsOf(unit: Unit, name: string, use: SyntaxNode): Writings {
  const own = unit.scopeOf(use)
  for (let scope: FunctionScope | undefined = own; scope; scope = scope.parent) {
    const parameter = scope.parameters.find((candidate) => candidate.name === name)
    const all = scope.assignments.get(name) ?? []
    if (!parameter && all.length === 0) continue
    const before = scope === own ? all.filter((assignment) => assignment.at <= use.start) : all
    const from = scope === own ? lastSure(before, use) : -1
    const reaching = before.slice(Math.max(0, from))
    return {
      assignments: reaching,
      ...(parameter && from < 0 && { parameter: { ...parameter, of: scope } }),
    }
  }
  return { assignments: [] }
}

function lastSure(assignments: readonly Assignment[], use: SyntaxNode): number {
  return assignments.findLastIndex((assignment) => {
    if (assignment.appends) return false
    let node = assignment.node.parent
    while (node && !CONDITIONAL.has(node.type)) node = node.parent
    return !node || (node.start <= use.start && use.end <= node.end)
  })
}

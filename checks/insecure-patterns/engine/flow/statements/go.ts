import type { SyntaxNode } from '../../../../../src/parse/code/index.ts'
import type { Statement } from '../../ir.ts'
import { bodyOf, leaving, type Lower, named } from './shared.ts'

/** A statement of Go. */
export function goStatement(node: SyntaxNode, lower: Lower): Statement {
  switch (node.type) {
    case 'expression_statement': {
      const [value] = node.namedChildren
      return value ? { kind: 'do', value: lower(value), node } : { kind: 'nothing', node }
    }
    case 'short_var_declaration':
    case 'assignment_statement': {
      const [left, right] = [node.child('left'), node.child('right')]
      if (!left || !right) return { kind: 'nothing', node }
      const operator = node.type === 'short_var_declaration' ? '=' : (node.child('operator')?.type ?? '=')
      return { kind: 'sequence', statements: bind(left.namedChildren, right, operator, node, lower), node }
    }
    case 'var_declaration':
    case 'const_declaration':
    case 'var_spec_list':
      return { kind: 'block', body: node.namedChildren, node }
    case 'var_spec':
    case 'const_spec': {
      const right = node.child('value')
      const targets = named(node, 'name')
      if (right) return { kind: 'sequence', statements: bind(targets, right, '=', node, lower), node }
      const statements = targets.map((target): Statement => ({
        kind: 'set',
        target: lower(target),
        operator: 'declare',
        node,
      }))
      return { kind: 'sequence', statements, node }
    }
    case 'if_statement': {
      const [first, condition] = [node.child('initializer'), node.child('condition')]
      if (!condition) return { kind: 'block', body: node.namedChildren, node }
      const test: Statement = {
        kind: 'if',
        condition: lower(condition),
        yes: bodyOf(node.child('consequence')),
        no: bodyOf(node.child('alternative')),
        node,
      }
      return first ? { kind: 'sequence', statements: [goStatement(first, lower), test], node } : test
    }
    case 'for_statement': {
      const clause = node.childOfType('for_clause', 'range_clause')
      const body = bodyOf(node.child('body'))
      if (clause?.type === 'range_clause') {
        const [key, target] = clause.child('left')?.namedChildren ?? []
        const list = clause.child('right')
        if (!list) return { kind: 'block', body, node }
        return {
          kind: 'each',
          ...(key && { key: lower(key) }),
          ...(target && { target: lower(target) }),
          list: lower(list),
          body,
          node,
        }
      }
      const bare = node.namedChildren.find((child) => child.type !== 'block')
      const condition = clause ? clause.child('condition') : bare
      return {
        kind: 'loop',
        first: clause ? named(clause, 'initializer') : [],
        ...(condition && { condition: lower(condition) }),
        after: clause ? named(clause, 'update') : [],
        body,
        atLeastOnce: false,
        node,
      }
    }
    case 'expression_switch_statement': {
      const [first, subject] = [node.child('initializer'), node.child('value')]
      const groups = node.namedChildren
        .filter((child) => /^(?:expression|default)_case$/.test(child.type))
        .map((group) => {
          const value = group.child('value')
          return {
            values: value
              ? (value.type === 'expression_list' ? value.namedChildren : [value]).map(lower)
              : [],
            isDefault: group.type === 'default_case',
            body: group.namedChildren
              .filter((child) => child.field !== 'value')
              .flatMap((child) => bodyOf(child)),
          }
        })
      const choice: Statement = {
        kind: 'switch',
        ...(subject && { subject: lower(subject) }),
        groups,
        fallsThrough: false,
        node,
      }
      return first ? { kind: 'sequence', statements: [goStatement(first, lower), choice], node } : choice
    }
    case 'return_statement':
      return leaving('return', node, lower)
    case 'defer_statement':
    case 'go_statement': {
      const [value] = node.namedChildren
      return value ? { kind: 'do', value: lower(value), node } : { kind: 'nothing', node }
    }
    case 'inc_statement':
    case 'dec_statement': {
      const [target] = node.namedChildren
      return target ? { kind: 'set', target: lower(target), operator: '+=', node } : { kind: 'nothing', node }
    }
    case 'break_statement':
      return { kind: 'break', node }
    case 'continue_statement':
      return { kind: 'continue', node }
    case 'source_file':
    case 'block':
    case 'statement_list':
    case 'labeled_statement':
    case 'type_switch_statement':
    case 'select_statement':
    case 'communication_case':
    case 'type_case':
    case 'default_case':
      return { kind: 'block', body: node.namedChildren, node }
    case 'function_declaration':
    case 'method_declaration':
    case 'type_declaration':
    case 'import_declaration':
    case 'package_clause':
      return { kind: 'nothing', node }
    default:
      return { kind: 'do', value: lower(node), node }
  }
}

function bind(
  targets: readonly SyntaxNode[],
  right: SyntaxNode,
  operator: string,
  node: SyntaxNode,
  lower: Lower,
): Statement[] {
  const values = right.type === 'expression_list' ? right.namedChildren : [right]
  const [only] = values
  return targets.flatMap((target, index): Statement[] => {
    if (target.text === '_') return []
    const source = values[index] ?? only
    if (!source) return []
    // `x, err := f()`: the first result is as good as the call, an error carries nothing.
    const isRest = values.length === 1 && index > 0
    return [{ kind: 'set', target: lower(target), ...(!isRest && { value: lower(source) }), operator, node }]
  })
}

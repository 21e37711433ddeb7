import type { SyntaxNode } from '../../../../../src/parse/code/index.ts'
import type { Expression, Statement } from '../../ir.ts'
import { bodyOf, leaving, type Lower, named } from './shared.ts'

/** A statement of Python. */
export function pythonStatement(node: SyntaxNode, lower: Lower): Statement {
  switch (node.type) {
    case 'expression_statement': {
      const [value] = node.namedChildren
      return value ? pythonStatement(value, lower) : { kind: 'nothing', node }
    }
    case 'assignment':
    case 'augmented_assignment': {
      const [left, right] = [node.child('left'), node.child('right')]
      if (!left || !right) return { kind: 'nothing', node }
      const operator = node.type === 'assignment' ? '=' : (node.child('operator')?.type ?? '+=')
      if (right.type === 'assignment') {
        const inner = pythonStatement(right, lower)
        const again = right.child('left')
        return {
          kind: 'sequence',
          statements: [inner, ...(again ? bind(left, lower(again), '=', node, lower) : [])],
          node,
        }
      }
      return { kind: 'sequence', statements: bind(left, lower(right), operator, node, lower), node }
    }
    case 'if_statement': {
      const condition = node.child('condition')
      if (!condition) return { kind: 'block', body: node.namedChildren, node }
      const [next, ...rest] = named(node, 'alternative')
      return ifOf(node, condition, node.child('consequence'), next, rest, lower)
    }
    case 'while_statement': {
      const condition = node.child('condition')
      return {
        kind: 'loop',
        first: [],
        ...(condition && { condition: lower(condition) }),
        after: [],
        body: bodyOf(node.child('body')),
        atLeastOnce: false,
        node,
      }
    }
    case 'for_statement': {
      const [left, right] = [node.child('left'), node.child('right')]
      if (!left || !right) return { kind: 'block', body: node.namedChildren, node }
      return { kind: 'each', target: lower(left), list: lower(right), body: bodyOf(node.child('body')), node }
    }
    case 'try_statement': {
      const clauses = node.namedChildren.filter((child) => child.type.startsWith('except'))
      const otherwise = node.childOfType('else_clause')
      return {
        kind: 'try',
        body: [...bodyOf(node.child('body')), ...bodyOf(otherwise?.child('body'))],
        catches: clauses.map((clause) => bodyOf(clause.childOfType('block'))),
        last: bodyOf(node.childOfType('finally_clause')?.childOfType('block')),
        node,
      }
    }
    case 'with_statement': {
      const items = node.childOfType('with_clause')?.namedChildren ?? []
      return { kind: 'block', body: [...items, ...bodyOf(node.child('body'))], node }
    }
    case 'with_item': {
      const value = node.child('value') ?? node.namedChildren[0]
      return value ? pythonStatement(value, lower) : { kind: 'nothing', node }
    }
    case 'as_pattern': {
      const [value] = node.namedChildren
      const target = node.child('alias')?.namedChildren[0]
      if (!value || !target) return { kind: 'nothing', node }
      return { kind: 'set', target: lower(target), value: lower(value), operator: '=', node }
    }
    case 'match_statement': {
      const subject = node.child('subject')
      const groups = (node.child('body')?.namedChildren ?? node.namedChildren)
        .filter((child) => child.type === 'case_clause')
        .map((clause) => {
          const patterns = clause.namedChildren.filter((child) => child.type === 'case_pattern')
          return {
            values: patterns.flatMap((pattern) => constants(pattern, lower)),
            isDefault: patterns.some((pattern) => pattern.text === '_'),
            body: bodyOf(clause.child('consequence')),
          }
        })
      return {
        kind: 'switch',
        ...(subject && { subject: lower(subject) }),
        groups,
        fallsThrough: false,
        node,
      }
    }
    case 'return_statement':
      return leaving('return', node, lower)
    case 'raise_statement':
      return leaving('throw', node, lower)
    case 'break_statement':
      return { kind: 'break', node }
    case 'continue_statement':
      return { kind: 'continue', node }
    case 'module':
    case 'block':
      return { kind: 'block', body: node.namedChildren, node }
    case 'decorated_definition':
    case 'function_definition':
    case 'class_definition':
    case 'import_statement':
    case 'import_from_statement':
    case 'pass_statement':
    case 'global_statement':
    case 'nonlocal_statement':
      return { kind: 'nothing', node }
    default:
      return { kind: 'do', value: lower(node), node }
  }
}

function ifOf(
  node: SyntaxNode,
  condition: SyntaxNode,
  consequence: SyntaxNode | undefined,
  next: SyntaxNode | undefined,
  rest: SyntaxNode[],
  lower: Lower,
): Statement {
  const yes = bodyOf(consequence)
  if (!next) return { kind: 'if', condition: lower(condition), yes, no: [], node }
  if (next.type === 'else_clause')
    return { kind: 'if', condition: lower(condition), yes, no: bodyOf(next.child('body')), node }
  const [inner, after] = [next.child('condition'), next.child('consequence')]
  if (!inner) return { kind: 'if', condition: lower(condition), yes, no: [], node }
  const [following, ...others] = rest
  const nested = ifOf(next, inner, after, following, others, lower)
  return { kind: 'if', condition: lower(condition), yes, no: [], otherwise: nested, node }
}

/** Constants among the alternatives of a pattern. */
function constants(pattern: SyntaxNode, lower: Lower): Expression[] {
  return pattern.namedChildren.flatMap((child) =>
    child.type === 'union_pattern' || child.type === 'case_pattern'
      ? constants(child, lower)
      : [lower(child)],
  )
}

function bind(
  target: SyntaxNode,
  value: Expression,
  operator: string,
  node: SyntaxNode,
  lower: Lower,
): Statement[] {
  if (!/_pattern$|^pattern_list$|^tuple$|^list$/.test(target.type))
    return [{ kind: 'set', target: lower(target), value, operator, node }]
  return target.namedChildren.flatMap((child, index) => {
    const item: Expression =
      (value.kind === 'list' ? value.items[index] : undefined) ??
      ({
        kind: 'index',
        object: value,
        index: { kind: 'constant', value: index, node: child },
        node: child,
      } satisfies Expression)
    return bind(child, item, operator, node, lower)
  })
}

import type { SyntaxNode } from '../../../../../src/parse/code/index.ts'
import type { Statement } from '../../ir.ts'
import { isShown } from '../../languages/php.ts'
import { bodyOf, leaving, type Lower } from './shared.ts'

/** Functions from which nothing comes back. */
const ENDS = /^(?:die|exit|abort|dd|wp_die|wp_send_json\w*)$/i

/** A statement of PHP. */
export function phpStatement(node: SyntaxNode, lower: Lower): Statement {
  switch (node.type) {
    case 'expression_statement': {
      if (isShown(node)) return { kind: 'do', value: lower(node), node }
      const [value] = node.namedChildren
      if (value && ENDS.test(value.child('function')?.text ?? ''))
        return { kind: 'throw', value: lower(value), node }
      if (value?.type === 'throw_expression') return leaving('throw', value, lower)
      return value ? { kind: 'do', value: lower(value), node } : { kind: 'nothing', node }
    }
    case 'exit_statement':
      return { kind: 'throw', value: lower(node), node }
    case 'if_statement':
      return ifOf(
        node,
        node.children.filter((child) => child.field === 'alternative'),
        lower,
      )
    case 'while_statement':
    case 'do_statement':
    case 'for_statement': {
      const [condition, after, body] = [node.child('condition'), node.child('update'), node.child('body')]
      const first = node.namedChildren.filter((child) => ![condition, after, body].includes(child))
      return {
        kind: 'loop',
        first,
        ...(condition && { condition: lower(condition) }),
        after: after ? [after] : [],
        body: bodyOf(body),
        atLeastOnce: node.type === 'do_statement',
        node,
      }
    }
    case 'foreach_statement': {
      const [list, each] = node.namedChildren
      if (!list || !each) return { kind: 'block', body: node.namedChildren, node }
      const [key, target] = each.type === 'pair' ? each.namedChildren : [undefined, each]
      return {
        kind: 'each',
        ...(target && { target: lower(target) }),
        ...(key && { key: lower(key) }),
        list: lower(list),
        body: bodyOf(node.child('body')),
        node,
      }
    }
    case 'try_statement': {
      const clauses = node.namedChildren.filter((child) => child.type === 'catch_clause')
      return {
        kind: 'try',
        body: bodyOf(node.child('body')),
        catches: clauses.map((clause) => bodyOf(clause.child('body'))),
        last: bodyOf(node.childOfType('finally_clause')?.child('body')),
        node,
      }
    }
    case 'switch_statement': {
      const condition = node.child('condition')
      const groups = (node.child('body')?.namedChildren ?? []).map((one) => {
        const value = one.child('value')
        return {
          values: value ? [lower(value)] : [],
          isDefault: one.type === 'default_statement',
          body: one.namedChildren.filter((child) => child !== value),
        }
      })
      return {
        kind: 'switch',
        ...(condition && { subject: lower(condition) }),
        groups,
        fallsThrough: true,
        node,
      }
    }
    case 'return_statement':
      return leaving('return', node, lower)
    case 'throw_expression':
      return leaving('throw', node, lower)
    case 'break_statement':
      return { kind: 'break', node }
    case 'continue_statement':
      return { kind: 'continue', node }
    case 'program':
    case 'compound_statement':
    case 'colon_block':
    case 'declare_statement':
      return { kind: 'block', body: node.namedChildren, node }
    case 'namespace_definition':
      return { kind: 'block', body: node.child('body')?.namedChildren ?? [], node }
    case 'class_declaration':
    case 'interface_declaration':
    case 'trait_declaration':
    case 'enum_declaration':
    case 'function_definition':
    case 'namespace_use_declaration':
    case 'text_interpolation':
    case 'php_tag':
    case 'global_declaration':
      return { kind: 'nothing', node }
    default:
      return { kind: 'do', value: lower(node), node }
  }
}

/** The clauses of an `if` stand beside each other in the tree. */
function ifOf(node: SyntaxNode, rest: readonly SyntaxNode[], lower: Lower): Statement {
  const condition = node.child('condition')
  if (!condition) return { kind: 'block', body: node.namedChildren, node }
  const [next, ...more] = rest
  const yes = bodyOf(node.child('body'))
  const common = { kind: 'if' as const, condition: lower(condition), yes, node }
  if (!next) return { ...common, no: [] }
  if (next.type === 'else_if_clause') return { ...common, no: [], otherwise: ifOf(next, more, lower) }
  return { ...common, no: bodyOf(next.child('body')) }
}

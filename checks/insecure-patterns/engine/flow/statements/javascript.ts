import type { SyntaxNode } from '../../../../../src/parse/code/index.ts'
import type { Expression, Statement } from '../../ir.ts'
import { bodyOf, leaving, type Lower, named } from './shared.ts'

/** A statement of JavaScript or TypeScript. */
export function javascriptStatement(node: SyntaxNode, lower: Lower): Statement {
  switch (node.type) {
    case 'lexical_declaration':
    case 'variable_declaration':
      return {
        kind: 'sequence',
        statements: node.namedChildren.flatMap((declarator) => {
          const [target, value] = [declarator.child('name'), declarator.child('value')]
          return target ? bind(target, value && lower(value), declarator, lower) : []
        }),
        node,
      }
    case 'expression_statement': {
      const [value] = node.namedChildren
      const pattern = value?.type === 'assignment_expression' ? value.child('left') : undefined
      const right = value?.child('right')
      if (pattern && right && pattern.type.endsWith('pattern'))
        return { kind: 'sequence', statements: bind(pattern, lower(right), node, lower), node }
      return value ? { kind: 'do', value: lower(value), node } : { kind: 'nothing', node }
    }
    case 'if_statement': {
      const condition = node.child('condition')
      if (!condition) return { kind: 'block', body: node.namedChildren, node }
      const otherwise = node.child('alternative')
      const no = otherwise?.type === 'else_clause' ? otherwise.namedChildren[0] : otherwise
      return {
        kind: 'if',
        condition: lower(condition),
        yes: bodyOf(node.child('consequence')),
        no: bodyOf(no),
        node,
      }
    }
    case 'while_statement':
    case 'do_statement':
    case 'for_statement': {
      const condition = node.child('condition')
      const test = condition?.type === 'expression_statement' ? condition.namedChildren[0] : condition
      return {
        kind: 'loop',
        first: named(node, 'initializer'),
        ...(test && test.type !== 'empty_statement' && { condition: lower(test) }),
        after: named(node, 'increment'),
        body: bodyOf(node.child('body')),
        atLeastOnce: node.type === 'do_statement',
        node,
      }
    }
    case 'for_in_statement': {
      const [left, right] = [node.child('left'), node.child('right')]
      if (!left || !right) return { kind: 'block', body: node.namedChildren, node }
      const isOf = node.children.some((child) => child.type === 'of')
      const target = left.type.endsWith('identifier') ? lower(left) : undefined
      return {
        kind: 'each',
        ...(target && (isOf ? { target } : { key: target })),
        list: lower(right),
        body: bodyOf(node.child('body')),
        node,
      }
    }
    case 'try_statement': {
      const handler = node.child('handler')
      return {
        kind: 'try',
        body: bodyOf(node.child('body')),
        catches: handler ? [bodyOf(handler.child('body'))] : [],
        last: bodyOf(node.child('finalizer')?.child('body')),
        node,
      }
    }
    case 'switch_statement': {
      const subject = node.child('value')
      const groups = (node.child('body')?.namedChildren ?? []).map((group) => ({
        values: named(group, 'value').map(lower),
        isDefault: group.type === 'switch_default',
        body: named(group, 'body'),
      }))
      return { kind: 'switch', ...(subject && { subject: lower(subject) }), groups, fallsThrough: true, node }
    }
    case 'return_statement':
      return leaving('return', node, lower)
    case 'throw_statement':
      return leaving('throw', node, lower)
    case 'break_statement':
      return { kind: 'break', node }
    case 'continue_statement':
      return { kind: 'continue', node }
    case 'program':
    case 'statement_block':
    case 'labeled_statement':
    case 'export_statement':
      return { kind: 'block', body: node.namedChildren, node }
    case 'function_declaration':
    case 'generator_function_declaration':
    case 'class_declaration':
    case 'abstract_class_declaration':
    case 'import_statement':
    case 'interface_declaration':
    case 'type_alias_declaration':
      return { kind: 'nothing', node }
    default:
      return { kind: 'do', value: lower(node), node }
  }
}

/** `const { a, b: [c] } = value` writes each name from the member it comes from. */
function bind(
  target: SyntaxNode,
  value: Expression | undefined,
  node: SyntaxNode,
  lower: Lower,
): Statement[] {
  switch (target.type) {
    case 'assignment_pattern':
    case 'object_assignment_pattern': {
      const left = target.child('left')
      return left ? bind(left, value, node, lower) : []
    }
    case 'object_pattern':
      return target.namedChildren.flatMap((child) => {
        const inner = child.type === 'pair_pattern' ? child.child('value') : child
        const key = child.child('key') ?? child.child('left') ?? child
        const member: Expression | undefined = value && {
          kind: 'member',
          object: value,
          property: key.text,
          node: child,
        }
        return inner ? bind(inner, member, node, lower) : []
      })
    case 'array_pattern':
      return target.namedChildren.flatMap((child, index) =>
        bind(
          child,
          value && {
            kind: 'index',
            object: value,
            index: { kind: 'constant', value: index, node: child },
            node: child,
          },
          node,
          lower,
        ),
      )
    case 'rest_pattern': {
      const [inner] = target.namedChildren
      return inner ? bind(inner, value, node, lower) : []
    }
    case 'shorthand_property_identifier_pattern':
      return [
        {
          kind: 'set',
          target: { kind: 'name', name: target.text, node: target },
          ...(value && { value }),
          operator: '=',
          node,
        },
      ]
    default:
      return [
        {
          kind: 'set',
          target: lower(target),
          ...(value && { value }),
          operator: value ? '=' : 'declare',
          node,
        },
      ]
  }
}

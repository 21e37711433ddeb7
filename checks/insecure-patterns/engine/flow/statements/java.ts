import type { SyntaxNode } from '../../../../../src/parse/code/index.ts'
import type { Statement } from '../../ir.ts'
import { bodyOf, leaving, type Lower, named } from './shared.ts'

/** A statement of Java. */
export function javaStatement(node: SyntaxNode, lower: Lower): Statement {
  switch (node.type) {
    case 'local_variable_declaration':
      return { kind: 'sequence', statements: declarations(node, lower), node }
    case 'expression_statement': {
      const [value] = node.namedChildren
      return value ? { kind: 'do', value: lower(value), node } : { kind: 'nothing', node }
    }
    case 'if_statement': {
      const condition = node.child('condition')
      if (!condition) return { kind: 'block', body: node.namedChildren, node }
      const [yes, no] = [bodyOf(node.child('consequence')), bodyOf(node.child('alternative'))]
      return { kind: 'if', condition: lower(condition), yes, no, node }
    }
    case 'while_statement':
    case 'do_statement':
    case 'for_statement': {
      const condition = node.child('condition')
      return {
        kind: 'loop',
        first: named(node, 'init'),
        ...(condition && { condition: lower(condition) }),
        after: named(node, 'update'),
        body: bodyOf(node.child('body')),
        atLeastOnce: node.type === 'do_statement',
        node,
      }
    }
    case 'enhanced_for_statement': {
      const [target, list] = [node.child('name'), node.child('value')]
      if (!target || !list) return { kind: 'block', body: node.namedChildren, node }
      return {
        kind: 'each',
        target: lower(target),
        list: lower(list),
        body: bodyOf(node.child('body')),
        node,
      }
    }
    case 'try_statement':
    case 'try_with_resources_statement': {
      const clauses = node.namedChildren.filter((child) => child.type === 'catch_clause')
      const last = node.childOfType('finally_clause')
      const resources = node.child('resources')?.namedChildren ?? []
      return {
        kind: 'try',
        body: [...resources, ...bodyOf(node.child('body'))],
        catches: clauses.map((clause) => bodyOf(clause.child('body'))),
        last: bodyOf(last?.childOfType('block')),
        node,
      }
    }
    case 'resource': {
      const [target, value] = [node.child('name'), node.child('value')]
      if (!target || !value) return { kind: 'nothing', node }
      return { kind: 'set', target: lower(target), value: lower(value), operator: '=', ...typed(node), node }
    }
    case 'switch_expression':
    case 'switch_statement':
      return switchOf(node, lower)
    case 'return_statement':
      return leaving('return', node, lower)
    case 'throw_statement':
      return leaving('throw', node, lower)
    case 'break_statement':
      return { kind: 'break', node }
    case 'continue_statement':
      return { kind: 'continue', node }
    case 'program':
    case 'block':
    case 'constructor_body':
    case 'synchronized_statement':
    case 'labeled_statement':
      return { kind: 'block', body: node.namedChildren, node }
    case 'class_declaration':
    case 'interface_declaration':
    case 'enum_declaration':
    case 'record_declaration':
    case 'import_declaration':
    case 'package_declaration':
      return { kind: 'nothing', node }
    default:
      return { kind: 'do', value: lower(node), node }
  }
}

function typed(node: SyntaxNode): { type?: string } {
  const type = node.child('type')?.text.replace(/<[^]*$/, '')
  return type === undefined || type === 'var' ? {} : { type }
}

function declarations(node: SyntaxNode, lower: Lower): Statement[] {
  return node.namedChildren.flatMap((declarator) => {
    const [target, value] = [declarator.child('name'), declarator.child('value')]
    if (declarator.type !== 'variable_declarator' || !target) return []
    return [
      {
        kind: 'set' as const,
        target: lower(target),
        ...(value && { value: lower(value) }),
        operator: value ? '=' : 'declare',
        ...typed(node),
        node: declarator,
      },
    ]
  })
}

function switchOf(node: SyntaxNode, lower: Lower): Statement {
  const condition = node.child('condition')
  const groups = (node.child('body')?.namedChildren ?? []).map((group) => {
    const labels = group.namedChildren.filter((child) => child.type === 'switch_label')
    return {
      values: labels.flatMap((label) => label.namedChildren.map(lower)),
      isDefault: labels.some((label) => label.text.startsWith('default')),
      body: group.namedChildren.filter((child) => child.type !== 'switch_label'),
    }
  })
  const fallsThrough = node.child('body')?.childOfType('switch_rule') === undefined
  return { kind: 'switch', ...(condition && { subject: lower(condition) }), groups, fallsThrough, node }
}

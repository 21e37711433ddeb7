import type { SyntaxNode } from '../../../../../src/parse/code/index.ts'
import type { Statement } from '../../ir.ts'
import { typeName, valueOf } from '../../languages/csharp.ts'
import { bodyOf, leaving, type Lower } from './shared.ts'

/** A statement of C#. */
export function csharpStatement(node: SyntaxNode, lower: Lower): Statement {
  switch (node.type) {
    case 'local_declaration_statement':
    case 'field_declaration':
      return { kind: 'block', body: node.namedChildren, node }
    case 'variable_declaration':
      return { kind: 'sequence', statements: declarations(node, lower), node }
    case 'expression_statement':
    case 'yield_statement': {
      const [value] = node.namedChildren
      return value ? { kind: 'do', value: lower(value), node } : { kind: 'nothing', node }
    }
    case 'arrow_expression_clause':
      return leaving('return', node, lower)
    case 'using_statement': {
      const body = node.child('body')
      const resources = node.namedChildren.filter((child) => child !== body)
      return { kind: 'block', body: [...resources, ...bodyOf(body)], node }
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
      const [first, after] = [node.child('initializer'), node.child('update')]
      return {
        kind: 'loop',
        first: first ? [first] : [],
        ...(condition && { condition: lower(condition) }),
        after: after ? [after] : [],
        body: bodyOf(node.child('body')),
        atLeastOnce: node.type === 'do_statement',
        node,
      }
    }
    case 'foreach_statement': {
      const [target, list] = [node.child('left'), node.child('right')]
      if (!target || !list) return { kind: 'block', body: node.namedChildren, node }
      return {
        kind: 'each',
        target: lower(target),
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
        last: bodyOf(node.childOfType('finally_clause')?.childOfType('block')),
        node,
      }
    }
    case 'switch_statement': {
      const value = node.child('value')
      const groups = (node.child('body')?.namedChildren ?? []).map((section) => {
        const isPattern = (child: SyntaxNode): boolean => /_pattern$|^when_clause$/.test(child.type)
        return {
          values: section.namedChildren.filter(isPattern).map(lower),
          isDefault: !section.namedChildren.some(isPattern),
          body: section.namedChildren.filter((child) => !isPattern(child)),
        }
      })
      return { kind: 'switch', ...(value && { subject: lower(value) }), groups, fallsThrough: false, node }
    }
    case 'return_statement':
      return leaving('return', node, lower)
    case 'throw_statement':
      return leaving('throw', node, lower)
    case 'break_statement':
      return { kind: 'break', node }
    case 'continue_statement':
      return { kind: 'continue', node }
    case 'compilation_unit':
    case 'global_statement':
    case 'block':
    case 'lock_statement':
    case 'checked_statement':
    case 'unsafe_statement':
    case 'fixed_statement':
    case 'labeled_statement':
      return { kind: 'block', body: node.namedChildren, node }
    case 'class_declaration':
    case 'record_declaration':
    case 'struct_declaration':
    case 'interface_declaration':
    case 'enum_declaration':
    case 'namespace_declaration':
    case 'file_scoped_namespace_declaration':
    case 'using_directive':
    case 'local_function_statement':
    case 'modifier':
      return { kind: 'nothing', node }
    default:
      return { kind: 'do', value: lower(node), node }
  }
}

function declarations(node: SyntaxNode, lower: Lower): Statement[] {
  const type = typeName(node.child('type'))
  return node.namedChildren.flatMap((declarator): Statement[] => {
    if (declarator.type !== 'variable_declarator') return []
    const [target, value] = [declarator.child('name'), valueOf(declarator)]
    const pattern = declarator.childOfType('tuple_pattern')
    const targets = target ? [target] : (pattern?.namedChildren ?? [])
    const written = value ?? (pattern && declarator.namedChildren.at(-1))
    return targets.map((one) => ({
      kind: 'set' as const,
      target: lower(one),
      ...(written && { value: lower(written) }),
      operator: written ? '=' : 'declare',
      ...(type !== undefined && { type }),
      node: declarator,
    }))
  })
}

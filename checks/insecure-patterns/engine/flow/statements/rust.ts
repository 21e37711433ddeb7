import type { SyntaxNode } from '../../../../../src/parse/code/index.ts'
import type { Expression, Group, Statement } from '../../ir.ts'
import { boundBy, writtenBy } from '../../languages/rust.ts'
import { bodyOf, type Lower } from './shared.ts'

/** A statement of Rust. What a block ends in without a semicolon is what its function gives back. */
export function rustStatement(node: SyntaxNode, lower: Lower): Statement {
  switch (node.type) {
    case 'expression_statement': {
      const written = writtenBy(node, { lower })
      const [inner] = node.namedChildren
      if (!inner) return { kind: 'nothing', node }
      if (!written) return rustStatement(inner, lower)
      const target: Expression = { kind: 'name', name: written.name, node: inner }
      return { kind: 'set', target, value: written.value, operator: '+=', node }
    }
    case 'let_declaration': {
      const [pattern, value] = [node.child('pattern'), node.child('value')]
      const type = node
        .child('type')
        ?.text.replace(/<[^]*$/, '')
        .replaceAll('::', '.')
      const statements: Statement[] = pattern
        ? bind(pattern, value ? lower(value) : undefined, node, type)
        : []
      const otherwise = node.child('alternative')
      if (!otherwise) return { kind: 'sequence', statements, node }
      const test: Expression = { kind: 'other', parts: [], operator: 'instanceof', node }
      return {
        kind: 'sequence',
        statements: [...statements, { kind: 'if', condition: test, yes: [], no: bodyOf(otherwise), node }],
        node,
      }
    }
    case 'if_expression': {
      const condition = node.child('condition')
      if (!condition) return { kind: 'block', body: node.namedChildren, node }
      const other = node.child('alternative')?.namedChildren[0]
      const test: Statement = {
        kind: 'if',
        condition: lower(condition),
        yes: bodyOf(node.child('consequence')),
        no: bodyOf(other),
        node,
      }
      return { kind: 'sequence', statements: [...bindings(condition, lower), test], node }
    }
    case 'match_expression':
      return matchOf(node, lower)
    case 'for_expression': {
      const [pattern, list] = [node.child('pattern'), node.child('value')]
      if (!pattern || !list) return { kind: 'block', body: node.namedChildren, node }
      const names = boundBy(pattern).map(lower)
      const [first] = names
      return {
        kind: 'each',
        ...(first && {
          target: names.length > 1 ? { kind: 'list' as const, items: names, node: pattern } : first,
        }),
        list: lower(list),
        body: bodyOf(node.child('body')),
        node,
      }
    }
    case 'while_expression':
    case 'loop_expression': {
      const condition = node.child('condition')
      const loop: Statement = {
        kind: 'loop',
        first: [],
        ...(condition && { condition: lower(condition) }),
        after: [],
        body: bodyOf(node.child('body')),
        atLeastOnce: false,
        node,
      }
      return { kind: 'sequence', statements: [...(condition ? bindings(condition, lower) : []), loop], node }
    }
    case 'return_expression': {
      const [value] = node.namedChildren
      return { kind: 'return', ...(value && { value: lower(value) }), node }
    }
    case 'break_expression':
      return { kind: 'break', node }
    case 'continue_expression':
      return { kind: 'continue', node }
    case 'assignment_expression':
    case 'compound_assignment_expr': {
      const [left, right] = [node.child('left'), node.child('right')]
      if (!left || !right) return { kind: 'nothing', node }
      const operator = node.child('operator')?.type ?? '='
      return { kind: 'set', target: lower(left), value: lower(right), operator, node }
    }
    case 'unsafe_block':
    case 'block':
    case 'source_file':
    case 'else_clause':
      return { kind: 'block', body: node.namedChildren, node }
    case 'const_item':
    case 'static_item': {
      const [named, value] = [node.child('name'), node.child('value')]
      if (!named || !value) return { kind: 'nothing', node }
      return { kind: 'set', target: lower(named), value: lower(value), operator: '=', node }
    }
    case 'function_item':
    case 'impl_item':
    case 'struct_item':
    case 'enum_item':
    case 'trait_item':
    case 'mod_item':
    case 'use_declaration':
    case 'attribute_item':
    case 'inner_attribute_item':
    case 'macro_definition':
    case 'type_item':
      return { kind: 'nothing', node }
    default:
      return isTail(node)
        ? { kind: 'return', value: lower(node), node }
        : { kind: 'do', value: lower(node), node }
  }
}

/** Whether a value stands where its function ends. */
function isTail(node: SyntaxNode): boolean {
  let at = node
  for (let step = 0; step < 60; step++) {
    const { parent } = at
    if (!parent) return false
    if (parent.type === 'block') {
      if (parent.namedChildren.at(-1) !== at) return false
      const owner = parent.parent
      if (owner && /^(?:function_item|closure_expression|async_block)$/.test(owner.type))
        return owner.type !== 'async_block'
    } else if (
      !/^(?:if_expression|else_clause|match_expression|match_block|match_arm|unsafe_block)$/.test(parent.type)
    ) {
      if (parent.type !== 'expression_statement') return false
    } else if (/^(?:condition|pattern)$/.test(at.field ?? '')) return false
    at = parent
  }
  return false
}

/** What `if let` and `while let` bind. */
function bindings(condition: SyntaxNode, lower: Lower): Statement[] {
  if (condition.type === 'let_chain') return condition.namedChildren.flatMap((one) => bindings(one, lower))
  if (condition.type !== 'let_condition') return []
  const [pattern, value] = [condition.child('pattern'), condition.child('value')]
  return pattern && value ? bind(pattern, lower(value), condition) : []
}

function bind(
  pattern: SyntaxNode,
  value: Expression | undefined,
  node: SyntaxNode,
  type?: string,
): Statement[] {
  const bound = boundBy(pattern)
  const parts = pattern.type === 'tuple_pattern' && value?.kind === 'list' ? value.items : undefined
  return bound.map((named, index): Statement => {
    const given = parts?.[index] ?? value
    return {
      kind: 'set',
      target: { kind: 'name', name: named.text, node: named },
      ...(given && { value: given }),
      operator: given ? '=' : 'declare',
      ...(type !== undefined && bound.length === 1 && { type }),
      node,
    }
  })
}

function matchOf(node: SyntaxNode, lower: Lower): Statement {
  const subject = node.child('value')
  const arms = (node.child('body')?.namedChildren ?? []).filter((arm) => arm.type === 'match_arm')
  const statements: Statement[] = []
  const groups: Group[] = arms.map((arm) => {
    const pattern = arm.child('pattern')
    if (pattern && subject) statements.push(...bind(pattern, lower(subject), pattern))
    const [only] = pattern?.namedChildren ?? []
    const literals = only?.type === 'or_pattern' ? only.namedChildren : only ? [only] : []
    const isText = literals.length > 0 && literals.every((literal) => literal.type.endsWith('_literal'))
    return {
      values: isText ? literals.map(lower) : [],
      isDefault: pattern?.text === '_' || only?.type === 'identifier',
      body: bodyOf(arm.child('value')),
    }
  })
  const chosen: Statement = {
    kind: 'switch',
    ...(subject && { subject: lower(subject) }),
    groups,
    fallsThrough: false,
    node,
  }
  return { kind: 'sequence', statements: [...statements, chosen], node }
}

import type { SyntaxNode } from '../../../../../src/parse/code/index.ts'
import type { Group, Statement } from '../../ir.ts'
import { branchesOf, part, targetsOf, typeOf, valueOf } from '../../languages/kotlin.ts'
import { bodyOf, leaving, type Lower } from './shared.ts'

/** A statement of Kotlin. */
export function kotlinStatement(node: SyntaxNode, lower: Lower): Statement {
  switch (node.type) {
    case 'property_declaration':
      return { kind: 'sequence', statements: declarations(node, lower), node }
    case 'assignment': {
      const [left, right] = [node.child('left'), node.child('right')]
      if (!left || !right) return { kind: 'nothing', node }
      const set: Statement = {
        kind: 'set',
        target: lower(left),
        value: lower(right),
        operator: node.child('operator')?.type ?? '=',
        node,
      }
      const setter = lower(node)
      if (setter.kind !== 'call') return set
      return { kind: 'sequence', statements: [set, { kind: 'do', value: setter, node }], node }
    }
    case 'if_expression': {
      const condition = node.child('condition')
      const [yes, no] = branchesOf(node)
      if (!condition) return { kind: 'block', body: node.namedChildren, node }
      return { kind: 'if', condition: lower(condition), yes: bodyOf(yes), no: bodyOf(no), node }
    }
    case 'when_expression':
      return whenOf(node, lower)
    case 'for_statement': {
      const parts = node.namedChildren.filter((child) => child.type !== 'label')
      const [target, list, body] = parts
      if (!target || !list) return { kind: 'block', body: node.namedChildren, node }
      const names = target.type === 'multi_variable_declaration' ? target.namedChildren : [target]
      const targets = names.flatMap((one) => one.childOfType('identifier') ?? [])
      const [first] = targets
      return {
        kind: 'each',
        ...(first && {
          target:
            targets.length > 1
              ? { kind: 'list' as const, items: targets.map(lower), node: target }
              : lower(first),
        }),
        list: lower(list),
        body: bodyOf(body),
        node,
      }
    }
    case 'while_statement':
    case 'do_while_statement': {
      const condition = node.child('condition')
      return {
        kind: 'loop',
        first: [],
        ...(condition && { condition: lower(condition) }),
        after: [],
        body: node.namedChildren.filter((child) => child !== condition).flatMap(bodyOf),
        atLeastOnce: node.type === 'do_while_statement',
        node,
      }
    }
    case 'try_expression': {
      const catches = node.namedChildren.filter((child) => child.type === 'catch_block')
      return {
        kind: 'try',
        body: bodyOf(node.childOfType('block')),
        catches: catches.map((one) => bodyOf(one.childOfType('block'))),
        last: bodyOf(node.childOfType('finally_block')?.childOfType('block')),
        node,
      }
    }
    case 'return_expression':
      // `return@forEach` leaves the lambda it names.
      return node.child('label') ? { kind: 'return', node } : leaving('return', node, lower)
    case 'throw_expression':
      return leaving('throw', node, lower)
    case 'identifier':
      if (node.text === 'break') return { kind: 'break', node }
      if (node.text === 'continue') return { kind: 'continue', node }
      return { kind: 'do', value: lower(node), node }
    case 'binary_expression': {
      // `value ?: return`
      const [left, right] = [node.child('left'), node.child('right')]
      if (node.child('operator')?.type === '?:' && left && right && /^(?:return|throw)/.test(right.type))
        return { kind: 'do', value: lower(left), node }
      return { kind: 'do', value: lower(node), node }
    }
    case 'source_file':
    case 'block':
    case 'labeled_expression':
    case 'parenthesized_expression':
      return { kind: 'block', body: node.namedChildren, node }
    case 'package_header':
    case 'import':
    case 'class_declaration':
    case 'object_declaration':
    case 'function_declaration':
    case 'type_alias':
    case 'lambda_parameters':
    case 'label':
      return { kind: 'nothing', node }
    default:
      return { kind: 'do', value: lower(node), node }
  }
}

function declarations(node: SyntaxNode, lower: Lower): Statement[] {
  const value = valueOf(node)
  const several = node.childOfType('multi_variable_declaration') !== undefined
  return targetsOf(node).flatMap((target, index): Statement[] => {
    const named = target.childOfType('identifier')
    const type = typeOf(target)
    if (!named) return []
    const lowered = value && lower(value)
    const given = lowered && several ? part(lowered, index, target) : lowered
    return [
      {
        kind: 'set',
        target: lower(named),
        ...(given && { value: given }),
        operator: given ? '=' : 'declare',
        ...(type !== undefined && { type }),
        node,
      },
    ]
  })
}

function whenOf(node: SyntaxNode, lower: Lower): Statement {
  const subject = node.childOfType('when_subject')?.namedChildren.at(-1)
  const entries = node.namedChildren.filter((child) => child.type === 'when_entry')
  if (!subject) {
    // Without a subject each entry has a condition of its own.
    const [entry, ...rest] = entries
    return entry ? chained(entry, rest, lower) : { kind: 'nothing', node }
  }
  const groups: Group[] = entries.map((entry) => {
    const conditions = entry.namedChildren.filter((child) => child.field === 'condition')
    return {
      values: conditions.map(lower),
      isDefault: conditions.length === 0,
      body: bodyOf(entry.namedChildren.at(-1)),
    }
  })
  return { kind: 'switch', subject: lower(subject), groups, fallsThrough: false, node }
}

function chained(entry: SyntaxNode, rest: readonly SyntaxNode[], lower: Lower): Statement {
  const condition = entry.child('condition')
  const body = bodyOf(entry.namedChildren.at(-1))
  if (!condition) return { kind: 'block', body, node: entry }
  const [next, ...others] = rest
  const test = lower(condition)
  if (!next) return { kind: 'if', condition: test, yes: body, no: [], node: entry }
  return {
    kind: 'if',
    condition: test,
    yes: body,
    no: [],
    otherwise: chained(next, others, lower),
    node: entry,
  }
}

import type { SyntaxNode } from '../../../../../src/parse/code/index.ts'
import type { Expression, Group, Statement } from '../../ir.ts'
import { target } from '../../languages/ruby.ts'
import type { Lower } from './shared.ts'

const BODY = /^(?:then|else|do|body_statement|block_body|begin|parenthesized_statements|program)$/

/** A statement of Ruby. What a method ends in is what it gives back. */
export function rubyStatement(node: SyntaxNode, lower: Lower): Statement {
  switch (node.type) {
    case 'assignment':
    case 'operator_assignment': {
      const [left, right] = [node.child('left'), node.child('right')]
      if (!left || !right) return { kind: 'nothing', node }
      const operator = node.type === 'assignment' ? '=' : (node.child('operator')?.type ?? '+=')
      const statements = bind(left, lower(right), operator, node, lower)
      if (isTail(node)) statements.push({ kind: 'return', value: target(left, lower), node })
      return { kind: 'sequence', statements, node }
    }
    case 'binary': {
      const [left, right] = [node.child('left'), node.child('right')]
      if (node.child('operator')?.type === '<<' && left?.type === 'identifier' && right) {
        const statements: Statement[] = [
          { kind: 'set', target: target(left, lower), value: lower(right), operator: '+=', node },
        ]
        if (isTail(node)) statements.push({ kind: 'return', value: lower(left), node })
        return { kind: 'sequence', statements, node }
      }
      // `valid?(x) or return`
      if (right && left && /^(?:return|raise|next|break)$/.test(firstWord(right))) {
        const isOr = /^(?:or|\|\|)$/.test(node.child('operator')?.type ?? '')
        const [yes, no] = isOr ? [[], [right]] : [[right], []]
        return { kind: 'if', condition: lower(left), yes, no, node }
      }
      return valueOf(node, lower)
    }
    case 'if':
    case 'elsif':
    case 'unless':
      return ifOf(node, lower)
    case 'if_modifier':
    case 'unless_modifier': {
      const [body, condition] = [node.child('body'), node.child('condition')]
      if (!body || !condition) return { kind: 'nothing', node }
      const test = lower(condition)
      const [yes, no] = node.type === 'if_modifier' ? [[body], []] : [[], [body]]
      return { kind: 'if', condition: test, yes, no, node }
    }
    case 'conditional': {
      const [condition, yes, no] = [
        node.child('condition'),
        node.child('consequence'),
        node.child('alternative'),
      ]
      if (!condition || isTail(node)) return valueOf(node, lower)
      return { kind: 'if', condition: lower(condition), yes: yes ? [yes] : [], no: no ? [no] : [], node }
    }
    case 'while':
    case 'until':
    case 'while_modifier':
    case 'until_modifier': {
      const condition = node.child('condition')
      return {
        kind: 'loop',
        first: [],
        ...(condition && node.type.startsWith('while') && { condition: lower(condition) }),
        after: [],
        body: bodyOf(node.child('body')),
        atLeastOnce: false,
        node,
      }
    }
    case 'for': {
      const [pattern, list] = [node.child('pattern'), node.child('value')?.namedChildren[0]]
      if (!pattern || !list) return { kind: 'nothing', node }
      return {
        kind: 'each',
        target: target(pattern, lower),
        list: lower(list),
        body: bodyOf(node.child('body')),
        node,
      }
    }
    case 'case':
      return switchOf(node, lower)
    case 'rescue_modifier': {
      const [body, handler] = [node.child('body'), node.child('handler')]
      return { kind: 'try', body: body ? [body] : [], catches: handler ? [[handler]] : [], last: [], node }
    }
    case 'begin':
    case 'then':
    case 'else':
    case 'parenthesized_statements':
    case 'body_statement':
    case 'block_body':
      return blockOf(node)
    case 'ensure':
      return { kind: 'block', body: node.namedChildren, node }
    case 'rescue':
      // Beside the statements of a method: they are tried.
      return {
        kind: 'if',
        condition: { kind: 'other', parts: [], node },
        yes: bodyOf(node.child('body')),
        no: [],
        node,
      }
    case 'return':
    case 'next':
    case 'break': {
      const [list] = node.namedChildren
      const [value, second] = list?.namedChildren ?? []
      if (
        node.type !== 'return' &&
        node.ancestor('while', 'until', 'for', 'block', 'do_block')?.type.includes('block') === false
      )
        return { kind: node.type === 'break' ? 'break' : 'continue', node }
      return { kind: 'return', ...(value && !second && { value: lower(value) }), node }
    }
    case 'call': {
      const method = node.child('method')
      if (!node.child('receiver') && method && /^(?:raise|fail|abort|halt|exit)$/.test(method.text)) {
        return {
          kind: 'sequence',
          statements: [
            { kind: 'do', value: lower(node), node },
            { kind: 'throw', node },
          ],
          node,
        }
      }
      return valueOf(node, lower)
    }
    case 'class':
    case 'module':
    case 'singleton_class':
      return { kind: 'block', body: bodyOf(node.child('body')), node }
    case 'method':
    case 'singleton_method':
    case 'alias':
    case 'undef':
    case 'heredoc_body':
      return { kind: 'nothing', node }
    default:
      return valueOf(node, lower)
  }
}

function firstWord(node: SyntaxNode): string {
  return node.type === 'call' ? (node.child('method')?.text ?? '') : node.type
}

function valueOf(node: SyntaxNode, lower: Lower): Statement {
  return isTail(node)
    ? { kind: 'return', value: lower(node), node }
    : { kind: 'do', value: lower(node), node }
}

/** Whether a statement is the last that its method or block runs. */
function isTail(node: SyntaxNode): boolean {
  let at = node
  for (let step = 0; step < 60; step++) {
    const { parent } = at
    if (!parent) return false
    if (/^(?:block_body|body_statement)$/.test(parent.type) && !isLast(at, parent)) return false
    if (/^(?:block_body|body_statement)$/.test(parent.type)) {
      const owner = parent.parent
      return owner !== undefined && /^(?:method|singleton_method|block|do_block)$/.test(owner.type)
    }
    if (/^(?:then|else|begin|parenthesized_statements)$/.test(parent.type)) {
      if (!isLast(at, parent)) return false
    } else if (/^(?:if|unless|elsif|case|when)$/.test(parent.type)) {
      if (at.field === 'condition' || at.field === 'value' || at.field === 'pattern') return false
    } else if (/^(?:if|unless)_modifier$/.test(parent.type)) {
      if (at.field !== 'body') return false
    } else return false
    at = parent
  }
  return false
}

const isLast = (node: SyntaxNode, parent: SyntaxNode): boolean =>
  parent.namedChildren.findLast((child) => !/^(?:rescue|ensure|else|heredoc_body)$/.test(child.type)) === node

function bodyOf(node: SyntaxNode | undefined): SyntaxNode[] {
  if (!node) return []
  return BODY.test(node.type) ? node.namedChildren : [node]
}

/** What a `rescue` guards is tried. */
function blockOf(node: SyntaxNode): Statement {
  const handlers = node.namedChildren.filter((child) => child.type === 'rescue')
  if (handlers.length === 0) return { kind: 'block', body: node.namedChildren, node }
  const last = node.namedChildren.filter((child) => child.type === 'ensure')
  return {
    kind: 'try',
    body: node.namedChildren.filter((child) => child.type !== 'rescue' && child.type !== 'ensure'),
    catches: handlers.map((handler) => bodyOf(handler.child('body'))),
    last: last.flatMap((child) => child.namedChildren),
    node,
  }
}

function ifOf(node: SyntaxNode, lower: Lower): Statement {
  const [condition, consequence, next] = [
    node.child('condition'),
    node.child('consequence'),
    node.child('alternative'),
  ]
  if (!condition) return { kind: 'block', body: node.namedChildren, node }
  const yes = bodyOf(consequence)
  const test = lower(condition)
  if (node.type === 'unless') return { kind: 'if', condition: test, yes: bodyOf(next), no: yes, node }
  if (next?.type === 'elsif')
    return { kind: 'if', condition: test, yes, no: [], otherwise: ifOf(next, lower), node }
  return { kind: 'if', condition: test, yes, no: bodyOf(next), node }
}

function switchOf(node: SyntaxNode, lower: Lower): Statement {
  const subject = node.child('value')
  const groups: Group[] = node.namedChildren.flatMap((child): Group[] => {
    if (child.type === 'else') return [{ values: [], isDefault: true, body: child.namedChildren }]
    if (child.type !== 'when') return []
    const values = child.namedChildren
      .filter((part) => part.type === 'pattern')
      .flatMap((part) => part.namedChildren.map(lower))
    return [{ values, isDefault: false, body: bodyOf(child.child('body')) }]
  })
  return { kind: 'switch', ...(subject && { subject: lower(subject) }), groups, fallsThrough: false, node }
}

function bind(
  left: SyntaxNode,
  value: Expression,
  operator: string,
  node: SyntaxNode,
  lower: Lower,
): Statement[] {
  if (!/^(?:left_assignment_list|destructured_left_assignment)$/.test(left.type))
    return [{ kind: 'set', target: target(left, lower), value, operator, node }]
  return left.namedChildren.flatMap((child, index) => {
    const item: Expression = (value.kind === 'list' ? value.items[index] : undefined) ?? {
      kind: 'index',
      object: value,
      index: { kind: 'constant', value: index, node: child },
      node: child,
    }
    return bind(child, item, operator, node, lower)
  })
}

import { SyntaxNode } from '../../../../src/parse/code/index.ts'
import { kotlinStatement } from '../flow/statements/kotlin.ts'
import type { Argument, Dialect, Expression, FunctionScope, Parameter, Unit } from '../ir.ts'
import { constant, isText, name, number, other, plus, printf, unescape } from './build.ts'

type Lower = (node: SyntaxNode) => Expression

const LITERALS: Readonly<Record<string, boolean | null>> = { true: true, false: false, null: null }

/** Calls that make what a literal makes elsewhere. */
const LISTS = /^(?:(?:mutable|array)?ListOf|listOf|setOf|mutableSetOf|arrayOf|sequenceOf|listOfNotNull)$/

export const kotlin: Dialect = {
  functions: new Set(['function_declaration', 'lambda_literal', 'anonymous_function']),

  describeFunction(node) {
    const named = node.child('name')?.text ?? ''
    if (node.type === 'lambda_literal') return { name: named, parameters: ofLambda(node), decorators: [] }
    const parameters: Parameter[] = []
    let annotated: string[] = []
    for (const child of node.childOfType('function_value_parameters')?.namedChildren ?? []) {
      if (child.type === 'parameter_modifiers') annotated = annotations(child)
      if (child.type !== 'parameter') continue
      const target = child.childOfType('identifier')
      const type = typeOf(child)
      if (target) {
        parameters.push({
          name: target.text,
          ...(type !== undefined && { type }),
          annotations: annotated,
          index: parameters.length,
        })
      }
      annotated = []
    }
    const modifiers = node.childOfType('modifiers')
    return { name: named, parameters, decorators: modifiers ? annotations(modifiers) : [] }
  },

  lower(node, lower, unit) {
    switch (node.type) {
      case 'parenthesized_expression':
      case 'annotated_lambda':
      case 'spread_expression': {
        const inner = node.namedChildren.at(-1)
        return inner ? lower(inner) : other(node, lower)
      }
      case 'as_expression': {
        const left = node.child('left')
        return left ? lower(left) : other(node, lower)
      }
      case 'string_literal':
      case 'multiline_string_literal':
        return text(node, lower)
      case 'character_literal':
        return constant(node, unescape(node.text.slice(1, -1)))
      case 'number_literal':
      case 'float_literal':
        return number(node)
      case 'identifier':
        return Object.hasOwn(LITERALS, node.text)
          ? constant(node, LITERALS[node.text] ?? null)
          : (made(node, lower) ?? name(node))
      case 'this_expression':
        return name(node, 'this')
      case 'super_expression':
        return name(node, 'super')
      case 'navigation_expression': {
        const [object, member] = node.namedChildren
        if (!object || !member) return other(node, lower)
        return { kind: 'member', object: lower(object), property: member.text, node }
      }
      case 'index_expression': {
        const [object, index] = node.namedChildren
        if (!object || !index) return other(node, lower)
        const at = lower(index)
        if (at.kind === 'constant' && typeof at.value === 'string')
          return { kind: 'member', object: lower(object), property: at.value, node }
        return { kind: 'index', object: lower(object), index: at, node }
      }
      case 'call_expression':
        return call(node, lower, unit)
      case 'binary_expression':
        return binary(node, lower)
      case 'unary_expression': {
        const argument = node.child('argument')
        const operator = node.child('operator')?.type ?? ''
        if (!argument) return other(node, lower)
        if (operator === '!!') return lower(argument)
        return other(node, lower, [argument], /^(?:\+\+|--)$/.test(operator) ? 'update' : operator)
      }
      case 'in_expression': {
        const [left, right] = [node.child('left'), node.child('right')]
        const isNot = node.children.some((child) => child.type === '!in')
        return other(node, lower, left && right ? [left, right] : [], isNot ? 'not in' : 'in')
      }
      case 'is_expression': {
        const left = node.child('left')
        return other(node, lower, left ? [left] : [], 'instanceof')
      }
      case 'assignment':
        return assigned(node, lower, unit)
      case 'if_expression': {
        const condition = node.child('condition')
        const branches = branchesOf(node)
        return {
          kind: 'either',
          options: branches.map(lower),
          ...(condition && branches.length === 2 && { condition: lower(condition) }),
          node,
        }
      }
      case 'when_expression': {
        const entries = node.namedChildren.filter((child) => child.type === 'when_entry')
        const options = entries.flatMap((entry) => entry.namedChildren.at(-1) ?? [])
        return { kind: 'either', options: options.map(lower), node }
      }
      case 'try_expression': {
        const blocks = node.namedChildren.flatMap((child) =>
          child.type === 'block'
            ? [child]
            : child.type === 'catch_block'
              ? (child.childOfType('block') ?? [])
              : [],
        )
        return { kind: 'either', options: blocks.map(lower), node }
      }
      case 'block': {
        const last = node.namedChildren.at(-1)
        return last ? lower(last) : { kind: 'other', parts: [], node }
      }
      case 'infix_expression': {
        const [left, , right] = node.namedChildren
        return other(node, lower, left && right ? [left, right] : [], 'infix')
      }
      case 'collection_literal':
        return { kind: 'list', items: node.namedChildren.map(lower), node }
      case 'user_type':
        return name(node, node.text.replace(/<[^]*$/, ''))
      default:
        if (kotlin.functions.has(node.type)) return { kind: 'function', definition: unit.scopeOf(node), node }
        return { kind: 'other', parts: [], node }
    }
  },

  statement: kotlinStatement,

  collect(node, into) {
    switch (node.type) {
      case 'import': {
        const full = node.childOfType('qualified_identifier')?.text.replaceAll('`', '')
        const alias = node.childOfType('identifier')?.text
        if (full === undefined) return
        if (node.text.trimEnd().endsWith('*')) into.wildcard(full)
        else into.import(alias ?? full.slice(full.lastIndexOf('.') + 1), full)
        return
      }
      case 'class_parameter': {
        const target = node.childOfType('identifier')
        const type = typeOf(node)
        if (target) into.field(target.text, node, { ...(type !== undefined && { type }) })
        return
      }
      case 'property_declaration': {
        const value = valueOf(node)
        const holder = node.parent
        const isField = holder?.type === 'class_body' || holder?.type === 'source_file'
        for (const [index, target] of targetsOf(node).entries()) {
          const named = target.childOfType('identifier')
          const type = typeOf(target)
          if (!named) continue
          const isPart = node.childOfType('multi_variable_declaration') !== undefined
          const lowered = value && into.lower(value)
          const given: Expression | undefined = lowered && isPart ? part(lowered, index, target) : lowered
          const write = { ...(given && { value: given }), ...(type !== undefined && { type }) }
          if (isField && holder?.type === 'class_body') into.field(named.text, node, write)
          else into.assign(named.text, node, write)
        }
        return
      }
      case 'assignment': {
        const [left, right] = [node.child('left'), node.child('right')]
        if (!left || !right) return
        const value = into.lower(right)
        const appends = node.child('operator')?.type === '+='
        if (left.type === 'identifier') into.assign(left.text, node, { value, appends })
        else {
          const target = into.lower(left)
          into.write(target, value, node)
          if (target.kind === 'member' && target.object.kind === 'name' && target.object.name === 'this')
            into.field(target.property, node, { value })
        }
        return
      }
      case 'for_statement': {
        const [target, list] = node.namedChildren
        const named = target?.childOfType('identifier')
        if (named && list)
          into.assign(named.text, named, { value: { kind: 'index', object: into.lower(list), node: named } })
        return
      }
      default:
    }
  },
}

/** `it`, where a lambda names nothing. */
function ofLambda(node: SyntaxNode): Parameter[] {
  const listed = node.childOfType('lambda_parameters')
  if (!listed) return [{ name: 'it', annotations: [], index: 0 }]
  return listed.namedChildren.flatMap((child, index) => {
    const target = child.childOfType('identifier')
    const type = typeOf(child)
    return target ? [{ name: target.text, ...(type !== undefined && { type }), annotations: [], index }] : []
  })
}

/** Declared type without its arguments and `?`. */
export function typeOf(node: SyntaxNode): string | undefined {
  const type = node.childOfType('user_type', 'nullable_type')
  return type?.text.replace(/<[^]*$/, '').replace(/\?$/, '')
}

function annotations(node: SyntaxNode): string[] {
  return node.namedChildren
    .filter((child) => child.type === 'annotation')
    .map((child) => child.text.replace(/^@(?:\w+:)?/, ''))
}

/** What a property is declared with, in the order of the names. */
export function targetsOf(node: SyntaxNode): SyntaxNode[] {
  const several = node.childOfType('multi_variable_declaration')
  const one = node.childOfType('variable_declaration')
  return several ? several.namedChildren : one ? [one] : []
}

/** What a property is declared to hold. */
export function valueOf(node: SyntaxNode): SyntaxNode | undefined {
  const after = node.namedChildren.findIndex((child) => child.type.endsWith('variable_declaration'))
  const value = node.namedChildren
    .slice(after + 1)
    .find((child) => !/^(?:getter|setter|type_constraints|property_delegate)$/.test(child.type))
  // `val name by call.parameters`: the delegate is asked for it.
  return value ?? node.childOfType('property_delegate')?.namedChildren[0]
}

export function part(value: Expression, index: number, node: SyntaxNode): Expression {
  const item = value.kind === 'list' ? value.items[index] : undefined
  return item ?? { kind: 'index', object: value, index: { kind: 'constant', value: index, node }, node }
}

/** The arms of an `if`, the one that is met first. */
export function branchesOf(node: SyntaxNode): SyntaxNode[] {
  return node.namedChildren.filter((child) => child.field !== 'condition')
}

/** The grammar reads `${name}` as a part, and `$name` in plain quotes as text: here they are one. */
function text(node: SyntaxNode, lower: Lower): Expression {
  const isRaw = node.type === 'multiline_string_literal'
  const parts: Expression[] = []
  const add = (value: string): void => {
    const last = parts.at(-1)
    const clean = isRaw ? value : unescape(value)
    if (last?.kind === 'constant') parts[parts.length - 1] = constant(node, String(last.value) + clean)
    else if (clean !== '') parts.push(constant(node, clean))
  }
  let opened = false
  for (const child of node.namedChildren) {
    if (child.type === 'interpolation') {
      const [inner] = child.namedChildren
      if (inner) parts.push(lower(inner))
      opened = false
    } else if (child.type === 'string_content' && child.text === '$') opened = true
    else {
      const named = opened ? /^[A-Za-z_]\w*/.exec(child.text)?.[0] : undefined
      if (opened && named === undefined) add('$')
      if (named !== undefined) parts.push(name(cut(child, named.length), named))
      add(child.text.slice(named?.length ?? 0))
      opened = false
    }
  }
  if (opened) add('$')
  const [only] = parts
  if (!only) return constant(node, '')
  return parts.length === 1 && only.kind === 'constant' ? only : { kind: 'concat', parts, node }
}

/** The beginning of a node as a node of its own, so that a finding shows it alone. */
const cut = (node: SyntaxNode, length: number): SyntaxNode =>
  new SyntaxNode(node.source, 'identifier', true, undefined, node.start, node.start + length, node.parent)

function argumentsOf(node: SyntaxNode, lower: Lower): Argument[] {
  return (node.childOfType('value_arguments')?.namedChildren ?? []).flatMap((argument) => {
    const value = argument.namedChildren.at(-1)
    if (!value) return []
    const isNamed = argument.namedChildren.length > 1 && argument.children.some((child) => child.type === '=')
    return [
      {
        ...(isNamed && { name: argument.namedChildren[0]?.text ?? '' }),
        value: lower(value),
        spread: value.type === 'spread_expression' || argument.children.some((child) => child.type === '*'),
      },
    ]
  })
}

/** What `x.apply { }`, `x.run { }` and `with(x) { }` make the receiver of bare names, and `x.also { }` and `x.let { }` their `it`. */
function scopeOfBlock(
  node: SyntaxNode,
): { how: string; receiver: SyntaxNode; block: SyntaxNode } | undefined {
  let block: SyntaxNode | undefined = node
  while (block && block.type !== 'lambda_literal') {
    if (block.type === 'function_declaration' || block.type === 'class_body') return undefined
    block = block.parent
  }
  const holder = block?.parent?.type === 'annotated_lambda' ? block.parent.parent : undefined
  const head = holder?.namedChildren[0]
  if (!block || !head) return undefined
  if (head.type === 'navigation_expression') {
    const [receiver, method] = head.namedChildren
    return receiver && method && SCOPES.test(method.text) ? { how: method.text, receiver, block } : undefined
  }
  if (head.type !== 'call_expression' || head.namedChildren[0]?.text !== 'with') return undefined
  const receiver = head.childOfType('value_arguments')?.namedChildren[0]?.namedChildren.at(-1)
  return receiver && { how: 'with', receiver, block }
}

const SCOPES = /^(?:apply|run|also|let)$/
/** What makes a thing: to ask it of a name that stands for the thing is to ask it of the thing. */
const MAKES = /^(?:getInstance|newInstance|create\w*|builder|[A-Z]\w*)$/
/** Functions that any block may call by their bare names. */
const GLOBAL =
  /^(?:print|println|error|check\w*|require\w*|run|with|let|apply|also|repeat|to\w*|\w+Of|TODO|[A-Z]\w*)$/

/** `initialize(1024)` inside of `generator.apply { }`. */
function onReceiver(node: SyntaxNode, lower: Lower, unit: Unit): Expression | undefined {
  if (node.type !== 'identifier' || GLOBAL.test(node.text)) return undefined
  const around = scopeOfBlock(node)
  if (!around || !/^(?:apply|run|with)$/.test(around.how)) return undefined
  if (isKnown(node, unit)) return undefined
  return { kind: 'member', object: lower(around.receiver), property: node.text, node }
}

/** Whether a name is a function of the file, or a variable or parameter around it. */
function isKnown(node: SyntaxNode, unit: Unit): boolean {
  if (unit.functions.some((one) => one.name === node.text)) return true
  for (let at: FunctionScope | undefined = unit.scopeOf(node); at; at = at.parent) {
    if (at.parameters.some((one) => one.name === node.text)) return true
    if (at.assignments.get(node.text)?.some((one) => one.node.type === 'property_declaration')) return true
  }
  return false
}

/** `it` inside of `Thing.getInstance("x").also { }`. */
function made(node: SyntaxNode, lower: Lower): Expression | undefined {
  const isPart = node.parent?.type === 'navigation_expression' && node.parent.namedChildren[0] === node
  if (!isPart) return undefined
  const around = scopeOfBlock(node)
  if (!around || !/^(?:also|let)$/.test(around.how)) return undefined
  const [only, another] = ofLambda(around.block)
  if (another || only?.name !== node.text) return undefined
  const thing = lower(around.receiver)
  if (thing.kind !== 'call') return undefined
  const method =
    thing.callee.kind === 'member'
      ? thing.callee.property
      : thing.callee.kind === 'name'
        ? thing.callee.name
        : ''
  return MAKES.test(method) ? thing : undefined
}

function call(node: SyntaxNode, lower: Lower, unit: Unit): Expression {
  const [head] = node.namedChildren
  if (!head) return other(node, lower)
  const block = node.childOfType('annotated_lambda')
  // `get("/x") { }` is read as a call of `get("/x")` with a block.
  const inner =
    block && head.type === 'call_expression' && !head.childOfType('annotated_lambda') ? head : node
  const callee = inner === node ? head : inner.namedChildren[0]
  if (!callee) return other(node, lower)
  const args = argumentsOf(inner, lower)
  if (block) args.push({ value: lower(block), spread: false })
  const target = onReceiver(callee, lower, unit) ?? lower(callee)
  const values = args.map((argument) => argument.value)
  const method = target.kind === 'member' ? target.property : target.kind === 'name' ? target.name : ''
  if (target.kind === 'name' && LISTS.test(method) && args.every((argument) => !argument.spread))
    return { kind: 'list', items: values, node }
  if (method === 'format' && target.kind === 'member') {
    const [first, ...rest] = isText(target.object) ? [target.object, ...values] : values
    if (first?.kind === 'constant' && typeof first.value === 'string')
      return printf(node, first.value, rest, first.node)
  }
  const isNew = /^[A-Z]\w*[a-z]/.test(method) || /^URL|^URI$/.test(method)
  return { kind: 'call', callee: target, args, isNew, node }
}

function binary(node: SyntaxNode, lower: Lower): Expression {
  const [left, right] = [node.child('left'), node.child('right')]
  const operator = node.child('operator')?.type ?? ''
  if (!left || !right) return other(node, lower)
  // The grammar reads `load<T>(x)` as two comparisons.
  const compared = operator === '>' && left.type === 'binary_expression' ? left.child('left') : undefined
  if (compared && left.child('operator')?.type === '<' && right.type === 'parenthesized_expression') {
    const args = right.namedChildren.map((argument) => ({ value: lower(argument), spread: false }))
    return { kind: 'call', callee: lower(compared), args, isNew: false, node }
  }
  if (operator === '+') return plus(node, lower(left), lower(right))
  if (operator === '?:') return { kind: 'either', options: [lower(left), lower(right)], operator: '??', node }
  return other(node, lower, [left, right], /^[=!]==$/.test(operator) ? operator.slice(0, 2) : operator)
}

/** `cookie.secure = false` calls `setSecure(false)`. */
function assigned(node: SyntaxNode, lower: Lower, unit: Unit): Expression {
  const [left, right] = [node.child('left'), node.child('right')]
  if (!left || !right) return other(node, lower)
  const own = onReceiver(left, lower, unit)
  const target = own ?? lower(left)
  if (
    target.kind !== 'member' ||
    (!own && left.type !== 'navigation_expression') ||
    node.child('operator')?.type !== '='
  )
    return {
      kind: 'either',
      options: [lower(right)],
      assigned: { target, operator: node.child('operator')?.type ?? '=' },
      node,
    }
  const bare = target.property.replace(/^is(?=[A-Z])/, '')
  const property = `set${bare.slice(0, 1).toUpperCase()}${bare.slice(1)}`
  const callee: Expression = { kind: 'member', object: target.object, property, node: left }
  return { kind: 'call', callee, args: [{ value: lower(right), spread: false }], isNew: false, node }
}

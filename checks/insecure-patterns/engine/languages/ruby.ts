import type { SyntaxNode } from '../../../../src/parse/code/index.ts'
import { rubyStatement } from '../flow/statements/ruby.ts'
import type { Argument, Collector, Dialect, Entry, Expression, Parameter } from '../ir.ts'
import { constant, isText, name, number, other, plus, printf, unescape } from './build.ts'

type Lower = (node: SyntaxNode) => Expression

/** Methods that give back the path that a route of Sinatra and its kin is reached by. */
const ROUTE = /^(?:get|post|put|patch|delete|options|link|unlink|route)$/

export const ruby: Dialect = {
  functions: new Set(['method', 'singleton_method', 'block', 'do_block']),

  describeFunction(node) {
    // The parameters of `->(x) { }` stand before its block.
    const holder = node.parent?.type === 'lambda' ? node.parent : node
    const parameters: Parameter[] = []
    holder.child('parameters')?.namedChildren.forEach((parameter, index) => {
      const target = parameter.type === 'identifier' ? parameter : parameter.child('name')
      if (target) parameters.push({ name: target.text, annotations: [], index })
    })
    return { name: node.child('name')?.text ?? '', parameters, decorators: routeOf(node) }
  },

  lower(node, lower, unit) {
    switch (node.type) {
      case 'parenthesized_statements':
      case 'begin':
      case 'then':
      case 'else':
      case 'interpolation': {
        const last = node.namedChildren.findLast((child) => !/^(?:rescue|ensure)$/.test(child.type))
        return last ? lower(last) : other(node, lower)
      }
      case 'string':
      case 'bare_string':
      case 'bare_symbol':
      case 'delimited_symbol':
      case 'character':
        return text(node, node, lower)
      case 'heredoc_beginning': {
        const body = heredocBody(node, unit.root)
        return body ? text(node, body, lower) : other(node, lower)
      }
      case 'chained_string': {
        const parts = node.namedChildren
          .map(lower)
          .flatMap((part) => (part.kind === 'concat' ? part.parts : [part]))
        return { kind: 'concat', parts, node }
      }
      case 'simple_symbol':
        return constant(node, node.text.slice(1))
      case 'hash_key_symbol':
        return constant(node, node.text)
      case 'subshell':
        return {
          kind: 'call',
          callee: name(node, '%x'),
          args: [{ value: text(node, node, lower, false), spread: false }],
          isNew: false,
          node,
        }
      case 'regex': {
        const pattern = node.childOfType('interpolation')
          ? text(node, node, lower, false)
          : constant(node, node.text.replace(/^%r.|^\/|.[a-z]*$/g, ''))
        const callee: Expression = { kind: 'member', object: name(node, 'Regexp'), property: 'new', node }
        return { kind: 'call', callee, args: [{ value: pattern, spread: false }], isNew: false, node }
      }
      case 'integer':
        // `0644`
        return /^0[0-7_]+$/.test(node.text)
          ? constant(node, Number.parseInt(node.text.replaceAll('_', ''), 8))
          : number(node)
      case 'float':
        return number(node)
      case 'true':
      case 'false':
        return constant(node, node.type === 'true')
      case 'nil':
        return constant(node, null)
      case 'identifier':
        // A name that nothing writes to is a call without arguments.
        return isLocal(node) || node.field === 'method' || node.field === 'name'
          ? name(node)
          : { kind: 'call', callee: name(node), args: [], isNew: false, node }
      case 'constant':
      case 'self':
        return name(node)
      case 'instance_variable':
      case 'class_variable':
        return { kind: 'member', object: name(node, 'self'), property: node.text.replace(/^@+/, ''), node }
      case 'scope_resolution': {
        const [scope, inner] = [node.child('scope'), node.child('name')]
        if (!inner) return other(node, lower)
        return scope
          ? { kind: 'member', object: lower(scope), property: inner.text, node }
          : name(node, inner.text)
      }
      case 'element_reference':
        return element(node, lower)
      case 'call':
        return call(node, lower)
      case 'binary':
        return binary(node, lower)
      case 'unary': {
        const operand = node.child('operand')
        const operator = node.child('operator')?.type
        return other(node, lower, operand ? [operand] : [], operator === '-' ? '-' : '!')
      }
      case 'assignment':
      case 'operator_assignment': {
        const [left, right] = [node.child('left'), node.child('right')]
        if (!left || !right) return other(node, lower)
        const operator = node.child('operator')?.type ?? '='
        return {
          kind: 'either',
          options: [lower(right)],
          assigned: { target: target(left, lower), operator },
          node,
        }
      }
      case 'conditional':
      case 'if':
      case 'unless':
      case 'elsif': {
        const condition = node.child('condition')
        const [yes, no] = [node.child('consequence'), node.child('alternative')]
        const options = [yes, no].flatMap((option) => (option ? [lower(option)] : []))
        const known = condition && yes && no && node.type !== 'unless'
        return { kind: 'either', options, ...(known && { condition: lower(condition) }), node }
      }
      case 'case': {
        const options = node.namedChildren.flatMap((child) =>
          child.type === 'else' ? [child] : child.type === 'when' ? (child.child('body') ?? []) : [],
        )
        return { kind: 'either', options: options.map(lower), node }
      }
      case 'if_modifier':
      case 'unless_modifier':
      case 'rescue_modifier': {
        const body = node.child('body')
        return body ? lower(body) : other(node, lower)
      }
      case 'hash':
        return hash(node, node.namedChildren, lower)
      case 'array':
      case 'string_array':
      case 'symbol_array':
      case 'right_assignment_list':
        return {
          kind: 'list',
          items: node.namedChildren.map((child) =>
            lower(child.type === 'splat_argument' ? (child.namedChildren[0] ?? child) : child),
          ),
          node,
        }
      case 'left_assignment_list':
        return { kind: 'list', items: node.namedChildren.map((child) => target(child, lower)), node }
      case 'lambda': {
        const body = node.child('body')
        return body ? lower(body) : other(node, lower)
      }
      case 'range':
        return other(node, lower, node.namedChildren, '..')
      default:
        if (ruby.functions.has(node.type)) return { kind: 'function', definition: unit.scopeOf(node), node }
        return { kind: 'other', parts: [], node }
    }
  },

  statement: rubyStatement,

  collect(node, into) {
    switch (node.type) {
      case 'call': {
        const method = node.child('method')
        if (method && !node.child('receiver') && /^require(?:_relative)?$/.test(method.text)) {
          const what = node.child('arguments')?.namedChildren[0]
          const file = what && into.lower(what)
          if (file?.kind === 'constant') into.import(`require ${String(file.value)}`, String(file.value))
        }
        return
      }
      case 'assignment': {
        const [left, right] = [node.child('left'), node.child('right')]
        if (left && right) bind(left, node, into.lower(right), into)
        return
      }
      case 'operator_assignment': {
        const [left, right] = [node.child('left'), node.child('right')]
        const operator = node.child('operator')?.type
        if (left && right && (operator === '+=' || operator === '||='))
          bind(left, node, into.lower(right), into, operator === '+=')
        return
      }
      case 'binary': {
        const [left, right] = [node.child('left'), node.child('right')]
        if (node.child('operator')?.type === '<<' && right && left?.type === 'identifier' && isLocal(left))
          into.assign(left.text, node, { value: into.lower(right), appends: true })
        return
      }
      case 'for': {
        const [pattern, list] = [node.child('pattern'), node.child('value')?.namedChildren[0]]
        if (pattern && list)
          bind(pattern, pattern, { kind: 'index', object: into.lower(list), node: pattern }, into)
        return
      }
      case 'exception_variable': {
        const [caught] = node.namedChildren
        if (caught?.type === 'identifier') into.assign(caught.text, node, {})
        return
      }
      default:
    }
  },
}

/** `get '/users/:id' do |id|`: what a route hands to its block. */
function routeOf(node: SyntaxNode): string[] {
  const { parent } = node
  const method = parent?.child('method')
  if (parent?.type !== 'call' || !method || parent.child('receiver') || !ROUTE.test(method.text)) return []
  const path = parent.child('arguments')?.namedChildren[0]
  return path && /^(?:string|regex)$/.test(path.type) && /^(?:['"]\/|\/|%r)/.test(path.text)
    ? [method.text]
    : []
}

/** The text of a literal, its interpolations as parts. `at` is where it stands. */
function text(at: SyntaxNode, body: SyntaxNode, lower: Lower, escapes = true): Expression {
  const plain = body.type === 'string' && body.source.text[body.start] === "'"
  const clean = (part: string): string =>
    plain ? part.replaceAll(/\\(['\\])/g, '$1') : escapes ? unescape(part) : part
  const parts: Expression[] = []
  for (const child of body.children) {
    if (/^(?:string_content|heredoc_content|escape_sequence)$/.test(child.type)) {
      const last = parts.at(-1)
      const value = clean(child.text)
      if (last?.kind === 'constant') parts[parts.length - 1] = constant(at, String(last.value) + value)
      else parts.push(constant(at, value))
    } else if (child.type === 'interpolation') {
      const inner = lower(child)
      parts.push(isText(inner) ? constant(at, inner.kind === 'constant' ? inner.value : '') : inner)
    }
  }
  const [only] = parts
  if (!only) return constant(at, body.type === 'character' ? body.text.slice(1) : '')
  return parts.length === 1 && only.kind === 'constant' ? only : { kind: 'concat', parts, node: at }
}

const heredocs = new WeakMap<SyntaxNode, Map<SyntaxNode, SyntaxNode>>()

/** The bodies of heredocs follow in the order of their beginnings. */
function heredocBody(beginning: SyntaxNode, root: SyntaxNode): SyntaxNode | undefined {
  let known = heredocs.get(root)
  if (!known) {
    const [beginnings, bodies]: SyntaxNode[][] = [[], []]
    for (const node of root.walk()) {
      if (node.type === 'heredoc_beginning') beginnings?.push(node)
      if (node.type === 'heredoc_body') bodies?.push(node)
    }
    known = new Map()
    for (const [index, node] of (beginnings ?? []).entries()) {
      const body = bodies?.[index]
      if (body) known.set(node, body)
    }
    heredocs.set(root, known)
  }
  return known.get(beginning)
}

function element(node: SyntaxNode, lower: Lower): Expression {
  const object = node.child('object') ?? node.namedChildren[0]
  const index = node.namedChildren.find((child) => child !== object)
  if (!object) return other(node, lower)
  if (!index) return { kind: 'index', object: lower(object), node }
  const at = lower(index)
  if (at.kind === 'constant' && typeof at.value === 'string')
    return { kind: 'member', object: lower(object), property: at.value, node }
  // `DB["select …"]`
  if (at.kind === 'concat' && /^(?:constant|scope_resolution)$/.test(object.type)) {
    const callee: Expression = { kind: 'member', object: lower(object), property: '[]', node: object }
    return { kind: 'call', callee, args: [{ value: at, spread: false }], isNew: false, node }
  }
  return { kind: 'index', object: lower(object), index: at, node }
}

function call(node: SyntaxNode, lower: Lower): Expression {
  const [receiver, method] = [node.child('receiver'), node.child('method')]
  const list = node.child('arguments')
  const args: Argument[] = (list?.namedChildren ?? []).flatMap((argument) => argumentOf(argument, lower))
  const block = node.child('block')
  // Under a name, so that it is never taken for a missing argument.
  if (block) args.push({ name: '&', value: lower(block), spread: false })
  if (!method)
    return receiver
      ? {
          kind: 'call',
          callee: { kind: 'member', object: lower(receiver), property: 'call', node },
          args,
          isNew: false,
          node,
        }
      : other(node, lower)
  if (!receiver && /^(?:format|sprintf)$/.test(method.text)) {
    const [format, ...rest] = args.map((argument) => argument.value)
    if (format?.kind === 'constant' && typeof format.value === 'string')
      return printf(node, format.value, rest, format.node)
  }
  // What is signed was not written by the visitor.
  if (/^(?:signed|encrypted)$/.test(method.text) && /^cookies\b/.test(receiver?.text ?? ''))
    return { kind: 'call', callee: name(method, 'signed_cookies'), args: [], isNew: false, node }
  // `lambda { }` and `proc { }` are their block.
  if (!receiver && block && /^(?:lambda|proc)$/.test(method.text)) return lower(block)
  const callee: Expression = receiver
    ? { kind: 'member', object: lower(receiver), property: method.text, node: calleeNode(node, method) }
    : name(method)
  return { kind: 'call', callee, args, isNew: false, node }
}

/** A member needs a node of its own, or the call would be taken for it. */
const calleeNode = (_: SyntaxNode, method: SyntaxNode): SyntaxNode => method

function argumentOf(argument: SyntaxNode, lower: Lower): Argument[] {
  if (argument.type === 'pair') {
    const [key, value] = [argument.child('key'), argument.child('value')]
    const lowered = key && lower(key)
    // `name:` stands for `name: name`.
    const given = value ?? key
    if (lowered?.kind !== 'constant' || !given)
      return value ? [{ name: '=>', value: lower(value), spread: false }] : []
    return [{ name: String(lowered.value), value: lower(given), spread: false }]
  }
  const [inner] = argument.namedChildren
  if (argument.type === 'block_argument')
    return inner ? [{ name: '&', value: lower(inner), spread: false }] : []
  const spread = /^(?:hash_)?splat_argument$/.test(argument.type)
  return [{ value: lower(spread && inner ? inner : argument), spread }]
}

function binary(node: SyntaxNode, lower: Lower): Expression {
  const [left, right] = [node.child('left'), node.child('right')]
  const operator = node.child('operator')?.type ?? ''
  if (!left || !right) return other(node, lower)
  switch (operator) {
    case '+':
      return plus(node, lower(left), lower(right))
    case '<<': {
      const [a, b] = [lower(left), lower(right)]
      if (isText(a) || a.kind === 'concat') return plus(node, a, b)
      const callee: Expression = { kind: 'member', object: a, property: '<<', node: left }
      return { kind: 'call', callee, args: [{ value: b, spread: false }], isNew: false, node }
    }
    case '%': {
      const format = lower(left)
      if (format.kind !== 'constant' || typeof format.value !== 'string') break
      const value = lower(right)
      return printf(node, format.value, value.kind === 'list' ? value.items : [value], left)
    }
    case '*':
      if (/^(?:string|array)$/.test(left.type)) return lower(left)
      break
    case '||':
    case 'or':
      return { kind: 'either', options: [lower(left), lower(right)], operator: 'or', node }
    case '&&':
    case 'and':
      return other(node, lower, [left, right], '&&')
    case '=~':
    case '!~': {
      const [pattern, subject] = left.type === 'regex' ? [left, right] : [right, left]
      const callee: Expression = { kind: 'member', object: lower(subject), property: 'match?', node: subject }
      const args = [{ value: lower(pattern), spread: false }]
      const match: Expression = { kind: 'call', callee, args, isNew: false, node }
      return operator === '=~' ? match : { kind: 'other', parts: [match], operator: '!', node: pattern }
    }
    default:
  }
  return other(node, lower, [left, right], operator === '===' ? '==' : operator)
}

function hash(node: SyntaxNode, children: readonly SyntaxNode[], lower: Lower): Expression {
  const entries: Entry[] = []
  let open = false
  for (const child of children) {
    const key = child.child('key')
    const value = child.child('value') ?? key
    const lowered = key && lower(key)
    if (child.type === 'pair' && value && lowered?.kind === 'constant')
      entries.push({ key: String(lowered.value), value: lower(value), node: child })
    else open = true
  }
  return { kind: 'object', entries, open, node }
}

/** What an assignment writes to: `http.verify_mode = x` is no call. */
export function target(node: SyntaxNode, lower: Lower): Expression {
  const [receiver, method] = [node.child('receiver'), node.child('method')]
  if (node.type === 'call' && receiver && method)
    return { kind: 'member', object: lower(receiver), property: method.text, node }
  if (/^(?:identifier|constant|global_variable)$/.test(node.type)) return name(node)
  if (/^(?:splat|rest_assignment|destructured_left_assignment)/.test(node.type))
    return { kind: 'list', items: node.namedChildren.map((child) => target(child, lower)), node }
  return lower(node)
}

function bind(left: SyntaxNode, at: SyntaxNode, value: Expression, into: Collector, appends = false): void {
  switch (left.type) {
    case 'identifier':
    case 'constant':
      into.assign(left.text, at, { value, appends })
      return
    case 'instance_variable':
    case 'class_variable':
      into.field(left.text.replace(/^@+/, ''), at, { value })
      return
    case 'call':
    case 'element_reference':
      into.write(
        target(left, (node) => into.lower(node)),
        value,
        at,
      )
      return
    case 'left_assignment_list':
    case 'destructured_left_assignment':
    case 'rest_assignment':
      left.namedChildren.forEach((child, index) => {
        const item = value.kind === 'list' ? value.items[index] : undefined
        bind(child, at, item ?? { kind: 'index', object: value, node: child }, into)
      })
      return
    default:
  }
}

const BOUNDARY = new Set(['method', 'singleton_method', 'class', 'module', 'singleton_class', 'program'])
const locals = new WeakMap<SyntaxNode, Set<string>>()

/** Whether something around a name, up to its method, is a variable of that name. */
function isLocal(node: SyntaxNode): boolean {
  let around: SyntaxNode | undefined = node.parent
  while (around && !BOUNDARY.has(around.type)) around = around.parent
  return around !== undefined && localsOf(around).has(node.text)
}

function localsOf(around: SyntaxNode): Set<string> {
  const known = locals.get(around)
  if (known) return known
  const names = new Set<string>()
  locals.set(around, names)
  const stack: SyntaxNode[] = [...around.children]
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (BOUNDARY.has(node.type)) continue
    if (node.type === 'identifier' && isWritten(node)) names.add(node.text)
    stack.push(...node.children)
  }
  return names
}

function isWritten(node: SyntaxNode): boolean {
  const { parent, field } = node
  if (!parent) return false
  if (/(?:^|_)parameters?$|^left_assignment_list$|^rest_assignment$|^exception_variable$/.test(parent.type))
    return field !== 'value'
  if (parent.type === 'destructured_left_assignment' || parent.type === 'destructured_parameter') return true
  if (parent.type === 'for') return field === 'pattern'
  if (/^array_pattern$|^find_pattern$|^keyword_pattern$|^as_pattern$/.test(parent.type)) return true
  return field === 'left' && parent.type.endsWith('assignment')
}

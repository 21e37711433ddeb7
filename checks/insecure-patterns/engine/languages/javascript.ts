import type { SyntaxNode } from '../../../../src/parse/code/index.ts'
import type { Argument, Collector, Dialect, Entry, Expression, Parameter, Unit } from '../ir.ts'
import { javascriptStatement } from '../flow/statements/javascript.ts'
import { assignment, constant, name, number, other, plus, unescape } from './build.ts'

type Lower = (node: SyntaxNode) => Expression

/** Wrappers that change no value: `(x)`, `x!`, `x as T`, `await x`. */
const TRANSPARENT = new Set([
  'parenthesized_expression',
  'as_expression',
  'satisfies_expression',
  'non_null_expression',
  'await_expression',
])

export const javascript: Dialect = {
  functions: new Set([
    'function_declaration',
    'function_expression',
    'generator_function',
    'generator_function_declaration',
    'arrow_function',
    'method_definition',
  ]),

  describeFunction(node) {
    const own = node.child('name')?.text
    const named = node.parent?.child('name') ?? node.parent?.child('key') ?? node.parent?.child('left')
    const list =
      node.child('parameters')?.namedChildren ?? node.children.filter((c) => c.field === 'parameter')
    const parameters: Parameter[] = []
    list
      .filter((parameter) => parameter.child('pattern')?.type !== 'this')
      .forEach((parameter, index) => {
        const pattern = parameter.child('pattern') ?? parameter
        const type = typeOf(parameter)
        const annotations = parameter.children
          .filter((c) => c.type === 'decorator')
          .map((c) => c.text.slice(1))
        const target = pattern.type === 'assignment_pattern' ? pattern.child('left') : pattern
        if (target?.type !== 'identifier') return
        parameters.push({ name: target.text, ...(type !== undefined && { type }), annotations, index })
      })
    return { name: own ?? named?.text ?? '', parameters, decorators: [] }
  },

  lower(node, lower, unit) {
    if (TRANSPARENT.has(node.type)) {
      const [inner] = node.namedChildren
      return inner ? lower(inner) : other(node, lower)
    }
    switch (node.type) {
      case 'string':
        return constant(node, unescape(node.text.slice(1, -1)))
      case 'template_string':
        return template(node, lower)
      case 'number':
        return number(node)
      case 'true':
      case 'false':
        return constant(node, node.type === 'true')
      case 'null':
      case 'undefined':
        return constant(node, null)
      case 'identifier':
      case 'this':
      case 'shorthand_property_identifier':
      case 'property_identifier':
      case 'private_property_identifier':
        return name(node)
      case 'member_expression': {
        const [object, property] = [node.child('object'), node.child('property')]
        if (!object || !property) return other(node, lower)
        return { kind: 'member', object: lower(object), property: property.text, node }
      }
      case 'subscript_expression': {
        const [object, index] = [node.child('object'), node.child('index')]
        if (!object || !index) return other(node, lower)
        if (index.type === 'string') {
          return { kind: 'member', object: lower(object), property: index.text.slice(1, -1), node }
        }
        return { kind: 'index', object: lower(object), index: lower(index), node }
      }
      case 'call_expression':
      case 'new_expression':
        return call(node, lower)
      case 'binary_expression': {
        const [left, right] = [node.child('left'), node.child('right')]
        const operator = node.child('operator')?.type
        if (!left || !right) return other(node, lower)
        if (operator === '+') return plus(node, lower(left), lower(right))
        if (operator === '||' || operator === '??')
          return { kind: 'either', options: [lower(left), lower(right)], operator, node }
        return other(node, lower, [left, right], operator)
      }
      case 'ternary_expression': {
        const options = ['consequence', 'alternative'].flatMap((field) => node.child(field) ?? [])
        const condition = node.child('condition')
        return {
          kind: 'either',
          options: options.map(lower),
          ...(condition && { condition: lower(condition) }),
          node,
        }
      }
      case 'unary_expression': {
        const argument = node.child('argument')
        const operator = node.child('operator')?.type
        if (argument && operator === '!') {
          const value = lower(argument)
          if (value.kind === 'constant') return constant(node, value.value === 0 || value.value === false)
        }
        return other(node, lower, argument ? [argument] : [], operator)
      }
      case 'update_expression':
        return other(node, lower, node.namedChildren, 'update')
      case 'assignment_expression':
      case 'augmented_assignment_expression':
        return assignment(node, lower)
      case 'object':
        return object(node, lower, unit)
      case 'array':
        return { kind: 'list', items: node.namedChildren.map(lower), node }
      default:
        if (javascript.functions.has(node.type))
          return { kind: 'function', definition: unit.scopeOf(node), node }
        return { kind: 'other', parts: [], node }
    }
  },

  statement: javascriptStatement,

  collect(node, into) {
    switch (node.type) {
      case 'regex': {
        // A literal makes what `new RegExp` makes.
        const pattern = node.child('pattern')
        if (!pattern) return
        const args = [{ value: constant(pattern, pattern.text), spread: false }]
        into.unit.calls.push({ kind: 'call', callee: name(node, 'RegExp'), args, isNew: false, node })
        return
      }
      case 'import_statement':
        return imports(node, into)
      case 'variable_declarator': {
        const [target, value] = [node.child('name'), node.child('value')]
        if (!target) return
        const required = value && requiredModule(value)
        if (required !== undefined) return bindModule(target, required, into)
        const type = typeOf(node)
        return bind(target, node, value && into.lower(value), into, type)
      }
      case 'assignment_expression': {
        const [left, right] = [node.child('left'), node.child('right')]
        if (!left || !right) return
        if (left.type === 'member_expression' || left.type === 'subscript_expression') {
          into.write(into.lower(left), into.lower(right), node)
          if (left.child('object')?.type === 'this') {
            into.field(left.child('property')?.text ?? '', node, { value: into.lower(right) })
          }
          return
        }
        return bind(left, node, into.lower(right), into)
      }
      case 'augmented_assignment_expression': {
        const [left, right] = [node.child('left'), node.child('right')]
        if (left?.type === 'identifier' && right && node.child('operator')?.type === '+=') {
          into.assign(left.text, node, { value: into.lower(right), appends: true })
        }
        return
      }
      case 'public_field_definition':
      case 'field_definition': {
        const [target, value] = [node.child('name') ?? node.child('property'), node.child('value')]
        const type = typeOf(node)
        if (target)
          into.field(target.text, node, { ...(value && { value: into.lower(value) }), ...(type && { type }) })
        return
      }
      case 'required_parameter': {
        const [pattern, type] = [node.child('pattern'), typeOf(node)]
        const isField = node.childOfType('accessibility_modifier', 'readonly') !== undefined
        if (isField && pattern && type !== undefined) into.field(pattern.text, node, { type })
        if (pattern?.type === 'object_pattern') bind(pattern, pattern, undefined, into)
        return
      }
      case 'for_in_statement': {
        const [left, right] = [node.child('left'), node.child('right')]
        if (left && right) bind(left, left, { kind: 'index', object: into.lower(right), node: left }, into)
        return
      }
      default:
    }
  },
}

function template(node: SyntaxNode, lower: Lower): Expression {
  const parts: Expression[] = []
  let last = node.start + 1
  for (const hole of node.children.filter((child) => child.type === 'template_substitution')) {
    parts.push(constant(node, unescape(node.source.text.slice(last, hole.start))))
    const [inner] = hole.namedChildren
    if (inner) parts.push(lower(inner))
    last = hole.end
  }
  parts.push(constant(node, unescape(node.source.text.slice(last, node.end - 1))))
  const [only] = parts
  if (parts.length === 1 && only?.kind === 'constant') return constant(node, only.value)
  return { kind: 'concat', parts, node }
}

function call(node: SyntaxNode, lower: Lower): Expression {
  const callee = node.child('function') ?? node.child('constructor')
  const list = node.child('arguments')
  if (!callee) return other(node, lower)
  // A tagged template hands its parts over apart from each other: nothing is put together here.
  const tagged = list?.type === 'template_string'
  const args: Argument[] =
    !list || tagged
      ? []
      : list.namedChildren.map((argument) => {
          const [inner] = argument.namedChildren
          const spread = argument.type === 'spread_element'
          return { value: lower(spread && inner ? inner : argument), spread }
        })
  return { kind: 'call', callee: lower(callee), args, isNew: node.type === 'new_expression', node }
}

function object(node: SyntaxNode, lower: Lower, unit: Unit): Expression {
  const entries: Entry[] = []
  let open = false
  for (const child of node.namedChildren) {
    if (child.type === 'pair') {
      const [key, value] = [child.child('key'), child.child('value')]
      if (!key || !value || key.type === 'computed_property_name') open = true
      else {
        const text = key.type === 'string' ? key.text.slice(1, -1) : key.text
        entries.push({ key: text, value: lower(value), node: child })
      }
    } else if (child.type === 'shorthand_property_identifier') {
      entries.push({ key: child.text, value: lower(child), node: child })
    } else if (child.type === 'method_definition') {
      const value: Expression = { kind: 'function', definition: unit.scopeOf(child), node: child }
      entries.push({ key: child.child('name')?.text ?? '', value, node: child })
    } else open = true
  }
  return { kind: 'object', entries, open, node }
}

/** `const { a, b: [c] } = value` binds each name to the member it comes from. */
function bind(
  target: SyntaxNode,
  at: SyntaxNode,
  value: Expression | undefined,
  into: Collector,
  type?: string,
): void {
  switch (target.type) {
    case 'identifier':
    case 'shorthand_property_identifier_pattern':
      return into.assign(target.text, at, { ...(value && { value }), ...(type !== undefined && { type }) })
    case 'assignment_pattern':
    case 'object_assignment_pattern': {
      const left = target.child('left')
      if (left) bind(left, at, value, into)
      return
    }
    case 'object_pattern':
      for (const child of target.namedChildren) {
        const inner = child.type === 'pair_pattern' ? child.child('value') : child
        const key = child.child('key') ?? child.child('left') ?? child
        if (!inner) continue
        const member: Expression | undefined = value && {
          kind: 'member',
          object: value,
          property: key.text,
          node: child,
        }
        bind(inner, at, member, into)
      }
      return
    case 'array_pattern':
      for (const child of target.namedChildren) {
        bind(child, at, value && { kind: 'index', object: value, node: child }, into)
      }
      return
    case 'rest_pattern': {
      const [inner] = target.namedChildren
      if (inner) bind(inner, at, value, into)
      return
    }
    default:
  }
}

function moduleName(specifier: string): string {
  return specifier.replace(/^node:/, '')
}

function requiredModule(value: SyntaxNode): string | undefined {
  if (value.type === 'await_expression' && value.namedChildren[0])
    return requiredModule(value.namedChildren[0])
  if (value.type === 'member_expression') {
    const [object, property] = [value.child('object'), value.child('property')]
    const base = object && requiredModule(object)
    return base !== undefined && property ? `${base}.${property.text}` : undefined
  }
  if (value.type !== 'call_expression') return undefined
  const callee = value.child('function')?.text
  const [first] = value.child('arguments')?.namedChildren ?? []
  if ((callee !== 'require' && callee !== 'import') || first?.type !== 'string') return undefined
  return moduleName(first.text.slice(1, -1))
}

function bindModule(target: SyntaxNode, canonical: string, into: Collector): void {
  if (target.type === 'identifier') into.import(target.text, canonical)
  if (target.type !== 'object_pattern') return
  for (const child of target.namedChildren) {
    const key = child.child('key') ?? child
    const local = child.child('value') ?? child
    if (local.type !== 'object_pattern') into.import(local.text, `${canonical}.${key.text}`)
  }
}

function imports(node: SyntaxNode, into: Collector): void {
  const source = node.child('source')
  if (!source) return
  const canonical = moduleName(source.text.slice(1, -1))
  for (const part of node.walk()) {
    if (part.type === 'import_specifier') {
      const imported = part.child('name')?.text ?? ''
      const local = part.child('alias')?.text ?? imported
      into.import(local, imported === 'default' ? canonical : `${canonical}.${imported}`)
    } else if (part.type === 'namespace_import' || part.type === 'import_clause') {
      const local = part.childOfType('identifier')
      if (local) into.import(local.text, canonical)
    }
  }
}

/** The type annotation without its colon and type arguments. */
function typeOf(node: SyntaxNode): string | undefined {
  return node
    .child('type')
    ?.text.replace(/^:\s*/, '')
    .replace(/<[^]*$/, '')
}

import type { SyntaxNode } from '../../../../src/parse/code/index.ts'
import type { Argument, Collector, Dialect, Entry, Expression, Parameter } from '../ir.ts'
import { goStatement } from '../flow/statements/go.ts'
import { constant, name, number, other, plus, printf, unescape } from './build.ts'

type Lower = (node: SyntaxNode) => Expression

export const go: Dialect = {
  functions: new Set(['function_declaration', 'method_declaration', 'func_literal']),

  describeFunction(node) {
    const parameters: Parameter[] = []
    let index = 0
    const lists = [node.child('receiver'), node.child('parameters')].flatMap(
      (list) => list?.namedChildren ?? [],
    )
    for (const declaration of lists) {
      const type = declaration.child('type')?.text.replace(/^\*/, '')
      for (const target of declaration.children.filter((child) => child.field === 'name')) {
        parameters.push({
          name: target.text,
          ...(type !== undefined && { type }),
          annotations: [],
          index: index++,
        })
      }
    }
    return { name: node.child('name')?.text ?? '', parameters, decorators: [] }
  },

  lower(node, lower, unit) {
    switch (node.type) {
      case 'parenthesized_expression':
      case 'literal_element':
      case 'expression_list': {
        const [inner, second] = node.namedChildren
        return inner && !second ? lower(inner) : { kind: 'list', items: node.namedChildren.map(lower), node }
      }
      case 'interpreted_string_literal':
        return constant(node, unescape(node.text.slice(1, -1)))
      case 'raw_string_literal':
        return constant(node, node.text.slice(1, -1))
      case 'rune_literal':
        return constant(node, unescape(node.text.slice(1, -1)))
      case 'int_literal':
      case 'float_literal':
        return number(node)
      case 'true':
      case 'false':
        return constant(node, node.type === 'true')
      case 'nil':
        return constant(node, null)
      case 'identifier':
      case 'field_identifier':
      case 'type_identifier':
      case 'package_identifier':
        return name(node)
      case 'selector_expression': {
        const [object, field] = [node.child('operand'), node.child('field')]
        if (!object || !field) return other(node, lower)
        return { kind: 'member', object: lower(object), property: field.text, node }
      }
      case 'qualified_type': {
        const [object, field] = [node.child('package'), node.child('name')]
        if (!object || !field) return other(node, lower)
        return { kind: 'member', object: lower(object), property: field.text, node }
      }
      case 'index_expression': {
        const [object, index] = [node.child('operand'), node.child('index')]
        if (!object || !index) return other(node, lower)
        const at = lower(index)
        if (at.kind === 'constant' && typeof at.value === 'string') {
          return { kind: 'member', object: lower(object), property: at.value, node }
        }
        return { kind: 'index', object: lower(object), index: at, node }
      }
      case 'slice_expression':
      case 'type_assertion_expression':
      case 'type_conversion_expression':
      case 'unary_expression': {
        const operand = node.child('operand')
        const operator = node.child('operator')?.type
        if (operand && operator === '!' && /^(?:true|false)$/.test(operand.text))
          return constant(node, operand.text === 'false')
        if (operand && (operator === '!' || operator === '-')) return other(node, lower, [operand], operator)
        return operand ? lower(operand) : other(node, lower)
      }
      case 'call_expression':
        return call(node, lower, unit.imports)
      case 'binary_expression': {
        const [left, right] = [node.child('left'), node.child('right')]
        if (!left || !right) return other(node, lower)
        if (node.child('operator')?.type === '+') return plus(node, lower(left), lower(right))
        return other(node, lower, [left, right], node.child('operator')?.type)
      }
      case 'composite_literal':
        return composite(node, lower)
      default:
        if (go.functions.has(node.type)) return { kind: 'function', definition: unit.scopeOf(node), node }
        return { kind: 'other', parts: [], node }
    }
  },

  statement: goStatement,

  collect(node, into) {
    switch (node.type) {
      case 'import_spec': {
        const path = node.child('path')?.text.slice(1, -1)
        if (path === undefined) return
        const local = node.child('name')
        if (local?.type === 'dot') into.wildcard(path)
        // A major version is no part of a package's name: `github.com/x/jwt/v5` is `jwt`, and so are packages below it.
        const own = path.replace(/\/v\d+(?=\/|$)/, '')
        // `jwt-go`, `go-redis` and `go.uuid` name their packages without that.
        const plain = own.slice(own.lastIndexOf('/') + 1).replace(/^go[-.]|-go$|\.v\d+$/g, '')
        into.import(local?.text ?? plain, own)
        return
      }
      case 'short_var_declaration':
      case 'assignment_statement': {
        const [left, right] = [node.child('left'), node.child('right')]
        if (left && right) bind(left, right, node, into, node.child('operator')?.type === '+=')
        return
      }
      case 'const_spec':
      case 'var_spec': {
        const values = node.child('value')?.namedChildren ?? []
        const type = node.child('type')?.text.replace(/^\*/, '')
        node.children
          .filter((child) => child.field === 'name')
          .forEach((target, index) => {
            const value = values[index]
            into.assign(target.text, node, {
              ...(value && { value: into.lower(value) }),
              ...(type !== undefined && { type }),
            })
          })
        return
      }
      case 'range_clause': {
        const [left, right] = [node.child('left'), node.child('right')]
        if (!left || !right) return
        left.namedChildren.forEach((target, index) => {
          const value: Expression =
            index === 0 ? constant(target, 0) : { kind: 'index', object: into.lower(right), node: target }
          // The first is an index only over slices: over a map it is a key.
          into.assign(target.text, left, index === 0 ? {} : { value })
        })
        return
      }
      default:
    }
  },
}

function bind(left: SyntaxNode, right: SyntaxNode, at: SyntaxNode, into: Collector, appends: boolean): void {
  const values = right.namedChildren
  left.namedChildren.forEach((target, index) => {
    const source = values[index]
    const only = values[0]
    let value: Expression | undefined
    if (source) value = into.lower(source)
    else if (only) value = { kind: 'index', object: into.lower(only), node: target }
    // `x, err := f()`: the first result is as good as the call.
    if (target.type === 'identifier') into.assign(target.text, at, { ...(value && { value }), appends })
    else if (value) into.write(into.lower(target), value, at)
  })
}

function call(node: SyntaxNode, lower: Lower, imports: ReadonlyMap<string, string>): Expression {
  const callee = node.child('function')
  if (!callee) return other(node, lower)
  const list = node.child('arguments')
  const spread = list?.children.some((child) => child.type === '...') ?? false
  const children = list?.namedChildren ?? []
  const args: Argument[] = children.map((argument, index) => ({
    value: lower(argument),
    spread: spread && index === children.length - 1,
  }))
  const target = lower(callee)
  const [first, ...rest] = args
  if (
    target.kind === 'member' &&
    target.property === 'Sprintf' &&
    target.object.kind === 'name' &&
    imports.get(target.object.name) === 'fmt' &&
    first?.value.kind === 'constant' &&
    typeof first.value.value === 'string' &&
    !spread
  ) {
    return printf(
      node,
      first.value.value,
      rest.map((argument) => argument.value),
      first.value.node,
    )
  }
  return { kind: 'call', callee: target, args, isNew: false, node }
}

function composite(node: SyntaxNode, lower: Lower): Expression {
  const [type, body] = [node.child('type'), node.child('body')]
  const children = body?.namedChildren ?? []
  if (children.some((child) => child.type === 'literal_element')) {
    return { kind: 'list', items: children.map(lower), node }
  }
  const entries: Entry[] = children.flatMap((child) => {
    const [key, value] = [child.child('key'), child.child('value')]
    if (!key || !value) return []
    return [{ key: key.text.replace(/^"|"$/g, ''), value: lower(value), node: child }]
  })
  return { kind: 'object', ...(type && { type: lower(type) }), entries, open: false, node }
}

import type { SyntaxNode } from '../../../../src/parse/code/index.ts'
import type { Argument, Dialect, Expression, Parameter } from '../ir.ts'
import { javaStatement } from '../flow/statements/java.ts'
import { assignment, constant, isText, name, number, other, plus, printf, unescape } from './build.ts'

type Lower = (node: SyntaxNode) => Expression

export const java: Dialect = {
  functions: new Set(['method_declaration', 'constructor_declaration', 'lambda_expression']),

  describeFunction(node) {
    const list = node.child('parameters')
    const parameters: Parameter[] = []
    const children = list?.type === 'identifier' ? [list] : (list?.namedChildren ?? [])
    children.forEach((parameter, index) => {
      const target = parameter.type === 'identifier' ? parameter : parameter.child('name')
      if (!target) return
      const type = parameter.child('type')?.text.replace(/<[^]*$/, '')
      parameters.push({
        name: target.text,
        ...(type !== undefined && { type }),
        annotations: annotations(parameter),
        index,
      })
    })
    return { name: node.child('name')?.text ?? '', parameters, decorators: annotations(node) }
  },

  lower(node, lower, unit) {
    switch (node.type) {
      case 'parenthesized_expression': {
        const [inner] = node.namedChildren
        return inner ? lower(inner) : other(node, lower)
      }
      case 'cast_expression': {
        const value = node.child('value')
        return value ? lower(value) : other(node, lower)
      }
      case 'string_literal':
        return constant(node, textOf(node))
      case 'character_literal':
        return constant(node, unescape(node.text.slice(1, -1)))
      case 'decimal_integer_literal':
      case 'hex_integer_literal':
      case 'decimal_floating_point_literal':
        return number(node)
      case 'true':
      case 'false':
        return constant(node, node.type === 'true')
      case 'null_literal':
        return constant(node, null)
      case 'identifier':
      case 'this':
      case 'type_identifier':
        return name(node)
      case 'scoped_type_identifier':
      case 'scoped_identifier':
        return name(node)
      case 'generic_type': {
        const [base] = node.namedChildren
        return base ? lower(base) : name(node)
      }
      case 'field_access': {
        const [object, field] = [node.child('object'), node.child('field')]
        if (!object || !field) return other(node, lower)
        // `Outer.this.x` is a field as `this.x` is.
        if (field.type === 'this') return name(field)
        return { kind: 'member', object: lower(object), property: field.text, node }
      }
      case 'array_access': {
        const [object, index] = [node.child('array'), node.child('index')]
        if (!object || !index) return other(node, lower)
        return { kind: 'index', object: lower(object), index: lower(index), node }
      }
      case 'method_invocation':
        return call(node, lower)
      case 'object_creation_expression': {
        const type = node.child('type')
        if (!type) return other(node, lower)
        return { kind: 'call', callee: lower(type), args: argumentsOf(node, lower), isNew: true, node }
      }
      case 'binary_expression': {
        const [left, right] = [node.child('left'), node.child('right')]
        if (!left || !right) return other(node, lower)
        if (node.child('operator')?.type === '+') return plus(node, lower(left), lower(right))
        return other(node, lower, [left, right], node.child('operator')?.type)
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
      case 'assignment_expression': {
        return assignment(node, lower)
      }
      case 'unary_expression': {
        const operand = node.child('operand')
        return other(node, lower, operand ? [operand] : [], node.child('operator')?.type)
      }
      case 'update_expression':
        return other(node, lower, node.namedChildren, 'update')
      case 'instanceof_expression': {
        const left = node.child('left')
        return other(node, lower, left ? [left] : [], 'instanceof')
      }
      case 'array_initializer':
        return { kind: 'list', items: node.namedChildren.map(lower), node }
      case 'array_creation_expression': {
        const value = node.child('value')
        return value ? lower(value) : { kind: 'list', items: [], node }
      }
      default:
        if (java.functions.has(node.type)) return { kind: 'function', definition: unit.scopeOf(node), node }
        return { kind: 'other', parts: [], node }
    }
  },

  statement: javaStatement,

  collect(node, into) {
    switch (node.type) {
      case 'import_declaration': {
        const full = node.childOfType('scoped_identifier')?.text
        if (full === undefined) return
        if (node.childOfType('asterisk')) into.wildcard(full)
        else into.import(full.slice(full.lastIndexOf('.') + 1), full)
        return
      }
      case 'variable_declarator':
      case 'resource': {
        const [target, value] = [node.child('name'), node.child('value')]
        const holder = node.type === 'resource' ? node : node.parent
        const type = holder?.child('type')?.text.replace(/<[^]*$/, '')
        if (!target) return
        const write = { ...(value && { value: into.lower(value) }), ...(type !== undefined && { type }) }
        if (holder?.type === 'field_declaration') into.field(target.text, node, write)
        else into.assign(target.text, node, write)
        return
      }
      case 'assignment_expression': {
        const [left, right] = [node.child('left'), node.child('right')]
        if (!left || !right) return
        const value = into.lower(right)
        const appends = node.child('operator')?.type === '+='
        if (left.type === 'identifier') into.assign(left.text, node, { value, appends })
        else {
          const target = into.lower(left)
          into.write(target, value, node)
          if (target.kind === 'member' && target.object.kind === 'name' && target.object.name === 'this') {
            into.field(target.property, node, { value })
          }
        }
        return
      }
      case 'enhanced_for_statement': {
        const [target, list] = [node.child('name'), node.child('value')]
        const type = node.child('type')?.text.replace(/<[^]*$/, '')
        if (!target || !list) return
        const value: Expression = { kind: 'index', object: into.lower(list), node: target }
        into.assign(target.text, target, { value, ...(type !== undefined && { type }) })
        return
      }
      case 'expression_statement': {
        // `builder.append(a).append(b)` adds to the variable.
        const parts: Expression[] = []
        let at = node.namedChildren[0]
        while (at?.type === 'method_invocation' && at.child('name')?.text === 'append') {
          const [argument] = at.child('arguments')?.namedChildren ?? []
          if (argument) parts.unshift(into.lower(argument))
          at = at.child('object')
        }
        if (at?.type === 'identifier' && parts.length > 0) {
          into.assign(at.text, node, { value: { kind: 'concat', parts, node }, appends: true })
        }
        return
      }
      default:
    }
  },
}

function textOf(node: SyntaxNode): string {
  const text = node.text
  return text.startsWith('"""') ? unescape(text.slice(3, -3)) : unescape(text.slice(1, -1))
}

function annotations(node: SyntaxNode): string[] {
  const modifiers = node.childOfType('modifiers')?.namedChildren ?? []
  return modifiers.filter((child) => child.type.endsWith('annotation')).map((child) => child.text.slice(1))
}

function argumentsOf(node: SyntaxNode, lower: Lower): Argument[] {
  const list = node.child('arguments')?.namedChildren ?? []
  return list.map((argument) => ({ value: lower(argument), spread: false }))
}

function call(node: SyntaxNode, lower: Lower): Expression {
  const [object, method] = [node.child('object'), node.child('name')]
  if (!method) return other(node, lower)
  const args = argumentsOf(node, lower)
  const values = args.map((argument) => argument.value)
  const receiver = object && lower(object)
  const [first, ...rest] = values
  if (method.text === 'format' && receiver?.kind === 'name' && receiver.name === 'String' && first) {
    // String.format(Locale, format, ...) has its format second.
    const format = isText(first) ? first : rest[0]
    const holes = isText(first) ? rest : rest.slice(1)
    if (format?.kind === 'constant' && typeof format.value === 'string') {
      return printf(node, format.value, holes, format.node)
    }
  }
  if (method.text === 'formatted' && receiver?.kind === 'constant' && typeof receiver.value === 'string') {
    return printf(node, receiver.value, values, receiver.node)
  }
  const callee: Expression = receiver
    ? { kind: 'member', object: receiver, property: method.text, node: method }
    : name(method)
  return { kind: 'call', callee, args, isNew: false, node }
}

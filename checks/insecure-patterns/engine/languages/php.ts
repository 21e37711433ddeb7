import type { SyntaxNode } from '../../../../src/parse/code/index.ts'
import type { Argument, Dialect, Expression, Parameter } from '../ir.ts'
import { phpStatement } from '../flow/statements/php.ts'
import { constant, isText, name, number, other, printf, unescape } from './build.ts'

type Lower = (node: SyntaxNode) => Expression

/** What of `$_SERVER` a request says; the rest is said by the server. */
const OF_REQUEST =
  /^(?:HTTP_(?!HOST$|X_FORWARDED|X_REAL)\w+|REQUEST_URI|QUERY_STRING|PHP_SELF|PATH_INFO|ORIG_PATH_INFO|PHP_AUTH_\w+)$/
/** Methods of controllers that a router calls with parts of the address. */
const CONTROLLERS = /Controller$/

export const php: Dialect = {
  functions: new Set(['method_declaration', 'function_definition', 'anonymous_function', 'arrow_function']),

  describeFunction(node) {
    const list = (node.child('parameters')?.namedChildren ?? []).filter((one) =>
      one.type.endsWith('parameter'),
    )
    const parameters = list.flatMap((parameter, index): Parameter[] => {
      const target = parameter.child('name')
      if (!target) return []
      const type = typeName(parameter.child('type'))
      return [
        { name: target.text, ...(type !== undefined && { type }), annotations: attributes(parameter), index },
      ]
    })
    const decorators = attributes(node)
    const owner = node.type === 'method_declaration' ? node.parent?.parent : undefined
    const isPublic = !node.namedChildren.some((one) => /^(?:private|protected|static)$/.test(one.text))
    const own = node.child('name')?.text ?? ''
    if (isPublic && CONTROLLERS.test(owner?.child('name')?.text ?? '') && !own.startsWith('__'))
      decorators.push('Action')
    return { name: own, parameters, decorators }
  },

  lower(node, lower, unit) {
    switch (node.type) {
      case 'parenthesized_expression':
      case 'error_suppression_expression':
      case 'reference_assignment_expression':
      case 'by_ref':
      case 'clone_expression': {
        const inner = node.namedChildren.at(-1)
        return inner ? lower(inner) : other(node, lower)
      }
      case 'string':
        return constant(node, node.text.slice(1, -1).replaceAll(/\\(['\\])/g, '$1'))
      case 'encapsed_string':
      case 'heredoc_body':
        return text(node, lower)
      case 'heredoc':
      case 'nowdoc': {
        const body = node.child('value') ?? node.namedChildren.find((one) => one.type.endsWith('doc_body'))
        return body?.type === 'heredoc_body' ? lower(body) : constant(node, body?.text ?? '')
      }
      case 'integer':
      case 'float':
        return number(node)
      case 'boolean':
        return constant(node, node.text.toLowerCase() === 'true')
      case 'null':
        return constant(node, null)
      case 'variable_name':
        return name(node, node.text === '$this' ? 'this' : node.text)
      case 'relative_scope':
        return name(node, node.text === 'parent' ? 'super' : 'this')
      case 'name':
        return name(node)
      case 'qualified_name':
        return name(node, dotted(node.text))
      case 'member_access_expression':
      case 'nullsafe_member_access_expression':
      case 'class_constant_access_expression':
      case 'scoped_property_access_expression':
        return member(node, lower)
      case 'subscript_expression': {
        const [object, key] = node.namedChildren
        if (!object) return other(node, lower)
        return subscript(
          node,
          lower(object),
          key?.type === 'name' ? constant(key, key.text) : key && lower(key),
        )
      }
      case 'function_call_expression':
      case 'member_call_expression':
      case 'nullsafe_member_call_expression':
      case 'scoped_call_expression':
        return call(node, lower)
      case 'object_creation_expression': {
        const [type] = node.namedChildren
        if (!type) return other(node, lower)
        return { kind: 'call', callee: lower(type), args: argumentsOf(node, lower), isNew: true, node }
      }
      case 'echo_statement':
        return asCall(node, 'echo', spread(node.namedChildren), lower)
      case 'print_intrinsic':
        return asCall(node, 'print', node.namedChildren, lower)
      case 'exit_statement':
        return asCall(node, 'exit', node.namedChildren, lower)
      case 'include_expression':
      case 'include_once_expression':
      case 'require_expression':
      case 'require_once_expression':
        return asCall(node, 'include', node.namedChildren, lower)
      case 'shell_command_expression':
        return {
          kind: 'call',
          callee: name(node, 'shell_exec'),
          args: [{ value: text(node, lower), spread: false }],
          isNew: false,
          node,
        }
      case 'expression_statement': {
        const [inner] = node.namedChildren
        // `<?= $x ?>`
        return inner && isShown(node)
          ? asCall(node, 'echo', [inner], lower)
          : { kind: 'other', parts: [], node }
      }
      case 'cast_expression': {
        const value = node.child('value')
        if (!value) return other(node, lower)
        return /int|float|double|bool|real/.test(node.child('type')?.text ?? '')
          ? asCall(node, 'intval', [value], lower)
          : lower(value)
      }
      case 'array_creation_expression':
        return array(node, lower)
      case 'list_literal':
        return { kind: 'list', items: node.namedChildren.map(lower), node }
      case 'binary_expression': {
        const [left, right] = [node.child('left'), node.child('right')]
        if (!left || !right) return other(node, lower)
        const sign = node.child('operator')?.type
        const [one, two] = [lower(left), lower(right)]
        if (sign === '.') {
          const parts = [one, two].flatMap((side) => (side.kind === 'concat' ? side.parts : [side]))
          return { kind: 'concat', parts, node }
        }
        if (sign === '??') return { kind: 'either', options: [one, two], operator: '??', node }
        return {
          kind: 'other',
          parts: [one, two],
          ...(sign !== undefined && { operator: signOf(sign) }),
          node,
        }
      }
      case 'conditional_expression': {
        const [condition, yes, no] = [node.child('condition'), node.child('body'), node.child('alternative')]
        const options = [yes ?? condition, no].flatMap((one) => one ?? [])
        return {
          kind: 'either',
          options: options.map(lower),
          ...(condition && { condition: lower(condition) }),
          node,
        }
      }
      case 'match_expression': {
        const arms = node.child('body')?.namedChildren ?? []
        const options = arms.flatMap((arm) => arm.namedChildren.at(-1) ?? []).map(lower)
        return { kind: 'either', options, node }
      }
      case 'assignment_expression':
      case 'augmented_assignment_expression': {
        const [left, right] = [node.child('left'), node.child('right')]
        if (!left || !right) return other(node, lower)
        return {
          kind: 'either',
          options: [lower(right)],
          assigned: { target: lower(left), operator: operatorOf(node) },
          node,
        }
      }
      case 'unary_op_expression': {
        const operand = node.child('argument') ?? node.namedChildren.at(-1)
        return other(node, lower, operand ? [operand] : [], node.children.find((child) => !child.named)?.type)
      }
      case 'update_expression':
        return other(node, lower, node.namedChildren, 'update')
      default:
        if (php.functions.has(node.type)) return { kind: 'function', definition: unit.scopeOf(node), node }
        return { kind: 'other', parts: [], node }
    }
  },

  statement: phpStatement,

  collect(node, into) {
    switch (node.type) {
      case 'namespace_use_declaration': {
        const prefix = node.childOfType('namespace_name')
        const body = node.child('body')
        for (const clause of (body ?? node).namedChildren) {
          if (clause.type !== 'namespace_use_clause') continue
          const [target, alias] = clause.namedChildren
          if (!target) continue
          const full = dotted(body && prefix ? `${prefix.text}\\${target.text}` : target.text)
          const local = alias && alias.type === 'name' ? alias.text : full.slice(full.lastIndexOf('.') + 1)
          into.import(local, full)
        }
        return
      }
      case 'property_element':
      case 'const_element': {
        const target = node.child('name') ?? node.namedChildren[0]
        const value = node.namedChildren.find((child) => child !== target)
        const type = typeName(node.parent?.child('type'))
        if (!target) return
        const write = { ...(value && { value: into.lower(value) }), ...(type !== undefined && { type }) }
        const isConstant =
          node.type === 'const_element' && node.ancestor('class_declaration', 'interface_declaration')
        if (node.type === 'property_element' || isConstant)
          into.field(target.text.replace(/^\$/, ''), node, write)
        else into.assign(target.text, node, write)
        return
      }
      case 'property_promotion_parameter': {
        const target = node.child('name')
        const type = typeName(node.child('type'))
        if (target) into.field(target.text.replace(/^\$/, ''), node, { ...(type !== undefined && { type }) })
        return
      }
      case 'assignment_expression':
      case 'augmented_assignment_expression': {
        const [left, right] = [node.child('left'), node.child('right')]
        if (!left || !right) return
        const value = into.lower(right)
        if (left.type === 'variable_name') {
          into.assign(left.text, node, { value, appends: operatorOf(node) === '+=' })
        } else if (left.type === 'list_literal') {
          for (const target of left.namedChildren) {
            if (target.type === 'variable_name')
              into.assign(target.text, node, { value: { kind: 'index', object: value, node: target } })
          }
        } else {
          const target = into.lower(left)
          into.write(target, value, node)
          if (target.kind === 'member' && target.object.kind === 'name' && target.object.name === 'this')
            into.field(target.property, node, { value })
        }
        return
      }
      case 'foreach_statement': {
        const [list, each] = node.namedChildren
        const target = each?.type === 'pair' ? each.namedChildren.at(-1) : each
        if (!list || target?.type !== 'variable_name') return
        into.assign(target.text, target, { value: { kind: 'index', object: into.lower(list), node: target } })
        return
      }
      default:
    }
  },
}

/** `.=` adds to a text as `+=` does elsewhere. */
export const operatorOf = (node: SyntaxNode): string => {
  const sign = node.child('operator')?.type ?? node.children.find((child) => !child.named)?.type ?? '='
  return sign === '.=' ? '+=' : sign
}

/** `<?=` in front. */
export const isShown = (node: SyntaxNode): boolean => {
  const siblings = node.parent?.namedChildren ?? []
  const before = siblings[siblings.indexOf(node) - 1]
  return before?.type === 'text_interpolation' && before.text.endsWith('<?=')
}

const signOf = (sign: string): string => ({ and: '&&', or: '||', '<>': '!=' })[sign.toLowerCase()] ?? sign

/** Class names as the other languages write them. */
const dotted = (text: string): string => text.replace(/^\\/, '').replaceAll('\\', '.')

function typeName(node: SyntaxNode | undefined): string | undefined {
  return node && dotted(node.text.replace(/^\?/, '').replace(/\|null\b|\bnull\|/, ''))
}

function attributes(node: SyntaxNode): string[] {
  return (node.child('attributes')?.namedChildren ?? []).flatMap((group) =>
    group.namedChildren.map((child) => dotted(child.text)),
  )
}

function member(node: SyntaxNode, lower: Lower): Expression {
  const [first, second] = node.namedChildren
  const object = node.child('object') ?? node.child('scope') ?? first
  const property = node.child('name') ?? second
  if (!object || !property) return other(node, lower)
  return { kind: 'member', object: lower(object), property: property.text.replace(/^\$/, ''), node }
}

function subscript(node: SyntaxNode, object: Expression, index: Expression | undefined): Expression {
  const isServer = object.kind === 'name' && object.name === '$_SERVER'
  const key = index?.kind === 'constant' ? String(index.value) : undefined
  const isOfRequest = isServer && key !== undefined && OF_REQUEST.test(key)
  const holder: Expression = isOfRequest
    ? { kind: 'member', object, property: 'request', node: object.node }
    : object
  return { kind: 'index', object: holder, ...(index && { index }), node }
}

function argumentsOf(node: SyntaxNode, lower: Lower): Argument[] {
  const list = (node.child('arguments') ?? node.childOfType('arguments'))?.namedChildren ?? []
  return list.flatMap((argument) => {
    const named = argument.child('name')?.text
    const value = argument.namedChildren.at(-1)
    if (!value) return []
    const isSpread = argument.type === 'variadic_unpacking' || value.type === 'variadic_unpacking'
    const inner = value.type === 'variadic_unpacking' ? (value.namedChildren[0] ?? value) : value
    return [{ value: lower(inner), spread: isSpread, ...(named !== undefined && { name: named }) }]
  })
}

function asCall(node: SyntaxNode, callee: string, values: readonly SyntaxNode[], lower: Lower): Expression {
  const args = values.map((value) => ({ value: lower(value), spread: false }))
  return { kind: 'call', callee: name(node, callee), args, isNew: false, node }
}

const spread = (nodes: readonly SyntaxNode[]): SyntaxNode[] =>
  nodes.flatMap((node) => (node.type === 'sequence_expression' ? spread(node.namedChildren) : [node]))

function call(node: SyntaxNode, lower: Lower): Expression {
  const args = argumentsOf(node, lower)
  const plain = node.child('function')
  if (plain) {
    const callee = plain.type === 'name' ? name(plain, plain.text.toLowerCase()) : lower(plain)
    const values = args.map(({ value }) => value)
    const [format, ...holes] = values
    if (
      callee.kind === 'name' &&
      callee.name === 'sprintf' &&
      format &&
      isText(format) &&
      format.kind === 'constant'
    )
      return printf(node, String(format.value), holes, format.node)
    // `array_map('intval', $ids)` is `intval` of each.
    if (
      callee.kind === 'name' &&
      callee.name === 'array_map' &&
      format?.kind === 'constant' &&
      holes.length > 0
    )
      return {
        kind: 'call',
        callee: name(plain, String(format.value)),
        args: args.slice(1),
        isNew: false,
        node,
      }
    if (callee.kind === 'name' && callee.name === 'die')
      return { kind: 'call', callee: name(plain, 'exit'), args, isNew: false, node }
    return { kind: 'call', callee, args, isNew: false, node }
  }
  const callee = member(node, lower)
  if (callee.kind !== 'member') return callee
  const property = node.child('name')
  return { kind: 'call', callee: { ...callee, node: property ?? node }, args, isNew: false, node }
}

function array(node: SyntaxNode, lower: Lower): Expression {
  const elements = node.namedChildren.filter((child) => child.type === 'array_element_initializer')
  const isMap = elements.some((element) => element.namedChildren.length > 1)
  if (!isMap) {
    const items = elements.flatMap((element) => element.namedChildren.at(-1) ?? []).map(lower)
    return { kind: 'list', items, node }
  }
  const entries = elements.flatMap((element) => {
    const [key, value] = element.namedChildren
    if (!key || !value) return []
    const written = lower(key)
    const text = written.kind === 'constant' ? String(written.value) : key.text
    return [{ key: text, value: lower(value), node: element }]
  })
  return { kind: 'object', entries, open: false, node }
}

/** A text with variables in it. */
function text(node: SyntaxNode, lower: Lower): Expression {
  const parts = node.namedChildren.map((child) =>
    /^(?:string_content|escape_sequence|string_value)$/.test(child.type)
      ? constant(child, unescape(child.text))
      : lower(child),
  )
  const [only, ...more] = parts
  if (!only) return constant(node, '')
  if (more.length === 0 && only.kind === 'constant') return constant(node, only.value)
  return parts.every((part) => part.kind === 'constant')
    ? constant(node, parts.map((part) => (part.kind === 'constant' ? String(part.value) : '')).join(''))
    : { kind: 'concat', parts, node }
}

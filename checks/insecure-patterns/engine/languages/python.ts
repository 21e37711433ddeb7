import type { SyntaxNode } from '../../../../src/parse/code/index.ts'
import type { Argument, Collector, Dialect, Entry, Expression, Parameter } from '../ir.ts'
import { pythonStatement } from '../flow/statements/python.ts'
import { braces, constant, isText, name, number, other, plus, printf, unescape } from './build.ts'

type Lower = (node: SyntaxNode) => Expression

export const python: Dialect = {
  functions: new Set(['function_definition', 'lambda']),

  describeFunction(node) {
    const parameters: Parameter[] = []
    const list = node.child('parameters')?.namedChildren ?? []
    list.forEach((parameter, index) => {
      const target =
        parameter.type === 'identifier' ? parameter : (parameter.child('name') ?? parameter.namedChildren[0])
      if (target?.type !== 'identifier') return
      const type = parameter.child('type')?.text
      // FastAPI hands over what a function of the project gives, not what stands in the request.
      const annotations = /\b(?:Depends|Security)\(/.test(parameter.text) ? ['Depends'] : []
      parameters.push({ name: target.text, ...(type !== undefined && { type }), annotations, index })
    })
    const decorated = node.parent?.type === 'decorated_definition' ? node.parent.namedChildren : []
    const decorators = decorated
      .filter((child) => child.type === 'decorator')
      .map((child) => child.text.slice(1))
    return { name: node.child('name')?.text ?? '', parameters, decorators }
  },

  lower(node, lower, unit) {
    switch (node.type) {
      case 'parenthesized_expression':
      case 'await':
      case 'expression_list': {
        const [inner, second] = node.namedChildren
        return inner && !second ? lower(inner) : { kind: 'list', items: node.namedChildren.map(lower), node }
      }
      case 'string':
        return string(node, lower)
      case 'concatenated_string': {
        const parts = node.namedChildren.map(lower)
        const flat = parts.flatMap((part) => (part.kind === 'concat' ? part.parts : [part]))
        if (flat.every((part) => isText(part))) {
          return constant(
            node,
            flat.map((part) => (part.kind === 'constant' ? String(part.value) : '')).join(''),
          )
        }
        return { kind: 'concat', parts: flat, node }
      }
      case 'integer':
      case 'float':
        return number(node)
      case 'true':
      case 'false':
        return constant(node, node.type === 'true')
      case 'none':
        return constant(node, null)
      case 'identifier':
        return name(node)
      case 'attribute': {
        const [object, attribute] = [node.child('object'), node.child('attribute')]
        if (!object || !attribute) return other(node, lower)
        return { kind: 'member', object: lower(object), property: attribute.text, node }
      }
      case 'subscript': {
        const [object, index] = [node.child('value'), node.child('subscript')]
        if (!object || !index) return other(node, lower)
        if (index.type === 'slice') return { kind: 'index', object: lower(object), node }
        const at = lower(index)
        if (at.kind === 'constant' && typeof at.value === 'string') {
          return { kind: 'member', object: lower(object), property: at.value, node }
        }
        return { kind: 'index', object: lower(object), index: at, node }
      }
      case 'call':
        return call(node, lower)
      case 'binary_operator': {
        const [left, right] = [node.child('left'), node.child('right')]
        const operator = node.child('operator')?.type
        if (!left || !right) return other(node, lower)
        if (operator === '+') return plus(node, lower(left), lower(right))
        if (operator === '%') {
          const format = lower(left)
          if (format.kind === 'constant' && typeof format.value === 'string') {
            const value = lower(right)
            return printf(node, format.value, value.kind === 'list' ? value.items : [value], left)
          }
        }
        // A text or list repeated is made of the same text.
        if (operator === '*' && /^(?:string|list)$/.test(left.type)) return lower(left)
        return other(node, lower, [left, right], operator)
      }
      case 'not_operator':
      case 'unary_operator': {
        const argument = node.child('argument')
        return other(node, lower, argument ? [argument] : [], node.type === 'not_operator' ? '!' : '-')
      }
      case 'comparison_operator': {
        const operands = node.namedChildren
        const operator = node.children
          .filter((child) => child.field === 'operators')
          .map((child) => child.text)
        return other(node, lower, operands, operator.length === 1 ? operator[0] : 'chain')
      }
      case 'boolean_operator': {
        const options = node.namedChildren.map(lower)
        return { kind: 'either', options, operator: node.child('operator')?.type ?? 'or', node }
      }
      case 'conditional_expression': {
        const [yes, condition, no] = node.namedChildren
        return {
          kind: 'either',
          options: [yes, no].flatMap((option) => (option ? [lower(option)] : [])),
          ...(condition && { condition: lower(condition) }),
          node,
        }
      }
      case 'dictionary':
        return dictionary(node, lower)
      case 'list':
      case 'tuple':
      case 'set':
        return { kind: 'list', items: node.namedChildren.map(lower), node }
      case 'list_comprehension':
      case 'generator_expression': {
        const body = node.child('body')
        return { kind: 'list', items: body ? [lower(body)] : [], node }
      }
      case 'named_expression': {
        const value = node.child('value')
        return value ? lower(value) : other(node, lower)
      }
      default:
        if (python.functions.has(node.type)) return { kind: 'function', definition: unit.scopeOf(node), node }
        return { kind: 'other', parts: [], node }
    }
  },

  statement: pythonStatement,

  collect(node, into) {
    switch (node.type) {
      case 'import_statement':
      case 'import_from_statement':
        return imports(node, into)
      case 'assignment': {
        const [left, right] = [node.child('left'), node.child('right')]
        if (left && right) bind(left, node, into.lower(right), into, node.child('type')?.text)
        return
      }
      case 'augmented_assignment': {
        const [left, right] = [node.child('left'), node.child('right')]
        if (left?.type === 'identifier' && right && node.child('operator')?.type === '+=') {
          into.assign(left.text, node, { value: into.lower(right), appends: true })
        }
        return
      }
      case 'named_expression': {
        const [target, value] = [node.child('name'), node.child('value')]
        if (target && value) into.assign(target.text, node, { value: into.lower(value) })
        return
      }
      case 'for_statement':
      case 'for_in_clause': {
        const [left, right] = [node.child('left'), node.child('right')]
        // In a comprehension the clause stands after what uses the name.
        const at = node.type === 'for_in_clause' ? (node.parent ?? node) : (left ?? node)
        if (left && right) bind(left, at, { kind: 'index', object: into.lower(right), node: left }, into)
        return
      }
      case 'as_pattern': {
        const [value] = node.namedChildren
        const target = node.child('alias')?.namedChildren[0]
        if (value && target?.type === 'identifier')
          into.assign(target.text, node, { value: into.lower(value) })
        return
      }
      default:
    }
  },
}

function string(node: SyntaxNode, lower: Lower): Expression {
  const opening = node.childOfType('string_start')
  const closing = node.childOfType('string_end')
  const from = opening?.end ?? node.start
  const to = closing?.start ?? node.end
  const raw = /^[a-z]*r/i.test(opening?.text ?? '')
  const literal = (start: number, end: number): string => {
    const text = node.source.text.slice(start, end)
    return raw ? text : unescape(text)
  }
  const holes = node.children.filter((child) => child.type === 'interpolation')
  if (holes.length === 0) return constant(node, literal(from, to))
  const parts: Expression[] = []
  let last = from
  for (const hole of holes) {
    parts.push(constant(node, literal(last, hole.start).replaceAll('{{', '{').replaceAll('}}', '}')))
    const inner = hole.child('expression')
    const numeric = /[dfxXeEgGn%]$/.test(hole.child('format_specifier')?.text ?? '')
    if (inner) parts.push(numeric ? constant(hole, '0') : lower(inner))
    last = hole.end
  }
  parts.push(constant(node, literal(last, to)))
  return { kind: 'concat', parts, node }
}

function call(node: SyntaxNode, lower: Lower): Expression {
  const callee = node.child('function')
  const list = node.child('arguments')
  if (!callee) return other(node, lower)
  const children = list?.type === 'argument_list' ? list.namedChildren : list ? [list] : []
  const args: Argument[] = children.map((argument) => {
    if (argument.type === 'keyword_argument') {
      const value = argument.child('value') ?? argument
      return { name: argument.child('name')?.text ?? '', value: lower(value), spread: false }
    }
    const spread = argument.type === 'list_splat' || argument.type === 'dictionary_splat'
    const [inner] = argument.namedChildren
    return { value: lower(spread && inner ? inner : argument), spread }
  })
  const target = lower(callee)
  if (target.kind === 'member' && target.property === 'format' && !args.some((argument) => argument.spread)) {
    const format = target.object
    if (format.kind === 'constant' && typeof format.value === 'string') {
      return braces(node, format.value, args, format.node)
    }
  }
  return { kind: 'call', callee: target, args, isNew: false, node }
}

function dictionary(node: SyntaxNode, lower: Lower): Expression {
  const entries: Entry[] = []
  let open = false
  for (const child of node.namedChildren) {
    const [key, value] = [child.child('key'), child.child('value')]
    const lowered = key && lower(key)
    if (child.type === 'pair' && value && lowered?.kind === 'constant') {
      entries.push({ key: String(lowered.value), value: lower(value), node: child })
    } else open = true
  }
  return { kind: 'object', entries, open, node }
}

function bind(target: SyntaxNode, at: SyntaxNode, value: Expression, into: Collector, type?: string): void {
  if (target.type === 'identifier') {
    into.assign(target.text, at, { value, ...(type !== undefined && { type }) })
  } else if (target.type === 'attribute' || target.type === 'subscript') {
    const lowered = into.lower(target)
    into.write(lowered, value, at)
    if (lowered.kind === 'member' && lowered.object.kind === 'name' && lowered.object.name === 'self') {
      into.field(lowered.property, at, { value, ...(type !== undefined && { type }) })
    }
  } else if (target.type.endsWith('_pattern') || target.type === 'pattern_list') {
    target.namedChildren.forEach((child, index) => {
      const item = value.kind === 'list' ? value.items[index] : undefined
      bind(child, at, item ?? { kind: 'index', object: value, node: child }, into)
    })
  }
}

function imports(node: SyntaxNode, into: Collector): void {
  const from = node.child('module_name')
  const prefix = from ? `${from.text}.` : ''
  for (const child of node.children) {
    if (child.type === 'wildcard_import' && from) into.wildcard(from.text)
    if (child.field !== 'name') continue
    const imported = child.type === 'aliased_import' ? (child.child('name')?.text ?? '') : child.text
    const alias = child.type === 'aliased_import' ? child.child('alias')?.text : undefined
    if (alias !== undefined || from) into.import(alias ?? imported, prefix + imported)
    // `import os.path` binds `os`.
    else into.import(imported.split('.')[0] ?? imported, imported.split('.')[0] ?? imported)
  }
}

import type { SyntaxNode } from '../../../../src/parse/code/index.ts'
import { rustStatement } from '../flow/statements/rust.ts'
import type { Argument, Collector, Dialect, Entry, Expression, Parameter, Unit } from '../ir.ts'
import { assignment, braces, constant, name, number, other, plus, unescape } from './build.ts'
import { tokensOf } from './rust-tokens.ts'

type Lower = (node: SyntaxNode) => Expression

/** Types of which no text can be made that means anything. */
const NUMBER = /^(?:[iu](?:8|16|32|64|128|size)|f32|f64|bool|char|Uuid|NaiveDate\w*|DateTime|IpAddr|Decimal)$/
/** Macros that make text of a format. */
const FORMATS = /^(?:format|format_args)$/
/** Macros that write text of a format somewhere. */
const WRITES =
  /^(?:println|print|eprintln|eprint|panic|info|warn|error|debug|trace|bail|anyhow|todo|unreachable)$/

export const rust: Dialect = {
  functions: new Set(['function_item', 'closure_expression']),

  describeFunction(node) {
    const attributes = attributesOf(node)
    const isFilled = node.type === 'closure_expression' && isFilledByWarp(node)
    const parameters: Parameter[] = []
    node.child('parameters')?.namedChildren.forEach((child, index) => {
      if (child.type === 'self_parameter') {
        parameters.push({ name: 'self', annotations: [], index })
        return
      }
      const pattern = child.type === 'parameter' ? child.child('pattern') : child
      const type = child.child('type')
      const annotations = type ? extractors(type) : []
      for (const bound of pattern ? boundBy(pattern) : []) {
        // A part of a Rocket route, or of its data: `#[get("/<name>")]`.
        const isRouted = attributes.some((text) => new RegExp(`<${bound.text}(?:\\.\\.)?>`).test(text))
        const isWarps = isFilled && (type === undefined || !NUMBER.test(bare(type)))
        // What has a type of its own was read by it: `PathBuf` holds no `..` there.
        const isText = type !== undefined && /^(?:String|str|Cow|RawStr)$/.test(bare(type))
        parameters.push({
          name: bound.text,
          ...(type && { type: numberWithin(type) ?? bare(type) }),
          annotations: (isRouted && isText) || isWarps ? [...annotations, 'route'] : annotations,
          index,
        })
      }
    })
    return { name: node.child('name')?.text ?? '', parameters, decorators: attributes }
  },

  /** `#[cfg(test)] mod tests { … }` */
  leavesOut: (node) =>
    (node.type === 'mod_item' || node.type === 'function_item') &&
    attributesOf(node).some((text) => /^(?:cfg\((?:any\(\s*)?test\b|(?:\w+::)*test\b|rstest)/.test(text)),

  lower(node, lower, unit) {
    switch (node.type) {
      case 'parenthesized_expression':
      case 'reference_expression':
      case 'try_expression':
      case 'await_expression':
      case 'type_cast_expression':
      case 'unsafe_block':
      case 'async_block':
      case 'else_clause':
      case 'match_pattern': {
        const inner = node.child('value') ?? node.namedChildren[0]
        return inner ? lower(inner) : other(node, lower)
      }
      case 'block': {
        const last = node.namedChildren.at(-1)
        return last ? lower(last) : { kind: 'other', parts: [], node }
      }
      case 'string_literal':
      case 'raw_string_literal': {
        const content = node.children
          .filter((child) => child.named)
          .map((child) => child.text)
          .join('')
        return constant(node, node.type === 'string_literal' ? unescape(content) : content)
      }
      case 'char_literal':
        return constant(node, unescape(node.text.slice(1, -1)))
      case 'integer_literal':
      case 'float_literal':
        return number(node)
      case 'boolean_literal':
        return constant(node, node.text === 'true')
      case 'identifier':
      case 'type_identifier':
      case 'primitive_type':
      case 'self':
      case 'crate':
      case 'super':
        return name(node)
      case 'generic_type':
      case 'generic_function': {
        const inner = node.child('function') ?? node.child('type')
        return inner ? lower(inner) : other(node, lower)
      }
      case 'scoped_identifier':
      case 'scoped_type_identifier': {
        const [path, last] = [node.child('path'), node.child('name')]
        if (!last) return other(node, lower)
        return path ? { kind: 'member', object: lower(path), property: last.text, node } : name(last)
      }
      case 'field_expression': {
        const [value, field] = [node.child('value'), node.child('field')]
        if (!value || !field) return other(node, lower)
        if (numbersOf(unit).has(field.text))
          return { kind: 'call', callee: name(field, 'number!'), args: [], isNew: false, node }
        return { kind: 'member', object: lower(value), property: field.text, node }
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
        return call(node, lower)
      case 'macro_invocation':
        return macro(node, lower, unit)
      case 'struct_expression':
        return struct(node, lower)
      case 'binary_expression': {
        const [left, right] = [node.child('left'), node.child('right')]
        if (!left || !right) return other(node, lower)
        const operator = node.child('operator')?.type
        if (operator === '+') return plus(node, lower(left), lower(right))
        return other(node, lower, [left, right], operator)
      }
      case 'unary_expression': {
        const operator = node.children[0]?.type
        const [inner] = node.namedChildren
        if (inner && operator === '*') return lower(inner)
        return other(node, lower, inner ? [inner] : [], operator)
      }
      case 'let_condition': {
        const value = node.child('value')
        return other(node, lower, value ? [value] : [], 'instanceof')
      }
      case 'let_chain':
        return other(node, lower, node.namedChildren, 'chain')
      case 'if_expression': {
        const condition = node.child('condition')
        const arms = [node.child('consequence'), node.child('alternative')].flatMap((arm) => arm ?? [])
        const isPlain = condition && !condition.type.startsWith('let') && arms.length === 2
        return {
          kind: 'either',
          options: arms.map(lower),
          ...(isPlain && { condition: lower(condition) }),
          node,
        }
      }
      case 'match_expression': {
        const arms = node.child('body')?.namedChildren.flatMap((arm) => arm.child('value') ?? []) ?? []
        return { kind: 'either', options: arms.map(lower), node }
      }
      case 'assignment_expression':
      case 'compound_assignment_expr':
        return assignment(node, lower)
      case 'array_expression':
      case 'tuple_expression':
        return { kind: 'list', items: node.namedChildren.map(lower), node }
      case 'range_expression':
        return other(node, lower, node.namedChildren, '..')
      case 'expression_statement':
      case 'return_expression': {
        const [inner] = node.namedChildren
        return inner ? lower(inner) : other(node, lower)
      }
      default:
        if (rust.functions.has(node.type)) return { kind: 'function', definition: unit.scopeOf(node), node }
        return { kind: 'other', parts: [], node }
    }
  },

  statement: rustStatement,

  collect(node, into) {
    switch (node.type) {
      case 'use_declaration': {
        const argument = node.child('argument')
        if (argument) uses(argument, '', into)
        return
      }
      case 'let_declaration':
      case 'let_condition':
      case 'const_item':
      case 'static_item': {
        const [pattern, value] = [node.child('pattern') ?? node.child('name'), node.child('value')]
        const type = node.child('type')
        if (pattern) bind(pattern, node, value && into.lower(value), into, type && bare(type))
        return
      }
      case 'match_expression': {
        const value = node.child('value')
        for (const arm of node.child('body')?.namedChildren ?? []) {
          const pattern = arm.child('pattern')
          if (pattern && value) bind(pattern, pattern, into.lower(value), into)
        }
        return
      }
      case 'for_expression': {
        const [pattern, list] = [node.child('pattern'), node.child('value')]
        if (pattern && list)
          bind(pattern, pattern, { kind: 'index', object: into.lower(list), node: pattern }, into)
        return
      }
      case 'assignment_expression':
      case 'compound_assignment_expr': {
        const [left, right] = [node.child('left'), node.child('right')]
        if (!left || !right) return
        const appends = node.child('operator')?.type === '+='
        if (left.type === 'identifier') into.assign(left.text, node, { value: into.lower(right), appends })
        else into.write(into.lower(left), into.lower(right), node)
        return
      }
      case 'expression_statement': {
        const written = writtenBy(node, into)
        if (written) into.assign(written.name, node, { value: written.value, appends: true })
        return
      }
      default:
    }
  },
}

/** `sql.push_str(x)`, `write!(sql, "…", x)`: text put behind a variable's own. */
export function writtenBy(
  node: SyntaxNode,
  { lower }: { lower: Lower },
): { name: string; value: Expression } | undefined {
  let inner = node.namedChildren[0]
  while (inner && /^(?:try|await)_expression$/.test(inner.type)) inner = inner.namedChildren[0]
  if (inner?.type === 'macro_invocation' && /^write(?:ln)?$/.test(inner.child('macro')?.text ?? '')) {
    const [to, ...rest] = argumentsOfMacro(inner, lower)
    const value = formatted(inner, rest)
    return to?.value.kind === 'name' && value ? { name: to.value.name, value } : undefined
  }
  const callee = inner?.child('function')
  const value = callee?.child('value')
  const [argument] = inner?.child('arguments')?.namedChildren ?? []
  if (!argument || value?.type !== 'identifier') return undefined
  if (!/^(?:push_str|push|extend|write_str)$/.test(callee?.child('field')?.text ?? '')) return undefined
  return { name: value.text, value: lower(argument) }
}

/** `warp::path!("x" / String).map(|name| …)`: filters hand what they took from a request to the closure behind them. */
function isFilledByWarp(node: SyntaxNode): boolean {
  const callee = node.parent?.type === 'arguments' ? node.parent.parent?.child('function') : undefined
  if (!/^(?:map|and_then|then)$/.test(callee?.child('field')?.text ?? '')) return false
  return /\bwarp::(?:path!|path::(?:param|tail)|query|body|header|cookie|multipart)/.test(
    callee?.child('value')?.text ?? '',
  )
}

/** The attributes before an item, without `#[` and `]`. */
function attributesOf(node: SyntaxNode): string[] {
  const siblings = node.parent?.children ?? []
  const found: string[] = []
  for (let index = siblings.indexOf(node) - 1; index >= 0; index--) {
    const sibling = siblings[index]
    if (sibling?.type === 'attribute_item') found.unshift(sibling.text.replace(/^#\[|\]$/g, ''))
    else if (!sibling?.type.includes('comment')) break
  }
  return found
}

/** A type as a dotted name without references, lifetimes and arguments; what an `Option` or `Vec` holds. */
function bare(type: SyntaxNode): string {
  const text = type.text.replace(/^&(?:'\w+\s+)?(?:mut\s+)?/, '')
  const inner = /^(?:Option|Vec|Box|Arc|Result)<(.+)>$/s.exec(text)?.[1]
  return (inner ?? text)
    .replace(/<[^]*$/, '')
    .replaceAll('::', '.')
    .trim()
}

/** The number that is all that a type holds: `Path<u32>`, `Query<(i64, Uuid)>`. */
function numberWithin(type: SyntaxNode): string | undefined {
  const parts = (/<([^]*)>$/.exec(type.text)?.[1] ?? '').match(/\w+/g) ?? []
  const isNumber = parts.every((part) => NUMBER.test(part) || part === 'Option')
  return isNumber ? parts.find((part) => NUMBER.test(part)) : undefined
}

/** Names of the extractors of a parameter whose content is text. */
function extractors(type: SyntaxNode): string[] {
  const text = type.text
  const outer = /^(?:Option<|Result<)?(?:\w+::)*(\w+)/.exec(text)?.[1]
  if (outer === undefined) return []
  return numberWithin(type) === undefined ? [outer] : []
}

/** Names that a pattern binds. */
export function boundBy(pattern: SyntaxNode): SyntaxNode[] {
  if (pattern.type === 'identifier') return /^[A-Z]/.test(pattern.text) ? [] : [pattern]
  if (pattern.type === 'shorthand_field_identifier') return [pattern]
  if (
    /^(?:scoped_identifier|.*_literal|.*type.*)$/.test(pattern.type) &&
    pattern.type !== 'reference_pattern'
  )
    return []
  return pattern.namedChildren
    .filter(
      (child) => !/^(?:type|name|condition)$/.test(child.field ?? '') || child.type.startsWith('shorthand'),
    )
    .flatMap(boundBy)
}

function bind(
  pattern: SyntaxNode,
  at: SyntaxNode,
  value: Expression | undefined,
  into: Collector,
  type?: string,
): void {
  if (pattern.type === 'identifier') {
    into.assign(pattern.text, at, { ...(value && { value }), ...(type !== undefined && { type }) })
    return
  }
  for (const bound of boundBy(pattern)) into.assign(bound.text, at, { ...(value && { value }) })
}

function uses(node: SyntaxNode, prefix: string, into: Collector): void {
  const dotted = (inner: SyntaxNode): string => inner.text.replaceAll('::', '.').replace(/\s+/g, '')
  const at = (path: string): string => (prefix === '' ? path : `${prefix}.${path}`)
  switch (node.type) {
    case 'identifier':
      into.import(node.text, at(node.text))
      return
    case 'self':
      into.import(prefix.slice(prefix.lastIndexOf('.') + 1), prefix)
      return
    case 'scoped_identifier':
      into.import(node.child('name')?.text ?? '', at(dotted(node)))
      return
    case 'use_as_clause': {
      const [path, alias] = [node.child('path'), node.child('alias')]
      if (path && alias) into.import(alias.text, at(dotted(path)))
      return
    }
    case 'use_wildcard': {
      const [path] = node.namedChildren
      if (path) into.wildcard(at(dotted(path)))
      return
    }
    case 'use_list':
      for (const child of node.namedChildren) uses(child, prefix, into)
      return
    case 'scoped_use_list': {
      const [path, list] = [node.child('path'), node.child('list')]
      if (list) uses(list, path ? at(dotted(path)) : prefix, into)
      return
    }
    default:
  }
}

function call(node: SyntaxNode, lower: Lower): Expression {
  const callee = node.child('function')
  if (!callee) return other(node, lower)
  const args: Argument[] = (node.child('arguments')?.namedChildren ?? [])
    .filter((child) => child.type !== 'attribute_item')
    .map((argument) => ({ value: lower(argument), spread: false }))
  const target = lower(callee)
  // `text.parse()` makes a number or an identifier of it; `Url::parse(text)` does not.
  const method = callee.type === 'generic_function' ? callee.child('function') : callee
  if (target.kind === 'member' && target.property === 'parse' && method?.type === 'field_expression')
    return { kind: 'call', callee: { ...target, property: 'parse!' }, args, isNew: false, node }
  return { kind: 'call', callee: target, args, isNew: false, node }
}

function argumentsOfMacro(node: SyntaxNode, lower: Lower, numbers?: ReadonlySet<string>): Argument[] {
  const tree = node.childOfType('token_tree')
  return tree ? tokensOf(tree, lower, numbers) : []
}

/** A format with its arguments as text; names in braces are variables. */
function formatted(node: SyntaxNode, args: readonly Argument[]): Expression | undefined {
  const [first, ...rest] = args
  if (first?.value.kind !== 'constant' || typeof first.value.value !== 'string') return undefined
  const format = first.value.value
  const known = new Set(rest.map((argument) => argument.name))
  const inline = [...format.matchAll(/(?<!\{)\{([a-z_]\w*)[^{}]*\}/gi)]
    .map((match) => match[1] ?? '')
    .filter((local) => !known.has(local))
    .map((local) => ({ name: local, value: name(first.value.node, local), spread: false }))
  return braces(node, format, [...rest, ...inline], first.value.node)
}

function macro(node: SyntaxNode, lower: Lower, unit: Unit): Expression {
  const named = node.child('macro')
  const last = named?.text.replace(/^.*::/, '') ?? ''
  const args = argumentsOfMacro(node, lower, numbersOf(unit))
  if (last === 'vec') return { kind: 'list', items: args.map((argument) => argument.value), node }
  if (last === 'concat') return { kind: 'concat', parts: args.map((argument) => argument.value), node }
  const callee: Expression = named ? lower(named) : name(node)
  const marked: Expression =
    callee.kind === 'member'
      ? { ...callee, property: `${callee.property}!` }
      : callee.kind === 'name'
        ? { ...callee, name: `${callee.name}!` }
        : callee
  if (FORMATS.test(last)) return formatted(node, args) ?? other(node, lower)
  if (WRITES.test(last)) {
    const at = args.findIndex(({ value }) => value.kind === 'constant' && typeof value.value === 'string')
    const text = at < 0 ? undefined : formatted(node, args.slice(at))
    if (text)
      return { kind: 'call', callee: marked, args: [{ value: text, spread: false }], isNew: false, node }
  }
  return { kind: 'call', callee: marked, args, isNew: false, node }
}

function struct(node: SyntaxNode, lower: Lower): Expression {
  const [type, body] = [node.child('name'), node.child('body')]
  const entries: Entry[] = []
  let open = false
  for (const child of body?.namedChildren ?? []) {
    const field =
      child.child('field') ?? (child.type.startsWith('shorthand') ? child.namedChildren[0] : undefined)
    const value = child.child('value') ?? field
    if (field && value) entries.push({ key: field.text, value: lower(value), node: child })
    else open = true
  }
  return { kind: 'object', ...(type && { type: lower(type) }), entries, open, node }
}

const numbers = new WeakMap<SyntaxNode, Set<string>>()

/** Fields that every struct of the file declares as a number or the like. */
function numbersOf({ root }: Unit): Set<string> {
  const known = numbers.get(root)
  if (known) return known
  const [safe, texts] = [new Set<string>(), new Set<string>()]
  for (const node of root.walk()) {
    if (node.type !== 'field_declaration') continue
    const [field, type] = [node.child('name'), node.child('type')]
    if (field && type) (NUMBER.test(bare(type)) ? safe : texts).add(field.text)
  }
  for (const text of texts) safe.delete(text)
  numbers.set(root, safe)
  return safe
}

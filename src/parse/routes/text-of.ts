import type { SyntaxNode } from '../code/node.ts'
import { concat, EMPTY, known, UNKNOWN, type PathText } from './path-text.ts'

const STRINGS = new Set([
  'string',
  'string_literal',
  'template_string',
  'interpreted_string_literal',
  'raw_string_literal',
  'verbatim_string_literal',
  'interpolated_string_expression',
])
const NAMES = new Set([
  'identifier',
  'attribute',
  'member_expression',
  'field_access',
  'selector_expression',
  'member_access_expression',
  'scope_resolution',
  'constant',
])
const MAX_DEPTH = 30

/** The texts that names of a file stand for, each written down once. */
export class Constants {
  readonly #values = new Map<string, SyntaxNode | undefined>()

  constructor(root: SyntaxNode) {
    for (const node of root.walk()) {
      const [name, value] = binding(node)
      if (name === undefined || !value) continue
      if (value.type === 'object') this.#members(name, value)
      else if (STRINGS.has(value.type) || value.type.startsWith('binary')) this.#add(name, value)
    }
  }

  get(name: string): SyntaxNode | undefined {
    return this.#values.get(name) ?? this.#values.get(name.replace(/^(?:this|self|cls|\w+)\.(?=\w+$)/, ''))
  }

  #members(name: string, object: SyntaxNode): void {
    for (const pair of object.namedChildren) {
      const value = pair.child('value')
      if (pair.type === 'pair' && value && STRINGS.has(value.type)) {
        this.#add(`${name}.${pair.child('key')?.text ?? ''}`, value)
      }
    }
  }

  /** A name with two values has none that we know. */
  #add(name: string, value: SyntaxNode): void {
    this.#values.set(name, this.#values.has(name) ? undefined : value)
  }
}

function binding(node: SyntaxNode): [string?, SyntaxNode?] {
  switch (node.type) {
    case 'variable_declarator': {
      const value = node.child('value') ?? node.namedChildren.find((child) => STRINGS.has(child.type))
      const bare = value?.type === 'as_expression' || value?.type === 'satisfies_expression'
      return [node.child('name')?.text, bare ? value.namedChildren[0] : value]
    }
    case 'const_spec':
    case 'var_spec':
      return [node.child('name')?.text, node.child('value')?.namedChildren[0]]
    case 'assignment':
      return [node.child('left')?.text, node.child('right')]
    default:
      return []
  }
}

/** The text that an expression stands for, as far as the file shows it. */
export function textOf(node: SyntaxNode | undefined, constants: Constants, depth = 0): PathText {
  if (!node || depth > MAX_DEPTH) return UNKNOWN
  const inner = (child: SyntaxNode | undefined): PathText => textOf(child, constants, depth + 1)
  if (STRINGS.has(node.type)) return pieces(node, inner)
  if (node.type === 'simple_symbol') return known(node.text.slice(1))
  if (node.type === 'concatenated_string') {
    return node.namedChildren.map((child) => inner(child)).reduce(concat, EMPTY)
  }
  if (node.type === 'binary_expression' || node.type === 'binary_operator' || node.type === 'binary') {
    if (!node.children.some((child) => child.type === '+')) return UNKNOWN
    return concat(inner(node.child('left')), inner(node.child('right')))
  }
  if (node.type === 'parenthesized_expression' || node.type === 'argument')
    return inner(node.namedChildren[0])
  if (NAMES.has(node.type)) {
    const value = constants.get(node.text)
    return value ? inner(value) : UNKNOWN
  }
  return UNKNOWN
}

function pieces(node: SyntaxNode, inner: (child: SyntaxNode | undefined) => PathText): PathText {
  let text = EMPTY
  let found = false
  for (const child of node.children) {
    if (/content|fragment|escape_sequence/.test(child.type)) text = concat(text, known(child.text))
    else if (child.type.startsWith('interpolation') || child.type === 'template_substitution') {
      // An interpolation whose own parts are marks only (`$"` in C#) puts nothing in.
      if (child.namedChildren.length > 0) text = concat(text, inner(child.namedChildren[0]))
    } else continue
    found = true
  }
  return found
    ? text
    : known(node.text.replace(/^[@$rRbBuUfF]*(?:"""|'''|["'`])/, '').replace(/(?:"""|'''|["'`])$/, ''))
}

/** Whether an expression is written as a text. */
export function isText(node: SyntaxNode | undefined): boolean {
  return node !== undefined && (STRINGS.has(node.type) || node.type === 'concatenated_string')
}

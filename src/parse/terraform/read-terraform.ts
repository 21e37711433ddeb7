import { parseCode, type SyntaxNode } from '../code/index.ts'

/** A value as it is written. What only a plan would know is `unknown`. */
export type TerraformValue = { node: SyntaxNode } & (
  | { kind: 'constant'; value: string | number | boolean | null }
  | { kind: 'list'; items: TerraformValue[] }
  | { kind: 'object'; entries: { key: string; node: SyntaxNode; value: TerraformValue }[] }
  /** A call, with its arguments: `jsonencode({…})`. */
  | { kind: 'call'; name: string; args: TerraformValue[] }
  | { kind: 'unknown' }
)

export interface TerraformAttribute {
  name: string
  value: TerraformValue
  node: SyntaxNode
}

/** `resource "aws_s3_bucket" "logs" { … }` or a block inside of one. */
export interface TerraformBlock {
  type: string
  labels: string[]
  attributes: TerraformAttribute[]
  blocks: TerraformBlock[]
  node: SyntaxNode
}

export type ReadTerraform = { kind: 'read'; blocks: TerraformBlock[] } | { kind: 'unread'; detail: string }

/** The blocks of a `.tf` file. Nothing is evaluated: variables, other resources and functions stay unknown. */
export async function readTerraform(text: string): Promise<ReadTerraform> {
  const parsed = await parseCode(text, 'terraform', { maxLength: 1_000_000, maxDepth: 300 })
  if (parsed.kind === 'unparsed') return { kind: 'unread', detail: `${parsed.reason}: ${parsed.detail}` }
  const body = parsed.root.childOfType('body')
  return { kind: 'read', blocks: body ? blocksOf(body) : [] }
}

function blocksOf(body: SyntaxNode): TerraformBlock[] {
  return body.namedChildren
    .filter(({ type }) => type === 'block')
    .flatMap((node) => {
      const block = toBlock(node)
      // `dynamic "ingress" { content { … } }` makes blocks of its label.
      if (block.type !== 'dynamic') return [block]
      return block.blocks
        .filter(({ type }) => type === 'content')
        .map((content) => ({ ...content, type: block.labels[0] ?? '' }))
    })
}

function toBlock(node: SyntaxNode): TerraformBlock {
  const [head, ...rest] = node.namedChildren
  const body = node.childOfType('body')
  const labels = rest.filter(({ type }) => type === 'string_lit' || type === 'identifier')
  const attributes = (body?.namedChildren ?? []).filter(({ type }) => type === 'attribute')
  return {
    type: head?.text ?? '',
    labels: labels.map((label) => label.text.replace(/^"|"$/g, '')),
    attributes: attributes.flatMap((attribute) => {
      const [name, value] = attribute.namedChildren
      return name && value ? [{ name: name.text, value: toValue(value), node: attribute }] : []
    }),
    blocks: body ? blocksOf(body) : [],
    node,
  }
}

function toValue(node: SyntaxNode): TerraformValue {
  const [inner, ...more] = node.namedChildren
  switch (node.type) {
    case 'expression':
    case 'literal_value':
    case 'collection_value':
    case 'template_expr':
      // `a.b`, `a + b`: more than one part is no value that stands there.
      return inner && more.length === 0 ? toValue(inner) : { kind: 'unknown', node }
    case 'string_lit':
    case 'quoted_template':
      return node.namedChildren.some(({ type }) => type === 'template_interpolation')
        ? { kind: 'unknown', node }
        : { kind: 'constant', value: node.text.replace(/^"|"$/g, ''), node }
    case 'heredoc_template': {
      const text = node.text.replace(/^<<-?\w+\n|\n[ \t]*\w+$/g, '')
      return text.includes('${') ? { kind: 'unknown', node } : { kind: 'constant', value: text, node }
    }
    case 'numeric_lit':
      return { kind: 'constant', value: Number(node.text), node }
    case 'bool_lit':
      return { kind: 'constant', value: node.text === 'true', node }
    case 'null_lit':
      return { kind: 'constant', value: null, node }
    case 'tuple':
      return {
        kind: 'list',
        items: node.namedChildren.filter(({ type }) => type === 'expression').map(toValue),
        node,
      }
    case 'object': {
      const elements = node.namedChildren.filter(({ type }) => type === 'object_elem')
      const entries = elements.flatMap((element) => {
        const [key, value] = element.namedChildren
        return key && value
          ? [{ key: key.text.replace(/^"|"$/g, ''), node: element, value: toValue(value) }]
          : []
      })
      return { kind: 'object', entries, node }
    }
    case 'function_call': {
      const args = node.childOfType('function_arguments')?.namedChildren ?? []
      return { kind: 'call', name: inner?.text ?? '', args: args.map(toValue), node }
    }
    default:
      return { kind: 'unknown', node }
  }
}

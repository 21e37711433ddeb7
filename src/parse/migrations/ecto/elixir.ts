import type { SyntaxNode } from '../../code/node.ts'

export interface ElixirCall {
  node: SyntaxNode
  /** `create` of `create table(:users)`, `IO.puts` of `IO.puts("x")`. */
  name: string
  positional: SyntaxNode[]
  keywords: Map<string, SyntaxNode>
  /** Statements of its `do … end`. */
  block: SyntaxNode[] | undefined
}

/** A call, or undefined for any other node. */
export function elixirCall(node: SyntaxNode | undefined): ElixirCall | undefined {
  if (node?.type !== 'call') return undefined
  const call: ElixirCall = {
    node,
    name: node.child('target')?.text.slice(0, 200) ?? '',
    positional: [],
    keywords: new Map(),
    block: node.childOfType('do_block')?.namedChildren,
  }
  for (const argument of node.childOfType('arguments')?.namedChildren ?? []) {
    if (argument.type !== 'keywords') call.positional.push(argument)
    else
      for (const pair of argument.namedChildren) {
        const value = pair.child('value')
        const key = pair.child('key')?.text.replace(/:\s*$/, '')
        if (key !== undefined && value) call.keywords.set(key, value)
      }
  }
  return call
}

/** The value of a string, sigil or atom without interpolation, or undefined for anything else. */
export function elixirLiteral(node: SyntaxNode | undefined): string | undefined {
  if (node?.type === 'atom') return node.text.slice(1)
  if (node?.type !== 'string' && node?.type !== 'sigil') return undefined
  const parts = node.namedChildren.filter(({ type }) => type !== 'sigil_name' && type !== 'sigil_modifiers')
  if (!parts.every(({ type }) => type === 'quoted_content' || type === 'escape_sequence')) return undefined
  return parts.map(({ type, text }) => (type === 'quoted_content' ? text : unescaped(text))).join('')
}

function unescaped(text: string): string {
  const known: Record<string, string> = { '\\n': '\n', '\\t': '\t' }
  return known[text] ?? text.slice(1)
}

/** The functions of a module by name; of several clauses the first. */
export function elixirFunctions(module: SyntaxNode): Map<string, SyntaxNode> {
  const functions = new Map<string, SyntaxNode>()
  for (const node of module.childOfType('do_block')?.namedChildren ?? []) {
    const call = elixirCall(node)
    if (call?.name !== 'def') continue
    const head = call.positional[0]
    const name = elixirCall(head)?.name ?? head?.text ?? ''
    if (!functions.has(name)) functions.set(name, node)
  }
  return functions
}

/** The statements of a function, in either form: `do … end` and `, do: …`. */
export function statementsOf(definition: SyntaxNode): SyntaxNode[] {
  const call = elixirCall(definition)
  if (call?.block) return call.block
  const single = call?.keywords.get('do')
  return single ? [single] : []
}

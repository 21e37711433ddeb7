import type { SyntaxNode } from '../../code/node.ts'
import { rustCall, type RustCall, rustLiteral } from './rust.ts'

/** `Users::Table` as the database has it. */
export type NameOf = (node: SyntaxNode | undefined) => string | undefined

/**
 * Names as `DeriveIden` makes them: a variant in snake case, `Table` for the enum's own, unless an attribute says
 * otherwise (https://www.sea-ql.org/SeaORM/docs/migration/writing-migration/).
 */
export function namesIn(text: string): NameOf {
  const own = new Map<string, string>()
  for (const [, name = '', body = ''] of text.matchAll(/\benum\s+(\w+)\s*\{([^{}]*)\}/g))
    for (const [, iden, variant = ''] of body.matchAll(
      /#\[(?:iden|sea_orm\(\s*iden)\s*=\s*"([^"]+)"\s*\)?\]\s*(\w+)/g,
    ))
      if (iden !== undefined) own.set(`${name}::${variant}`, iden)
  return (node) => {
    const literal = rustLiteral(node)
    if (literal !== undefined || !node) return literal
    const call = rustCall(node)
    // `Alias::new("users")`, `Users::Table.into_iden()`
    if (call) return nameInside(call, (inner) => own.get(inner) ?? identified(inner))
    return own.get(node.text) ?? identified(node.text)
  }
}

function nameInside(call: RustCall, named: (text: string) => string | undefined): string | undefined {
  if (call.name === 'new' && /\bAlias$/.test(call.object?.text ?? '')) return rustLiteral(call.arguments[0])
  return /^(?:into_iden|into_table_ref|to_owned|clone|into)$/.test(call.name) && call.object
    ? (rustLiteral(call.object) ?? named(call.object.text))
    : undefined
}

function identified(text: string): string | undefined {
  const match = /^(?:\w+::)*(\w+)::(\w+)$/.exec(text)
  if (!match) return undefined
  const [, name = '', variant = ''] = match
  return (variant === 'Table' ? name : variant)
    .replaceAll(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '_')
    .toLowerCase()
}

/** Calls in a chain that are looked at. */
const MAX_CHAIN = 1000

export interface ChainedCall extends RustCall {
  node: SyntaxNode
}

/** The calls of a chain in the order in which they run; of `Table::create().table(x)` the first is `create` on `Table`. */
export function rustChain(node: SyntaxNode | undefined): ChainedCall[] {
  const calls: ChainedCall[] = []
  let at = node?.type === 'reference_expression' ? node.child('value') : node
  while (at && calls.length < MAX_CHAIN) {
    const call = rustCall(at)
    if (!call) break
    calls.push({ ...call, node: at })
    at = call.object
  }
  return calls.toReversed()
}

import type { SyntaxNode } from '../../code/node.ts'
import { literal, sqlEffects } from '../code-part.ts'
import type { Effect } from '../step.ts'

/** Methods of the schema builder, by what they do to the table they are given. */
const SCHEMA: Record<string, { what: string; inverse?: string }> = {
  createTable: { what: 'creates table $1', inverse: 'schema.dropTable($q)' },
  createTableIfNotExists: { what: 'creates table $1' },
  createTableLike: { what: 'creates table $1', inverse: 'schema.dropTable($q)' },
  dropTable: { what: 'drops table $1' },
  dropTableIfExists: { what: 'drops table $1' },
  renameTable: { what: 'renames table $1' },
  table: { what: 'alters table $1' },
  alterTable: { what: 'alters table $1' },
  createView: { what: 'creates view $1', inverse: 'schema.dropView($q)' },
  dropView: { what: 'drops view $1' },
  createSchema: { what: 'creates schema $1', inverse: 'schema.dropSchema($q)' },
  dropSchema: { what: 'drops schema $1' },
}

/** How whole statements begin: `raw` also makes fragments of queries. */
export const STATEMENT =
  /^\s*(?:--|alter|create|drop|insert|update|delete|truncate|with|do|comment|grant|revoke|rename|set|call)\b/i

/** What an `up` or `down` changes; rows for code that does not use the schema builder. */
export async function knexEffects(callable: SyntaxNode): Promise<Effect[]> {
  const effects: Effect[] = []
  let other = false
  for (const node of callable.child('body')?.walk() ?? []) {
    if (node.type !== 'call_expression') continue
    const member = node.child('function')
    const name = member?.child('property')?.text ?? ''
    const [first, builder] = node.child('arguments')?.namedChildren ?? []
    // A builder that is told nothing makes no statement at all.
    if (/^(?:table|alterTable)$/.test(name) && builder?.child('body')?.text.replaceAll(/\s/g, '') === '{}')
      continue
    // `knex.raw` also makes fragments of queries: only whole statements count.
    if (name === 'raw' && STATEMENT.test(literal(first) ?? '')) {
      effects.push(...(await sqlEffects(literal(first))))
      continue
    }
    const command = Object.hasOwn(SCHEMA, name) ? SCHEMA[name] : undefined
    if (!command || !/\bschema\b/.test(member?.child('object')?.text.slice(0, 2000) ?? '')) {
      if (!/^(?:resolve|all|then|log)$/.test(name)) other = true
      continue
    }
    const table = literal(first)
    const what = command.what.replace('$1', table ?? '?')
    const inverse = table !== undefined && /^[\w.]+$/.test(table) ? command.inverse : undefined
    effects.push({
      what,
      kind: 'schema',
      ...(inverse !== undefined && { inverse: inverse.replace('$q', `'${table}'`) }),
    })
  }
  if (effects.length === 0 && other) return [{ what: 'runs JavaScript code', kind: 'data' }]
  return effects
}

import type { SyntaxNode } from '../../code/node.ts'
import { literal, sqlEffects } from '../code-part.ts'
import { argumentsOf, calledName, valueOf } from '../python.ts'
import type { Effect } from '../step.ts'

/** Operations of `op` and of a batch; `$1`… are names among the arguments, `$t` the table. */
const OPERATIONS: Record<string, { what: string; inverse?: string }> = {
  create_table: { what: 'creates table $1', inverse: 'op.drop_table("$1")' },
  drop_table: { what: 'drops table $1' },
  rename_table: { what: 'renames table $1 to $2', inverse: 'op.rename_table("$2", "$1")' },
  add_column: { what: 'adds column $t.$c', inverse: 'op.drop_column("$t", "$c")' },
  drop_column: { what: 'drops column $t.$c' },
  alter_column: { what: 'alters column $t.$c' },
  create_index: { what: 'creates index $1 on $2', inverse: 'op.drop_index("$1", table_name="$2")' },
  drop_index: { what: 'drops index $1' },
  create_foreign_key: { what: 'adds foreign key $1' },
  create_unique_constraint: { what: 'adds unique constraint $1' },
  create_check_constraint: { what: 'adds check constraint $1' },
  create_primary_key: { what: 'adds primary key $1' },
  drop_constraint: { what: 'drops constraint $1' },
  bulk_insert: { what: 'inserts rows' },
}

/** What an `upgrade` or `downgrade` changes; rows for Python code that is none of Alembic's operations. */
export async function alembicEffects(method: SyntaxNode): Promise<Effect[]> {
  const effects: Effect[] = []
  let other = false
  for (const node of method.child('body')?.walk() ?? []) {
    if (node.type !== 'call') continue
    const name = calledName(node)
    const owner = node.child('function')?.child('object')?.text ?? ''
    const { positional, keywords } = argumentsOf(node)
    if (name === 'execute') {
      const first = positional[0] ?? keywords.get('sqltext')
      const text =
        first?.type === 'call' && calledName(first) === 'text' ? argumentsOf(first).positional[0] : first
      const sql = literal(text?.type === 'identifier' ? valueOf(text) : text)
      // A query built by SQLAlchemy's expressions reads or writes rows.
      const built = sql === undefined && text?.type === 'call'
      effects.push(...(built ? [{ what: 'runs a query', kind: 'data' as const }] : await sqlEffects(sql)))
      continue
    }
    const operation = Object.hasOwn(OPERATIONS, name) ? OPERATIONS[name] : undefined
    if (!operation || !/^(?:op|\w*batch\w*)$/.test(owner)) {
      if (!INSIDE.test(owner)) other = true
      continue
    }
    const names = positional.map((argument) => nameOf(argument))
    const table = owner === 'op' ? names.shift() : batchTable(node)
    const all = owner === 'op' ? [table, ...names] : [names[0], table]
    const renamed = name === 'alter_column' ? literal(keywords.get('new_column_name')) : undefined
    const values: Record<string, string | undefined> = { t: table, c: names[0], 1: all[0], 2: all[1] }
    if (renamed !== undefined) {
      effects.push(filled({ what: `renames column $t.$c to ${renamed}` }, values, false))
      continue
    }
    effects.push(filled(operation, values, owner === 'op' && !keywords.has('schema')))
  }
  if (effects.length === 0 && other) return [{ what: 'runs Python code', kind: 'data' }]
  return effects
}

/** Calls that only build arguments: column types, clauses, names. */
const INSIDE = /^(?:sa|sqlalchemy|postgresql|mysql|sqlite|op\.f|citext|sa\..*)$/

/** The name that an argument gives: a string, `op.f("…")`, or the first argument of `sa.Column("…")`. */
function nameOf(argument: SyntaxNode): string | undefined {
  return (
    literal(argument) ?? (argument.type === 'call' ? literal(argumentsOf(argument).positional[0]) : undefined)
  )
}

/** Table of `with op.batch_alter_table("t") as batch_op:` around a node. */
function batchTable(node: SyntaxNode): string | undefined {
  const item = node.ancestor('with_statement')?.child('body') && node.ancestor('with_statement')
  for (const inner of item?.walk() ?? []) {
    if (inner.type === 'call' && calledName(inner) === 'batch_alter_table') {
      return literal(argumentsOf(inner).positional[0])
    }
  }
  return undefined
}

function filled(
  operation: { what: string; inverse?: string },
  values: Record<string, string | undefined>,
  plain: boolean,
): Effect {
  const fill = (template: string): string =>
    template.replaceAll(/\$(\w)/g, (_, key: string) => values[key] ?? '?')
  const inverse = plain && operation.inverse !== undefined ? fill(operation.inverse) : undefined
  const exact = inverse !== undefined && !inverse.includes('?') && !inverse.includes('\\')
  const kind = operation.what === 'inserts rows' ? 'data' : 'schema'
  return { what: fill(operation.what).replaceAll(/[.\s]*\?/g, ''), kind, ...(exact && { inverse }) }
}

import type { SyntaxNode } from '../../code/node.ts'
import { pushAll, sqlEffects } from '../code-part.ts'
import type { Effect } from '../step.ts'
import { rustCall, type RustCall, rustLiteral } from './rust.ts'

/** Methods of `SchemaManager`; `$t` is the table, `$n` the name that the statement inside gives. */
export const COMMANDS: Record<string, { what: string; inverse?: string; kind?: 'data' }> = {
  create_table: {
    what: 'creates table $t',
    inverse: 'manager.drop_table(Table::drop().table($x).to_owned()).await?;',
  },
  drop_table: { what: 'drops table $t' },
  alter_table: { what: 'alters table $t' },
  rename_table: { what: 'renames table $t' },
  truncate_table: { what: 'empties table $t', kind: 'data' },
  create_index: { what: 'creates index $n on $t' },
  drop_index: { what: 'drops index $n' },
  create_foreign_key: { what: 'adds foreign key $n' },
  drop_foreign_key: { what: 'drops foreign key $n' },
  create_type: { what: 'creates a type' },
  alter_type: { what: 'alters a type' },
  drop_type: { what: 'drops a type' },
  exec_stmt: { what: 'changes rows', kind: 'data' },
}

export const QUIET =
  /^(?:Ok|Err|get_connection|get_database_backend|has_\w+|to_owned|to_string|into|clone|new|iter|map_err)$/

/** What an `up` or `down` changes; rows for Rust code that uses neither the schema manager nor SQL. */
export async function seaEffects(method: SyntaxNode): Promise<Effect[]> {
  const effects: Effect[] = []
  let other = false
  const body = method.child('body')
  const stack = body ? [...body.namedChildren].toReversed() : []
  for (let node = stack.pop(); node; node = stack.pop()) {
    const call = rustCall(node)
    if (call) {
      const known = await effectsOfCall(call)
      if (known) {
        effects.push(...known)
        continue
      }
      if (!QUIET.test(call.name)) other = true
    }
    pushAll(stack, node.namedChildren)
  }
  if (effects.length === 0 && other) return [{ what: 'runs Rust code', kind: 'data' }]
  return effects
}

async function effectsOfCall(call: RustCall): Promise<Effect[] | undefined> {
  const { name, object } = call
  if (/^(?:execute_unprepared|execute_raw|execute)$/.test(name) && object) {
    return sqlEffects(literalIn(call.arguments[0]))
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (!command || !object) return undefined
  const table = argumentOf(call, 'table')
  const values: Record<string, string> = {
    t: table === undefined ? '' : spoken(table),
    n: spoken(argumentOf(call, 'name')),
  }
  const what = command.what.replaceAll(/\$([tn])/g, (_, key: string) => values[key] ?? '')
  const plain = table !== undefined && /^[\w:"]+$/.test(table.text)
  const inverse = plain ? command.inverse?.replace('$x', table.text) : undefined
  return [
    {
      what: what.replaceAll(/ +/g, ' ').trim(),
      kind: command.kind ?? 'schema',
      ...(inverse !== undefined && object.text === 'manager' && { inverse }),
    },
  ]
}

/** SQL given as it is or by `Statement::from_string(backend, "…")`. */
export function literalIn(node: SyntaxNode | undefined): string | undefined {
  const direct = rustLiteral(node)
  if (direct !== undefined || !node) return direct
  const call = rustCall(node)
  if (call && /^(?:from_string|to_owned|to_string|into|from)$/.test(call.name))
    return call.arguments.length > 0 ? literalIn(call.arguments.at(-1)) : literalIn(call.object)
  return undefined
}

/** What `.table(…)` or `.name(…)` is given in the statement that a command takes: the outermost of its chain. */
function argumentOf(call: RustCall, method: string): SyntaxNode | undefined {
  let at: SyntaxNode | undefined = call.arguments[0]
  while (at) {
    const inner = rustCall(at)
    if (!inner) return undefined
    if (inner.name === method && inner.arguments.length === 1) return inner.arguments[0]
    at = inner.object
  }
  return undefined
}

/** `Post` of `Post::Table`, `post` of `"post"`. */
function spoken(node: SyntaxNode | undefined): string {
  if (!node) return ''
  const literal = rustLiteral(node)
  if (literal !== undefined) return literal
  return /^[\w:]+$/.test(node.text) ? node.text.replace(/::Table$/, '') : ''
}

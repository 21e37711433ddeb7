import type { SyntaxNode } from '../../code/node.ts'
import { pushAll, sqlEffects } from '../code-part.ts'
import type { Effect } from '../step.ts'
import { type ElixirCall, elixirCall, elixirLiteral, statementsOf } from './elixir.ts'

/** Calls that leave nothing behind by themselves. */
export const SILENT =
  /^(?:IO\.\w+|Logger\.\w+|flush|repo|direction|if|unless|case|require|import|alias|for|fn|raise)$/

/** What a function of a migration changes; rows for Elixir code that is none of Ecto's commands. */
export async function ectoEffects(definition: SyntaxNode): Promise<Effect[]> {
  const effects: Effect[] = []
  let other = false
  const stack = statementsOf(definition).toReversed()
  for (let node = stack.pop(); node; node = stack.pop()) {
    const call = elixirCall(node)
    if (call) {
      const known = await effectsOfCall(call)
      if (known) {
        effects.push(...known)
        continue
      }
      if (!SILENT.test(call.name)) other = true
    }
    pushAll(stack, node.namedChildren)
  }
  if (effects.length === 0 && other) return [{ what: 'runs Elixir code', kind: 'data' }]
  return effects
}

async function effectsOfCall(call: ElixirCall): Promise<Effect[] | undefined> {
  const object = elixirCall(call.positional[0])
  const kind = object && kindOf(object)
  switch (call.name) {
    case 'create':
    case 'create_if_not_exists': {
      if (!object || kind === undefined) return undefined
      const exact = call.name === 'create'
      return [{ what: `creates ${described(object)}`, kind: 'schema', ...(exact && inverse(object)) }]
    }
    case 'drop':
    case 'drop_if_exists':
      return object && kind !== undefined
        ? [{ what: `drops ${described(object)}`, kind: 'schema' }]
        : undefined
    case 'rename':
      return object && kind !== undefined
        ? [{ what: `renames ${described(object)}`, kind: 'schema' }]
        : undefined
    case 'alter':
      return object && kind === 'table' ? alterations(call, object) : undefined
    case 'execute':
    case 'execute_file': {
      const first = call.positional[0]
      if (first?.type === 'anonymous_function') return [{ what: 'runs Elixir code', kind: 'data' }]
      return sqlEffects(call.name === 'execute' ? elixirLiteral(first) : undefined)
    }
    default:
      // `Oban.Migrations.up(version: 12)`, `ErrorTracker.Migration.up()`.
      return /\bMigrations?\.\w+$/.test(call.name)
        ? [{ what: `calls ${call.name}`, kind: 'schema' }]
        : undefined
  }
}

/** What a constructor names, or undefined where the call is none. */
export function kindOf(object: ElixirCall): 'table' | 'index' | 'constraint' | undefined {
  if (object.name === 'table' || object.name === 'constraint') return object.name
  return object.name === 'index' || object.name === 'unique_index' ? 'index' : undefined
}

function described(object: ElixirCall): string {
  const [first, second] = object.positional.map((argument) => elixirLiteral(argument))
  if (object.name === 'table') return `table ${first ?? ''}`.trim()
  if (object.name === 'constraint') return `constraint ${second ?? ''} of ${first ?? ''}`
  const name = elixirLiteral(object.keywords.get('name'))
  return name === undefined ? `an index on ${first ?? ''}`.trim() : `index ${name}`
}

function inverse(object: ElixirCall): { inverse?: string } {
  const text = object.name === 'table' ? tableText(object) : object.node.text
  return text === undefined || text.includes('\n') ? {} : { inverse: `drop ${text}` }
}

/** `table(:users)` with its prefix, without what only creating it needs. */
function tableText(object: ElixirCall): string | undefined {
  const name = object.positional[0]?.text
  const prefix = object.keywords.get('prefix')?.text
  if (name === undefined) return undefined
  return prefix === undefined ? `table(${name})` : `table(${name}, prefix: ${prefix})`
}

function alterations(call: ElixirCall, table: ElixirCall): Effect[] {
  const name = elixirLiteral(table.positional[0]) ?? '?'
  const words: Record<string, string> = {
    add: 'adds',
    add_if_not_exists: 'adds',
    remove: 'drops',
    remove_if_exists: 'drops',
    modify: 'changes',
  }
  const effects = (call.block ?? []).flatMap((node): Effect[] => {
    const inner = elixirCall(node)
    const word = inner && words[inner.name]
    if (!inner || word === undefined) return []
    const column = elixirLiteral(inner.positional[0])
    const back = tableText(table)
    const exact = inner.name === 'add' && column !== undefined && back !== undefined
    return [
      {
        what: `${word} column ${name}.${column ?? '?'}`,
        kind: 'schema',
        ...(exact && { inverse: `alter ${back} do\n  remove ${inner.positional[0]?.text ?? ''}\nend` }),
      },
    ]
  })
  return effects.length > 0 ? effects : [{ what: `alters table ${name}`, kind: 'schema' }]
}

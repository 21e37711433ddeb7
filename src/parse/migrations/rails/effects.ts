import type { SyntaxNode } from '../../code/node.ts'
import { literal, pushAll, sqlEffects } from '../code-part.ts'
import type { Effect } from '../step.ts'
import { argumentsOf, calledMethod, textArgument } from './ruby.ts'

/** What Rails' schema commands do; `$1`… are their positional arguments. */
const COMMANDS: Record<string, { what: string; inverse?: string }> = {
  create_table: { what: 'creates table $1', inverse: 'drop_table :$1' },
  create_join_table: { what: 'creates the join table of $1 and $2' },
  drop_table: { what: 'drops table $1' },
  drop_join_table: { what: 'drops the join table of $1 and $2' },
  rename_table: { what: 'renames table $1 to $2', inverse: 'rename_table :$2, :$1' },
  change_table: { what: 'changes table $1' },
  add_column: { what: 'adds column $1.$2', inverse: 'remove_column :$1, :$2' },
  remove_column: { what: 'drops column $1.$2' },
  remove_columns: { what: 'drops columns of $1' },
  rename_column: { what: 'renames column $1.$2 to $3', inverse: 'rename_column :$1, :$3, :$2' },
  change_column: { what: 'changes column $1.$2' },
  change_column_default: { what: 'changes the default of $1.$2' },
  change_column_null: { what: 'changes whether $1.$2 may be null' },
  add_reference: { what: 'adds reference $1.$2' },
  add_belongs_to: { what: 'adds reference $1.$2' },
  remove_reference: { what: 'drops reference $1.$2' },
  add_index: { what: 'adds an index to $1' },
  remove_index: { what: 'drops an index of $1' },
  add_foreign_key: { what: 'adds a foreign key from $1 to $2' },
  remove_foreign_key: { what: 'drops a foreign key of $1' },
  add_check_constraint: { what: 'adds a check constraint to $1' },
  remove_check_constraint: { what: 'drops a check constraint of $1' },
  add_timestamps: { what: 'adds timestamps to $1' },
  remove_timestamps: { what: 'drops the timestamps of $1' },
  create_enum: { what: 'creates type $1' },
  drop_enum: { what: 'drops type $1' },
  enable_extension: { what: 'enables extension $1' },
  disable_extension: { what: 'disables extension $1' },
}

const BY_NAME = /^(?:add|create|drop|remove|rename|change|validate|enable|disable)_\w+$/

/** What a migration's method changes, command by command; rows for Ruby code that is none of these. */
export async function rubyEffects(method: SyntaxNode): Promise<Effect[]> {
  const effects: Effect[] = []
  let other = false
  const stack: SyntaxNode[] = method.child('body') ? [method.child('body') as SyntaxNode] : []
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (node.type === 'call') {
      const name = calledMethod(node) ?? ''
      const receiver = node.child('receiver')
      const { positional } = argumentsOf(node)
      if (name === 'execute' || name === 'exec_query') {
        effects.push(...(await sqlEffects(textArgument(positional[0]))))
        continue
      }
      const command = receiver || !Object.hasOwn(COMMANDS, name) ? undefined : COMMANDS[name]
      if (command) {
        const names = positional.map((argument) => literal(argument))
        effects.push(filled(command, names))
        continue
      }
      if (!receiver && BY_NAME.test(name)) {
        effects.push({
          what: `calls ${name} ${positional[0]?.text.slice(0, 60) ?? ''}`.trim(),
          kind: 'schema',
        })
        continue
      }
      if (receiver || !SILENT.has(name)) other = true
    } else if (/^(?:operator_)?assignment$/.test(node.type)) other = true
    pushAll(stack, node.namedChildren)
  }
  if (effects.length === 0 && other) return [{ what: 'runs Ruby code', kind: 'data' }]
  return effects
}

/** The outermost calls of a migration's method that change the schema, or may: Rails' commands, `add_…`, SQL. */
export function schemaCalls(method: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = []
  const stack: SyntaxNode[] = method.child('body') ? [method.child('body') as SyntaxNode] : []
  for (let node = stack.pop(); node; node = stack.pop()) {
    const name = node.type === 'call' ? (calledMethod(node) ?? '') : ''
    const command = !node.child('receiver') && (Object.hasOwn(COMMANDS, name) || BY_NAME.test(name))
    if (name === 'execute' || name === 'exec_query' || command) found.push(node)
    else pushAll(stack, node.namedChildren)
  }
  return found
}

/** Calls that change nothing by themselves. */
export const SILENT = new Set([
  'say',
  'say_with_time',
  'puts',
  'p',
  'print',
  'pp',
  'transaction',
  'reversible',
  'safety_assured',
  'suppress_messages',
  'require',
  'raise',
  'up_only',
  'sleep',
])

function filled(command: { what: string; inverse?: string }, names: readonly (string | undefined)[]): Effect {
  const fill = (template: string): string =>
    template.replaceAll(/\$(\d)/g, (_, group: string) => names[Number(group) - 1] ?? '?')
  const inverse = command.inverse === undefined ? undefined : fill(command.inverse)
  const exact = inverse !== undefined && /^[\w\s:,]+$/.test(inverse)
  return { what: fill(command.what), kind: 'schema', ...(exact && { inverse }) }
}

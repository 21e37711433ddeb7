import type { SyntaxNode } from '../../code/node.ts'
import { sqlEffects } from '../code-part.ts'
import { fill } from '../code-step.ts'
import { type PhpCall, phpCall, phpLiteral } from '../php.ts'
import type { Effect } from '../step.ts'

type Command = Parameters<typeof fill>[0]

/** Methods of `Table`: `$1` is the table, `$2`… the arguments. */
export const TABLE: Record<string, Command> = {
  create: { what: 'creates table $1', inverse: "$this->table('$1')->drop()->save();" },
  drop: { what: 'drops table $1' },
  rename: { what: 'renames table $1 to $2' },
  addColumn: {
    what: 'adds column $1.$2',
    inverse: "$this->table('$1')->removeColumn('$2')->save();",
  },
  addTimestamps: { what: 'adds timestamps to $1' },
  removeColumn: { what: 'drops column $1.$2' },
  renameColumn: { what: 'renames column $1.$2 to $3' },
  changeColumn: { what: 'changes column $1.$2' },
  addIndex: { what: 'adds an index to $1' },
  removeIndex: { what: 'drops an index of $1' },
  removeIndexByName: { what: 'drops index $2 of $1' },
  addForeignKey: { what: 'adds a foreign key from $1 to $3' },
  addForeignKeyWithName: { what: 'adds foreign key $2 to $1' },
  dropForeignKey: { what: 'drops a foreign key of $1' },
  changePrimaryKey: { what: 'changes the primary key of $1' },
  changeComment: { what: 'changes the comment of $1' },
  dropTable: { what: 'drops table $2' },
  renameTable: { what: 'renames table $2 to $3' },
  insert: { what: 'inserts rows into $1', kind: 'data' },
  truncate: { what: 'empties table $1', kind: 'data' },
}

/** What a method changes; rows for code that uses neither `table()` nor SQL. */
export async function phinxEffects(method: SyntaxNode): Promise<Effect[]> {
  const effects: Effect[] = []
  let other = false
  const tables = variables(method)
  const creates = new Set<string>()
  const calls: PhpCall[] = []
  for (const node of method.child('body')?.walk() ?? []) {
    const call = phpCall(node)
    if (call) calls.push(call)
  }
  for (const call of calls) if (call.name === 'create') creates.add(tableOf(call, tables) ?? '')
  for (const call of calls) {
    const first = phpLiteral(call.arguments[0])
    const table = tableOf(call, tables)
    if (/^(?:execute|query)$/.test(call.name) && call.object === '$this') {
      if (call.name === 'execute' || first !== undefined) effects.push(...(await sqlEffects(first)))
      continue
    }
    const command = Object.hasOwn(TABLE, call.name) ? TABLE[call.name] : undefined
    if (command && (table !== undefined || call.object.startsWith('$'))) {
      // Columns of a table that is created here go with it.
      if (call.name === 'addColumn' && creates.has(table ?? '')) continue
      const names = [table, ...call.arguments.map((argument) => phpLiteral(argument))]
      effects.push(fill(command, names))
    } else if (
      !/^(?:table|save|saveData|update|hasTable|hasColumn|fetch\w+|isMigratingUp|getAdapter)$/.test(call.name)
    )
      other = true
  }
  // One column among others of the same statement is undone by a call of its own, in any order.
  if (effects.length === 0 && other) return [{ what: 'runs PHP code', kind: 'data' }]
  return effects
}

/** Tables by the variables that hold them: `$table = $this->table('users')`. */
function variables(method: SyntaxNode): Map<string, string> {
  const found = new Map<string, string>()
  for (const node of method.child('body')?.walk() ?? []) {
    if (node.type !== 'assignment_expression') continue
    const [left, right] = [node.child('left'), node.child('right')]
    const name = right && tableName(right)
    if (left && name !== undefined) found.set(left.text, name)
  }
  return found
}

/** The table that a chain of calls begins with. */
function tableName(node: SyntaxNode): string | undefined {
  let at: SyntaxNode | undefined = node
  while (at) {
    const call = phpCall(at)
    if (!call) return undefined
    if (call.name === 'table' && call.object === '$this') return phpLiteral(call.arguments[0])
    at = at.child('object')
  }
  return undefined
}

function tableOf(call: PhpCall, tables: ReadonlyMap<string, string>): string | undefined {
  let at: SyntaxNode | undefined = call.node.child('object')
  while (at) {
    if (at.type === 'variable_name') return tables.get(at.text)
    const inner = phpCall(at)
    if (inner?.name === 'table' && inner.object === '$this') return phpLiteral(inner.arguments[0])
    at = at.child('object')
  }
  return undefined
}

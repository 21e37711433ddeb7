import type { SyntaxNode } from '../../code/node.ts'
import { effectsOf } from '../../sql/effect.ts'
import { parseSql } from '../../sql/parse.ts'
import type { Effect } from '../step.ts'
import { type CsharpCall, csharpCall, csharpLiteral } from './csharp.ts'

interface Operation {
  what: string
  kind?: 'data'
  /** The call that undoes it, with the arguments it takes; `schema` is added where the operation has it. */
  undo?: { name: string; with: Record<string, string> }
}

const NAMED = { name: 'name', table: 'table' }

/** Methods of `MigrationBuilder`; `$x` is the argument of that name. */
const OPERATIONS: Record<string, Operation> = {
  CreateTable: { what: 'creates table $name', undo: { name: 'DropTable', with: { name: 'name' } } },
  DropTable: { what: 'drops table $name' },
  RenameTable: { what: 'renames table $name to $newName' },
  AlterTable: { what: 'alters table $name' },
  AddColumn: { what: 'adds column $table.$name', undo: { name: 'DropColumn', with: NAMED } },
  DropColumn: { what: 'drops column $table.$name' },
  AlterColumn: { what: 'alters column $table.$name' },
  RenameColumn: {
    what: 'renames column $table.$name to $newName',
    undo: { name: 'RenameColumn', with: { name: 'newName', table: 'table', newName: 'name' } },
  },
  CreateIndex: { what: 'creates index $name', undo: { name: 'DropIndex', with: NAMED } },
  DropIndex: { what: 'drops index $name' },
  RenameIndex: {
    what: 'renames index $name to $newName',
    undo: { name: 'RenameIndex', with: { name: 'newName', table: 'table', newName: 'name' } },
  },
  AddForeignKey: { what: 'adds foreign key $name', undo: { name: 'DropForeignKey', with: NAMED } },
  DropForeignKey: { what: 'drops foreign key $name' },
  AddPrimaryKey: { what: 'adds primary key $name', undo: { name: 'DropPrimaryKey', with: NAMED } },
  DropPrimaryKey: { what: 'drops primary key $name' },
  AddUniqueConstraint: {
    what: 'adds unique constraint $name',
    undo: { name: 'DropUniqueConstraint', with: NAMED },
  },
  DropUniqueConstraint: { what: 'drops unique constraint $name' },
  AddCheckConstraint: {
    what: 'adds check constraint $name',
    undo: { name: 'DropCheckConstraint', with: NAMED },
  },
  DropCheckConstraint: { what: 'drops check constraint $name' },
  CreateSequence: { what: 'creates sequence $name', undo: { name: 'DropSequence', with: { name: 'name' } } },
  DropSequence: { what: 'drops sequence $name' },
  AlterSequence: { what: 'alters sequence $name' },
  RenameSequence: { what: 'renames sequence $name' },
  RestartSequence: { what: 'restarts sequence $name', kind: 'data' },
  EnsureSchema: { what: 'creates schema $name' },
  DropSchema: { what: 'drops schema $name' },
  AlterDatabase: { what: 'alters the database' },
  InsertData: { what: 'inserts rows into $table', kind: 'data' },
  UpdateData: { what: 'updates rows of $table', kind: 'data' },
  DeleteData: { what: 'deletes rows of $table', kind: 'data' },
}

/**
 * What an `Up` or `Down` changes.
 * @param builder name of the parameter to write inverses with
 */
export async function efEffects(method: SyntaxNode, builder: string): Promise<Effect[]> {
  const effects: Effect[] = []
  const body = method.child('body')
  const stack = body ? [body] : []
  for (let node = stack.pop(); node; node = stack.pop()) {
    const call = csharpCall(node)
    const known = call && (await effectsOfCall(call, builder))
    if (known) effects.push(...known)
    // What stands inside of an operation (the columns of a table) is part of it.
    else for (let i = node.children.length - 1; i >= 0; i--) stack.push(node.children[i] as SyntaxNode)
  }
  return effects
}

async function effectsOfCall(call: CsharpCall, builder: string): Promise<Effect[] | undefined> {
  if (call.name === 'Sql' || call.name === 'SqlResource') {
    const sql = call.name === 'Sql' ? csharpLiteral(call.named.get('sql') ?? call.positional[0]) : undefined
    if (sql === undefined) return [{ what: 'runs SQL', kind: 'schema' }]
    const { statements } = await parseSql(sql)
    return statements.flatMap((statement) => effectsOf(statement).map(({ what, kind }) => ({ what, kind })))
  }
  const operation = Object.hasOwn(OPERATIONS, call.name) ? OPERATIONS[call.name] : undefined
  if (!operation) {
    // Extensions of providers: `migrationBuilder.CreatePostgresExtension(…)`.
    const own =
      /^\w*(?:migrationBuilder|builder)\w*$/i.test(call.object) && !/^(?:Is|Get)[A-Z]/.test(call.name)
    return own ? [{ what: `calls ${call.name}`, kind: 'schema' }] : undefined
  }
  const what = operation.what.replaceAll(/\$(\w+)/g, (_, key: string) => argument(call, key) ?? '?')
  const inverse = operation.undo && inverseOf(call, operation.undo, builder)
  return [
    {
      what: what.replaceAll(/\?\.|[.\s]*\?/g, ''),
      kind: operation.kind ?? 'schema',
      ...(inverse !== undefined && { inverse }),
    },
  ]
}

/** The value of an argument: all are written by name, except by hand, where the first is the object's name. */
function argument(call: CsharpCall, key: string): string | undefined {
  return csharpLiteral(call.named.get(key) ?? (key === 'name' ? call.positional[0] : undefined))
}

function inverseOf(
  call: CsharpCall,
  undo: NonNullable<Operation['undo']>,
  builder: string,
): string | undefined {
  if (call.positional.length > 1) return undefined
  const given = Object.entries(undo.with).map(([to, from]) => [to, argument(call, from)] as const)
  const schema = call.named.has('schema') ? argument(call, 'schema') : undefined
  if (call.named.has('schema') && schema === undefined) return undefined
  const all = schema === undefined ? given : [...given, ['schema', schema] as const]
  if (!all.every(([, value]) => value !== undefined && /^[\w.~ -]+$/.test(value))) return undefined
  return `${builder}.${undo.name}(${all.map(([key, value]) => `${key}: "${value ?? ''}"`).join(', ')});`
}

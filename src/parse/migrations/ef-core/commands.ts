import type { SyntaxNode } from '../../code/node.ts'
import type { ConstraintFacts, Dialect, OperationFacts } from '../operation.ts'
import { annotationsOf, columnOf, genericOf, stringsOf } from './columns.ts'
import { createTable } from './create-table.ts'
import { type CsharpCall, csharpLiteral } from './csharp.ts'

/** Commands whose table and name are what they are about. */
const CONSTRAINTS: Readonly<Record<string, ConstraintFacts['kind']>> = {
  ForeignKey: 'foreign-key',
  PrimaryKey: 'primary-key',
  UniqueConstraint: 'unique',
  CheckConstraint: 'check',
}
/** Sequences and comments: none that is judged. */
const BESIDE = /^(?:(?:Create|Drop|Alter|Rename|Restart)Sequence)$/

/** What one command of `MigrationBuilder` does; undefined where it is none, or its names are not written out. */
export function commandFacts(
  call: CsharpCall,
  node: SyntaxNode,
  dialect: Dialect | undefined,
): OperationFacts[] | undefined {
  const { name: method, named, positional } = call
  const text = (key: string): string | undefined => csharpLiteral(named.get(key))
  const name = csharpLiteral(named.get('name') ?? positional[0])
  // These two have none, and their providers leave them out.
  const hasSchemas = dialect !== 'sqlite' && dialect !== 'mysql'
  const schema = hasSchemas ? text('schema') : undefined
  const inSchema = (table: string, of = schema): string => (of === undefined ? table : `${of}.${table}`)
  if (BESIDE.test(method)) return []
  if (name === undefined) return rowsOf(method, call, inSchema)
  switch (method) {
    case 'CreateTable':
      return [createTable(inSchema(name), call, dialect)]
    case 'DropTable':
      return [{ kind: 'drop-table', table: inSchema(name) }]
    case 'RenameTable': {
      const to = text('newName') ?? name
      const moved = hasSchemas ? text('newSchema') : undefined
      // Without a schema it goes to the default one.
      const target = inSchema(to, moved ?? (schema === undefined ? undefined : 'public'))
      return target === inSchema(name) ? [] : [{ kind: 'rename-table', table: inSchema(name), to: target }]
    }
    case 'AlterTable':
      return [{ kind: 'alter-table', table: inSchema(name), what: 'its annotations' }]
    case 'EnsureSchema':
      return [{ kind: 'create-schema', name }]
    case 'DropSchema':
      return [{ kind: 'drop-schema', name }]
    default: {
      const table = csharpLiteral(named.get('table') ?? positional[1])
      if (table !== undefined) return onTable(method, inSchema(table), name, { call, node, dialect })
      return method === 'DropIndex' ? [{ kind: 'drop-index', name }] : undefined
    }
  }
}

interface Written {
  call: CsharpCall
  node: SyntaxNode
  dialect: Dialect | undefined
}

function onTable(
  method: string,
  table: string,
  name: string,
  written: Written,
): OperationFacts[] | undefined {
  const { call, node, dialect } = written
  const { named } = call
  const next = csharpLiteral(named.get('newName'))
  const columns = stringsOf(named.get('column') ?? named.get('columns'))
  switch (method) {
    case 'AddColumn':
      return [{ kind: 'add-column', table, column: columnOf(name, call, node, dialect) }]
    case 'DropColumn':
      return [{ kind: 'drop-column', table, column: name }]
    case 'AlterColumn':
      return altered(table, name, written)
    case 'RenameColumn':
      return next === undefined ? undefined : [{ kind: 'rename-column', table, column: name, to: next }]
    case 'RenameIndex':
      return next === undefined ? undefined : [{ kind: 'rename-index', table, name, to: next }]
    case 'CreateIndex': {
      if (!columns) return undefined
      const where = csharpLiteral(named.get('filter'))
      const concurrently = annotationsOf(node).some((one) => /"Npgsql:CreatedConcurrently", true/.test(one))
      const isUnique = named.get('unique')?.text === 'true'
      return [
        {
          kind: 'create-index',
          index: {
            name,
            table,
            columns,
            ...(isUnique && { unique: true }),
            ...(concurrently && { concurrently }),
            ...(where !== undefined && { where }),
          },
        },
      ]
    }
    case 'DropIndex':
      return [{ kind: 'drop-index', name, table }]
    default: {
      const kind = /^(?:Add|Drop)(\w+)$/.exec(method)?.[1] ?? ''
      const of = Object.hasOwn(CONSTRAINTS, kind) ? CONSTRAINTS[kind] : undefined
      if (!of) return undefined
      if (method.startsWith('Drop')) return [{ kind: 'drop-constraint', table, name, of }]
      return [{ kind: 'add-constraint', table, constraint: constraintOf(of, name, columns ?? [], call) }]
    }
  }
}

function constraintOf(
  kind: ConstraintFacts['kind'],
  name: string,
  columns: string[],
  { named }: CsharpCall,
): ConstraintFacts {
  const target = csharpLiteral(named.get('principalTable'))
  const schema = csharpLiteral(named.get('principalSchema'))
  const to = stringsOf(named.get('principalColumn') ?? named.get('principalColumns'))
  const check = csharpLiteral(named.get('sql'))
  return {
    kind,
    name,
    columns,
    ...(target !== undefined && {
      references: { table: schema === undefined ? target : `${schema}.${target}`, columns: to ?? [] },
    }),
    ...(check !== undefined && { expression: check }),
  }
}

/** Only what differs from what the column was, which stands beside it: `oldType`, `oldNullable`. */
function altered(table: string, name: string, { call, node, dialect }: Written): OperationFacts[] {
  const { named } = call
  const { notNull, default: fallback, generated: _generated, ...to } = columnOf(name, call, node, dialect)
  const [type, oldType] = [csharpLiteral(named.get('type')), csharpLiteral(named.get('oldType'))]
  const oldClr = /^typeof\((.+)\)$/.exec(named.get('oldClrType')?.text ?? '')?.[1]
  const isOther =
    type !== undefined && oldType !== undefined
      ? type !== oldType
      : oldClr !== undefined && oldClr !== genericOf(node)
  const found: OperationFacts[] = []
  if (isOther) found.push({ kind: 'change-type', table, column: name, to })
  const wasNullable = named.get('oldNullable')?.text === 'true'
  if (notNull && wasNullable) {
    // The value is written into the rows that have none before (`MigrationsModelDiffer`).
    if (fallback) found.push({ kind: 'write', verb: 'update', table, where: true })
    found.push({ kind: 'set-not-null', table, column: name })
  }
  if (!notNull && !wasNullable && named.get('nullable')?.text === 'true')
    found.push({ kind: 'drop-not-null', table, column: name })
  const hadDefault = named.has('oldDefaultValue') || named.has('oldDefaultValueSql')
  if (fallback && !(notNull && wasNullable))
    found.push({ kind: 'set-default', table, column: name, default: fallback })
  else if (!fallback && hadDefault) found.push({ kind: 'drop-default', table, column: name })
  return found.length > 0 ? found : [{ kind: 'alter-table', table, what: `alters ${name}` }]
}

/** Rows by their keys. */
function rowsOf(
  method: string,
  { named, positional }: CsharpCall,
  inSchema: (table: string) => string,
): OperationFacts[] | undefined {
  const table = csharpLiteral(named.get('table') ?? positional[0])
  const verb = ({ InsertData: 'insert', UpdateData: 'update', DeleteData: 'delete' } as const)[method]
  if (table === undefined || !verb) return undefined
  return [{ kind: 'write', verb, table: inSchema(table), ...(verb !== 'insert' && { where: true }) }]
}

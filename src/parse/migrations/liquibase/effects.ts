import { append } from '../code-operations.ts'
import { sqlEffects } from '../code-part.ts'
import type { Effect } from '../step.ts'
import type { Change } from './change.ts'

/** Change types (https://docs.liquibase.com/change-types/home.html) by what they do; `$name` is an attribute. */
const WHAT: Readonly<Record<string, string>> = {
  createTable: 'creates table $tableName',
  dropTable: 'drops table $tableName',
  renameTable: 'renames table $oldTableName to $newTableName',
  addColumn: 'adds column $tableName.$columns',
  dropColumn: 'drops column $tableName.$columnName$columns',
  renameColumn: 'renames column $tableName.$oldColumnName to $newColumnName',
  modifyDataType: 'changes the type of $tableName.$columnName',
  addDefaultValue: 'changes the default of $tableName.$columnName',
  dropDefaultValue: 'drops the default of $tableName.$columnName',
  addNotNullConstraint: 'makes $tableName.$columnName NOT NULL',
  dropNotNullConstraint: 'makes $tableName.$columnName nullable',
  addAutoIncrement: 'makes $tableName.$columnName count by itself',
  addPrimaryKey: 'adds a primary key to $tableName',
  dropPrimaryKey: 'drops the primary key of $tableName',
  addUniqueConstraint: 'adds a unique constraint to $tableName',
  dropUniqueConstraint: 'drops unique constraint $constraintName of $tableName',
  addForeignKeyConstraint: 'adds foreign key $constraintName to $baseTableName',
  dropForeignKeyConstraint: 'drops foreign key $constraintName of $baseTableName',
  dropAllForeignKeyConstraints: 'drops all foreign keys of $baseTableName',
  addLookupTable: 'creates table $newTableName',
  mergeColumns: 'merges columns of $tableName',
  createIndex: 'creates index $indexName on $tableName',
  dropIndex: 'drops index $indexName',
  createView: 'creates view $viewName',
  dropView: 'drops view $viewName',
  renameView: 'renames view $oldViewName to $newViewName',
  createSequence: 'creates sequence $sequenceName',
  alterSequence: 'changes sequence $sequenceName',
  dropSequence: 'drops sequence $sequenceName',
  renameSequence: 'renames sequence $oldSequenceName to $newSequenceName',
  createProcedure: 'creates procedure $procedureName',
  dropProcedure: 'drops procedure $procedureName',
  setTableRemarks: 'changes a comment',
  setColumnRemarks: 'changes a comment',
  sqlFile: 'runs SQL of $path',
  customChange: 'runs $class',
  executeCommand: 'runs $executable',
}

const ROWS: Readonly<Record<string, string>> = {
  insert: 'inserts rows into $tableName',
  update: 'updates rows of $tableName',
  delete: 'deletes rows of $tableName',
  loadData: 'loads rows into $tableName',
  loadUpdateData: 'loads rows into $tableName',
}

/** They print, mark or stop; the database stays as it is. */
const NOTHING = new Set(['empty', 'output', 'tagDatabase', 'comment', 'stop'])

/** What changes do to the schema and its rows. */
export async function changeEffects(changes: readonly Change[]): Promise<Effect[]> {
  const effects: Effect[] = []
  for (const change of changes) append(effects, await effectsOf(change))
  return effects
}

async function effectsOf(change: Change): Promise<Effect[]> {
  const { name } = change
  if (NOTHING.has(name)) return []
  if (name === 'sql') return sqlEffects(sqlOf(change))
  const rows = Object.hasOwn(ROWS, name) ? ROWS[name] : undefined
  if (rows !== undefined) return [{ what: filled(rows, change), kind: 'data' }]
  const what = Object.hasOwn(WHAT, name) ? WHAT[name] : undefined
  return [{ what: what === undefined ? `runs ${name}` : filled(what, change), kind: 'schema' }]
}

/** The statements of a `sql` change: its text, or in YAML and JSON its member `sql`. */
export function sqlOf({ text, attributes, children }: Change): string {
  return text || (attributes.get('sql') ?? children.find(({ name }) => name === 'sql')?.text ?? '')
}

function filled(template: string, { attributes, children }: Change): string {
  const columns = children.flatMap(({ name, attributes: own }) =>
    name === 'column' ? (own.get('name') ?? []) : [],
  )
  return template
    .replaceAll(/\$(\w+)/g, (_, name: string) =>
      name === 'columns' ? columns.slice(0, 3).join(', ') : (attributes.get(name) ?? ''),
    )
    .replaceAll(/\s+/g, ' ')
    .trim()
}

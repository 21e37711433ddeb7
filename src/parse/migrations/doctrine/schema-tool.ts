import type { SyntaxNode } from '../../code/node.ts'
import type { ColumnFacts, ConstraintFacts, OperationFacts } from '../operation.ts'
import { phpDefault, phpType } from '../php-columns.ts'
import { type PhpCall, phpLiteral, phpOptions, phpStrings } from '../php.ts'

/** What one method of `Doctrine\DBAL\Schema\Table` does; undefined where it is none, or its names are not written out. */
export function tableFacts(
  table: string,
  { name: method, arguments: given }: PhpCall,
): readonly OperationFacts[] | undefined {
  const [first, second] = [phpLiteral(given[0]), phpLiteral(given[1])]
  switch (method) {
    case 'addColumn':
      if (first === undefined) return undefined
      return [{ kind: 'add-column', table, column: columnOf(first, given[1], given[2]) }]
    case 'changeColumn':
    case 'modifyColumn':
      return first === undefined ? undefined : changed(table, first, given[1])
    case 'dropColumn':
      return first === undefined ? undefined : [{ kind: 'drop-column', table, column: first }]
    case 'renameColumn':
      return first === undefined || second === undefined
        ? undefined
        : [{ kind: 'rename-column', table, column: first, to: second }]
    case 'addIndex':
    case 'addUniqueIndex': {
      const columns = phpStrings(given[0])
      if (!columns) return undefined
      const unique = method === 'addUniqueIndex' ? { unique: true } : {}
      return [{ kind: 'create-index', index: { ...named(second), table, columns, ...unique } }]
    }
    case 'dropIndex':
      return first === undefined ? undefined : [{ kind: 'drop-index', table, name: first }]
    case 'renameIndex':
      return first === undefined || second === undefined
        ? undefined
        : [{ kind: 'rename-index', table, name: first, to: second }]
    case 'setPrimaryKey':
    case 'addUniqueConstraint': {
      const columns = phpStrings(given[0])
      const kind = method === 'setPrimaryKey' ? 'primary-key' : 'unique'
      return columns && [{ kind: 'add-constraint', table, constraint: { kind, columns, ...named(second) } }]
    }
    case 'dropPrimaryKey':
      return [{ kind: 'drop-constraint', table, of: 'primary-key' }]
    case 'addForeignKeyConstraint':
      return foreignKey(table, given)
    case 'removeForeignKey':
    case 'dropForeignKey':
      return [{ kind: 'drop-constraint', table, of: 'foreign-key', ...named(first) }]
    case 'removeUniqueConstraint':
      return [{ kind: 'drop-constraint', table, of: 'unique', ...named(first) }]
    case 'addOption':
    case 'setComment':
      return [{ kind: 'alter-table', table, what: 'its options' }]
    default:
      return undefined
  }
}

function named(name: string | undefined): { name?: string } {
  return name === undefined ? {} : { name }
}

/** Columns take no NULL unless `notnull` is off. */
function columnOf(name: string, type: SyntaxNode | undefined, written: SyntaxNode | undefined): ColumnFacts {
  const options = phpOptions(written)
  const fallback = phpDefault(options.get('default'))
  const is = (key: string, value: string): boolean => options.get(key)?.text.toLowerCase() === value
  return {
    name,
    ...phpType(type, options),
    ...(!is('notnull', 'false') && { notNull: true }),
    ...(fallback && { default: fallback }),
    ...(is('autoincrement', 'true') && { identity: true }),
  }
}

/** `modifyColumn('a', ['notnull' => false, 'type' => Type::getType('text')])`: what is not said stays. */
function changed(table: string, column: string, written: SyntaxNode | undefined): OperationFacts[] {
  const options = phpOptions(written)
  const type = /getType\(\s*([^)]+)\s*\)/.exec(options.get('type')?.text ?? '')?.[1]?.replaceAll(/['"]/g, '')
  const notNull = options.get('notnull')?.text.toLowerCase()
  const found: OperationFacts[] = []
  if (type !== undefined || options.has('length'))
    found.push({ kind: 'change-type', table, column, to: { name: column } })
  if (notNull === 'true') found.push({ kind: 'set-not-null', table, column })
  if (notNull === 'false') found.push({ kind: 'drop-not-null', table, column })
  const fallback = phpDefault(options.get('default'))
  if (fallback) found.push({ kind: 'set-default', table, column, default: fallback })
  return found.length > 0 ? found : [{ kind: 'alter-table', table, what: `alters ${column}` }]
}

/** The other table by its name, or `$schema->getTable('users')`. */
function foreignKey(table: string, given: readonly SyntaxNode[]): OperationFacts[] | undefined {
  const [target, own, theirs, , name] = given
  const columns = phpStrings(own)
  if (!columns) return undefined
  const to = phpLiteral(target) ?? /getTable\(\s*['"]([^'"]+)['"]\s*\)$/.exec(target?.text ?? '')?.[1]
  const constraint: ConstraintFacts = {
    kind: 'foreign-key',
    columns,
    ...(to !== undefined && { references: { table: to, columns: phpStrings(theirs) ?? [] } }),
    ...named(phpLiteral(name)),
  }
  return [{ kind: 'add-constraint', table, constraint }]
}

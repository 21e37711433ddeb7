import type { SyntaxNode } from '../../code/node.ts'
import type { Command } from '../javascript/commands.ts'

/** Operations that have a `reverse` in node-pg-migrate 8 (`src/operations`). */
const REVERSIBLE = new Set(
  'createCast createDomain renameDomain createExtension addExtension createFunction renameFunction grantOnSchemas grantOnTables grantRoles createIndex addIndex renameIndex createMaterializedView refreshMaterializedView renameMaterializedView renameMaterializedViewColumn addToOperatorFamily createOperator createOperatorClass createOperatorFamily renameOperatorClass renameOperatorFamily createPolicy renamePolicy createRole renameRole createSchema renameSchema createSequence renameSequence addColumn addColumns addConstraint createConstraint createTable renameColumn renameConstraint renameTable createTrigger renameTrigger createType addType addTypeAttribute renameType renameTypeAttribute renameTypeValue createView renameView'.split(
    ' ',
  ),
)

/** Whether the tool reverses a call; a constraint only with a name and without an expression of SQL. */
export function invertible(name: string, args: readonly SyntaxNode[]): boolean {
  if (!REVERSIBLE.has(name)) return false
  if (name !== 'addConstraint' && name !== 'createConstraint') return true
  const [, constraint, definition] = args
  return constraint?.type !== 'null' && !definition?.type.endsWith('string')
}

const TABLE: Readonly<Record<string, Command>> = {
  createTable: { what: 'creates table $1', inverse: 'dropTable($1)' },
  dropTable: { what: 'drops table $1' },
  renameTable: { what: 'renames table $1 to $2', inverse: 'renameTable($2, $1)' },
  alterTable: { what: 'alters table $1' },
  addColumn: { what: 'adds columns to $1' },
  addColumns: { what: 'adds columns to $1' },
  dropColumn: { what: 'drops column $1.$2' },
  dropColumns: { what: 'drops columns of $1' },
  renameColumn: { what: 'renames column $1.$2 to $3', inverse: 'renameColumn($1, $3, $2)' },
  alterColumn: { what: 'changes column $1.$2' },
  addConstraint: { what: 'adds constraint $2 to $1', inverse: 'dropConstraint($1, $2)' },
  createConstraint: { what: 'adds constraint $2 to $1' },
  dropConstraint: { what: 'drops constraint $2 of $1' },
  renameConstraint: { what: 'renames constraint $2 of $1' },
  createIndex: { what: 'adds an index to $1' },
  addIndex: { what: 'adds an index to $1' },
  dropIndex: { what: 'drops an index of $1' },
  addTypeValue: { what: "adds value '$2' to type $1" },
}

/** The other kinds of object: `createView`, `dropView`, `alterView`, `renameView` and so on. */
const KINDS =
  'Cast Domain Extension Function MaterializedView Operator OperatorClass OperatorFamily Policy Role Schema Sequence Trigger Type View TypeAttribute TypeValue ViewColumn'.split(
    ' ',
  )

export const COMMANDS: Readonly<Record<string, Command>> = {
  ...Object.fromEntries(
    KINDS.flatMap((kind) => {
      const words = kind.replaceAll(/(?!^)[A-Z]/g, (letter) => ` ${letter}`).toLowerCase()
      const verbs = {
        create: 'creates',
        add: 'adds',
        drop: 'drops',
        alter: 'alters',
        rename: 'renames',
        set: 'changes',
      }
      return Object.entries(verbs).map(([verb, says]) => [`${verb}${kind}`, { what: `${says} ${words} $1` }])
    }),
  ),
  grantRoles: { what: 'grants roles' },
  revokeRoles: { what: 'revokes roles' },
  grantOnTables: { what: 'grants privileges on tables' },
  revokeOnTables: { what: 'revokes privileges on tables' },
  grantOnSchemas: { what: 'grants privileges on schemas' },
  revokeOnSchemas: { what: 'revokes privileges on schemas' },
  refreshMaterializedView: { what: 'refreshes view $1', kind: 'data' },
  ...TABLE,
}

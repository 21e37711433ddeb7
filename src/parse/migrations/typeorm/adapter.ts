import { parameterOf } from '../javascript/body.ts'
import { classWays } from '../javascript/classes.ts'
import { commandEffects } from '../javascript/commands.ts'
import { scriptOperations } from '../javascript/operations.ts'
import { scriptAdapter } from '../javascript/script-adapter.ts'
import { typeormCommand } from './operations.ts'

/** Methods of `QueryRunner` (https://typeorm.io/docs/advanced-topics/migrations/#using-migration-api-to-write-migrations). */
const COMMANDS = {
  createDatabase: { what: 'creates database $1', inverse: 'dropDatabase($1)' },
  dropDatabase: { what: 'drops database $1' },
  createSchema: { what: 'creates schema $1', inverse: 'dropSchema($1)' },
  dropSchema: { what: 'drops schema $1' },
  createTable: { what: 'creates table $1', inverse: 'dropTable($1)' },
  dropTable: { what: 'drops table $1' },
  renameTable: { what: 'renames table $1 to $2', inverse: 'renameTable($2, $1)' },
  createView: { what: 'creates view $1', inverse: 'dropView($1)' },
  dropView: { what: 'drops view $1' },
  addColumn: { what: 'adds column $1.$2', inverse: 'dropColumn($1, $2)' },
  addColumns: { what: 'adds columns to $1' },
  renameColumn: { what: 'renames column $1.$2 to $3', inverse: 'renameColumn($1, $3, $2)' },
  changeColumn: { what: 'changes column $1.$2' },
  changeColumns: { what: 'changes columns of $1' },
  dropColumn: { what: 'drops column $1.$2' },
  dropColumns: { what: 'drops columns of $1' },
  createPrimaryKey: { what: 'adds a primary key to $1' },
  updatePrimaryKeys: { what: 'changes the primary key of $1' },
  dropPrimaryKey: { what: 'drops the primary key of $1' },
  createUniqueConstraint: { what: 'adds a unique constraint to $1' },
  createUniqueConstraints: { what: 'adds unique constraints to $1' },
  dropUniqueConstraint: { what: 'drops a unique constraint of $1' },
  dropUniqueConstraints: { what: 'drops unique constraints of $1' },
  createCheckConstraint: { what: 'adds a check constraint to $1' },
  dropCheckConstraint: { what: 'drops a check constraint of $1' },
  createForeignKey: { what: 'adds a foreign key to $1' },
  createForeignKeys: { what: 'adds foreign keys to $1' },
  dropForeignKey: { what: 'drops a foreign key of $1' },
  dropForeignKeys: { what: 'drops foreign keys of $1' },
  createIndex: { what: 'adds an index to $1' },
  createIndices: { what: 'adds indexes to $1' },
  dropIndex: { what: 'drops an index of $1' },
  dropIndices: { what: 'drops indexes of $1' },
  clearTable: { what: 'empties table $1', kind: 'data' as const },
  clearDatabase: { what: 'empties the database' },
}

const SQL = { names: /^query$/, owner: /^/ }
const INERT = /^(?:connect|release|getTable|hasTable|hasColumn|find|includes|map)$/

/** TypeORM migrations (https://typeorm.io/docs/advanced-topics/migrations/): classes with `up(queryRunner)`. */
export const typeorm = scriptAdapter({
  framework: 'typeorm',
  title: 'TypeORM',
  // By the name of the class, which the code holds.
  knownBy: 'content',
  late: 'applied',
  mentions: /\bMigrationInterface\b|\bqueryRunner\b/,
  ways: (root) =>
    classWays(
      root,
      (heritage, up) =>
        /\bMigrationInterface\b/.test(heritage) || /queryRunner/i.test(parameterOf(up)?.text ?? ''),
    ),
  owns: () => true,
  effects: (callable) => commandEffects(callable, { commands: COMMANDS, sql: SQL, inert: INERT }),
  operations: (callable, path) =>
    scriptOperations(callable, path, {
      commands: COMMANDS,
      sql: SQL,
      inert: INERT,
      command: typeormCommand,
    }),
  expected: '`down` method',
  exactEffects: true,
})

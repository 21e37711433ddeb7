import { parameterOf } from '../javascript/body.ts'
import { commandEffects } from '../javascript/commands.ts'
import { scriptOperations } from '../javascript/operations.ts'
import { scriptAdapter } from '../javascript/script-adapter.ts'
import { sequelizeCommand } from './operations.ts'

/** Methods of `QueryInterface` (https://sequelize.org/api/v6/class/src/dialects/abstract/query-interface.js~queryinterface). */
const COMMANDS = {
  createTable: { what: 'creates table $1', inverse: 'dropTable($1)' },
  dropTable: { what: 'drops table $1' },
  dropAllTables: { what: 'drops all tables' },
  dropAllEnums: { what: 'drops all enums' },
  dropEnum: { what: 'drops enum $1' },
  renameTable: { what: 'renames table $1 to $2', inverse: 'renameTable($2, $1)' },
  addColumn: { what: 'adds column $1.$2', inverse: 'removeColumn($1, $2)' },
  removeColumn: { what: 'drops column $1.$2' },
  changeColumn: { what: 'changes column $1.$2' },
  renameColumn: { what: 'renames column $1.$2 to $3', inverse: 'renameColumn($1, $3, $2)' },
  addIndex: { what: 'adds an index to $1' },
  removeIndex: { what: 'drops an index of $1' },
  addConstraint: { what: 'adds a constraint to $1' },
  removeConstraint: { what: 'drops constraint $2 of $1' },
  createSchema: { what: 'creates schema $1', inverse: 'dropSchema($1)' },
  dropSchema: { what: 'drops schema $1' },
  createFunction: { what: 'creates function $1' },
  dropFunction: { what: 'drops function $1' },
  createTrigger: { what: 'creates trigger $2 on $1' },
  dropTrigger: { what: 'drops trigger $2 of $1' },
  bulkInsert: { what: 'inserts rows into $1', kind: 'data' as const },
  bulkUpdate: { what: 'updates rows of $1', kind: 'data' as const },
  bulkDelete: { what: 'deletes rows of $1', kind: 'data' as const },
}

const SQL = { names: /^query$/, owner: /sequelize|queryInterface|context|\bqi\b|\bdb\b/i }
/** They look, or build types and values. */
const LOOKS =
  /^(?:describeTable|show\w+|tableExists|[A-Z]+\d?|getDialect|getQueryInterface|includes|find|some)$/

/** Sequelize migrations, run by sequelize-cli or by Umzug (https://sequelize.org/docs/v6/other-topics/migrations/). */
export const sequelize = scriptAdapter({
  framework: 'sequelize',
  title: 'Sequelize',
  knownBy: 'file-name',
  late: 'applied',
  mentions: /queryInterface|sequelize|umzug/i,
  // Umzug hands over `{ context }`; what that is, is the project's choice, and nearly always the query interface.
  // A way up that starts a script takes nothing, and is known by what the generator wrote above it.
  owns: (up) =>
    /query|\bqi\b|sequelize|\bcontext\b/i.test(parameterOf(up)?.text ?? '')
      ? !isTypeOrm(up.text)
      : parameterOf(up) === undefined && GENERATED.test(up.source.text),
  effects: (callable) => commandEffects(callable, { commands: COMMANDS, sql: SQL }),
  operations: (callable, path) =>
    scriptOperations(callable, path, {
      commands: COMMANDS,
      sql: SQL,
      inert: LOOKS,
      command: sequelizeCommand,
    }),
  expected: 'exported `down` function',
  exactEffects: true,
})

const GENERATED = /@type\s*\{\s*import\(['"]sequelize-cli['"]\)\.Migration\b/

function isTypeOrm(text: string): boolean {
  return /\bqueryRunner\b/.test(text)
}

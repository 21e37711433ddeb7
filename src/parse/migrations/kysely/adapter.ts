import { parameterOf } from '../javascript/body.ts'
import { commandEffects } from '../javascript/commands.ts'
import { scriptOperations } from '../javascript/operations.ts'
import { scriptAdapter } from '../javascript/script-adapter.ts'
import { kyselyCommand } from './operations.ts'

/** Methods of `db.schema`, and what else builds a statement (https://kysely-org.github.io/kysely-apidoc/classes/SchemaModule.html). */
const COMMANDS = {
  createTable: { what: 'creates table $1', inverse: 'schema.dropTable($1).execute()' },
  dropTable: { what: 'drops table $1' },
  alterTable: { what: 'alters table $1' },
  createIndex: { what: 'creates index $1', inverse: 'schema.dropIndex($1).execute()' },
  dropIndex: { what: 'drops index $1' },
  createSchema: { what: 'creates schema $1', inverse: 'schema.dropSchema($1).execute()' },
  dropSchema: { what: 'drops schema $1' },
  createView: { what: 'creates view $1', inverse: 'schema.dropView($1).execute()' },
  refreshMaterializedView: { what: 'refreshes view $1', kind: 'data' as const },
  dropView: { what: 'drops view $1' },
  createType: { what: 'creates type $1', inverse: 'schema.dropType($1).execute()' },
  dropType: { what: 'drops type $1' },
  insertInto: { what: 'inserts rows into $1', kind: 'data' as const },
  replaceInto: { what: 'replaces rows of $1', kind: 'data' as const },
  updateTable: { what: 'updates rows of $1', kind: 'data' as const },
  deleteFrom: { what: 'deletes rows of $1', kind: 'data' as const },
}

/** Fragments of queries are tagged like whole statements: those are executed. */
const SQL = { names: /^execute$/, owner: /^sql(?:\.raw)?\b/ }
const RUNS = /^(?:execute\w*|stream)$/
const BUILDS =
  /^(?:sql|raw|ref|table|id|val|lit|\w*Column|on|using|where|columns?|addTo|set|values|as|val|primaryKey|notNull|defaultTo|unique|references|onDelete|add\w+|drop\w+|alter\w+|setDataType|if(?:Not)?Exists|select\w*|from|asEnum)$/
const INERT = new RegExp(`${BUILDS.source}|${RUNS.source}`)

/** Kysely migrations (https://kysely.dev/docs/migrations). */
export const kysely = scriptAdapter({
  framework: 'kysely',
  title: 'Kysely',
  knownBy: 'file-name',
  // Names are compared as text, which is the order of the numbers that generators write.
  late: 'refused',
  mentions: /\bkysely\b/i,
  owns: (up) => /kysely|^db\b|^trx\b/i.test(parameterOf(up)?.text ?? ''),
  effects: (callable) =>
    commandEffects(callable, { commands: COMMANDS, sql: SQL, runs: RUNS, inert: BUILDS }),
  operations: (callable, path) =>
    scriptOperations(callable, path, { commands: COMMANDS, sql: SQL, inert: INERT, command: kyselyCommand }),
  expected: 'exported `down` function',
  exactEffects: true,
})

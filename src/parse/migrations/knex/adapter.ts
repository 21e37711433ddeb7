import { parameterOf } from '../javascript/body.ts'
import { scriptOperations } from '../javascript/operations.ts'
import { scriptAdapter } from '../javascript/script-adapter.ts'
import { knexEffects, STATEMENT } from './effects.ts'
import { knexCommand } from './operations.ts'

/** They look, or build parts of queries. */
const LOOKS =
  /^(?:has(?:Table|Column)|columnInfo|select|first|pluck|count\w*|where\w*|andWhere\w*|orWhere\w*|from|join|leftJoin|orderBy|limit|as|now|uuid|ref|table|alterTable|raw)$/

/** Knex migrations (https://knexjs.org/guide/migrations.html). */
export const knex = scriptAdapter({
  framework: 'knex',
  title: 'Knex',
  knownBy: 'file-name',
  late: 'applied',
  mentions: /\bknex\b/i,
  // `up(queryInterface, …)` is Sequelize's, `up(db, callback)` db-migrate's.
  owns: (up) => /knex|transaction|trx/i.test(parameterOf(up)?.text ?? ''),
  effects: knexEffects,
  operations: (callable, path) =>
    scriptOperations(callable, path, {
      sql: { names: /^raw$/, owner: /^[\w.]+$/, statement: STATEMENT },
      inert: LOOKS,
      command: knexCommand,
    }),
  expected: 'exported `down` function',
  exactEffects: true,
})

import { parameterOf } from '../javascript/body.ts'
import { scriptAdapter } from '../javascript/script-adapter.ts'
import { knexEffects } from './effects.ts'

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
  expected: 'exported `down` function',
  exactEffects: true,
})

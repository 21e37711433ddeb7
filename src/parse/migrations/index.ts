import type { Adapter } from './adapter.ts'
import { alembic } from './alembic/adapter.ts'
import { dbmate } from './dbmate/adapter.ts'
import { diesel } from './diesel/adapter.ts'
import { django } from './django/adapter.ts'
import { doctrine } from './doctrine/adapter.ts'
import { ecto } from './ecto/adapter.ts'
import { efCore } from './ef-core/adapter.ts'
import { flyway } from './flyway/adapter.ts'
import { golangMigrate } from './golang-migrate/adapter.ts'
import { goose } from './goose/adapter.ts'
import { knex } from './knex/adapter.ts'
import { laravel } from './laravel/adapter.ts'
import { phinx } from './phinx/adapter.ts'
import { rails } from './rails/adapter.ts'
import { sqlMigrate } from './sql-migrate/adapter.ts'

export * from './adapter.ts'
export * from './step.ts'
export { templateAdapter } from './template/adapter.ts'
export * from './versions.ts'

/** Every framework that is understood. A path may be a candidate of several; the content decides. */
export const adapters: readonly Adapter[] = [
  alembic,
  dbmate,
  diesel,
  django,
  doctrine,
  ecto,
  efCore,
  flyway,
  golangMigrate,
  goose,
  knex,
  laravel,
  phinx,
  rails,
  sqlMigrate,
]

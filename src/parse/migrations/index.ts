import type { Adapter } from './adapter.ts'
import { alembic } from './alembic/adapter.ts'
import { atlas } from './atlas/adapter.ts'
import { dbMigrate } from './db-migrate/adapter.ts'
import { dbmate } from './dbmate/adapter.ts'
import { diesel } from './diesel/adapter.ts'
import { django } from './django/adapter.ts'
import { doctrine } from './doctrine/adapter.ts'
import { drizzle } from './drizzle/adapter.ts'
import { ecto } from './ecto/adapter.ts'
import { efCore } from './ef-core/adapter.ts'
import { flyway } from './flyway/adapter.ts'
import { golangMigrate } from './golang-migrate/adapter.ts'
import { goose } from './goose/adapter.ts'
import { knex } from './knex/adapter.ts'
import { kysely } from './kysely/adapter.ts'
import { laravel } from './laravel/adapter.ts'
import { liquibase } from './liquibase/adapter.ts'
import { mikroOrm } from './mikro-orm/adapter.ts'
import { nodePgMigrate, nodePgMigrateSql } from './node-pg-migrate/adapter.ts'
import { outsideTests } from './outside-tests.ts'
import { phinx } from './phinx/adapter.ts'
import { prisma } from './prisma/adapter.ts'
import { rails } from './rails/adapter.ts'
import { refinery } from './refinery/adapter.ts'
import { seaOrm } from './sea-orm/adapter.ts'
import { sequelize } from './sequelize/adapter.ts'
import { sqitch } from './sqitch/adapter.ts'
import { sqlMigrate } from './sql-migrate/adapter.ts'
import { sqlx } from './sqlx/adapter.ts'
import { tern } from './tern/adapter.ts'
import { withExecution } from './execution.ts'
import { typeorm } from './typeorm/adapter.ts'

export * from './adapter.ts'
export * from './operation.ts'
export * from './step.ts'
export * from './database/manifests.ts'
export { scriptOf } from './exact-sql.ts'
export { templateAdapter } from './template/adapter.ts'
export * from './versions.ts'

/** Every framework that is understood. A path may be a candidate of several; the content decides. */
export const adapters: readonly Adapter[] = [
  alembic,
  atlas,
  dbmate,
  dbMigrate,
  diesel,
  django,
  doctrine,
  drizzle,
  ecto,
  efCore,
  flyway,
  golangMigrate,
  goose,
  knex,
  kysely,
  laravel,
  liquibase,
  mikroOrm,
  nodePgMigrate,
  nodePgMigrateSql,
  phinx,
  prisma,
  rails,
  refinery,
  seaOrm,
  sequelize,
  sqitch,
  sqlMigrate,
  sqlx,
  tern,
  typeorm,
].map((adapter) => withExecution(outsideTests(adapter)))

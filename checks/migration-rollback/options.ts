import { z } from 'zod'

/** Options that all rules of the family take, so that `migration-rollback/*` can set them at once. */
export const migrationOptions = z.strictObject({
  /**
   * Flyway's undo migrations: `auto` expects one only where other migrations of the same folder have one,
   * `required` always, `ignored` never.
   */
  'flyway-undo': z.enum(['auto', 'required', 'ignored']).default('auto'),
  /**
   * Scripts for the way back beside the migrations of Prisma and Drizzle, which run none themselves: `auto` expects one
   * only where other migrations of the same folder have one, `required` always, `ignored` never.
   */
  'down-scripts': z.enum(['auto', 'required', 'ignored']).default('auto'),
  /**
   * Own layouts of plain SQL files, one for each way. `{version}` stands for digits (with dots, dashes or underscores
   * between them), `{name}` for anything but a slash, `{dir}` for any folders:
   * `{ up: 'sql/deploy/{name}.sql', down: 'sql/revert/{name}.sql' }`.
   */
  templates: z
    .array(z.strictObject({ up: z.string().min(1), down: z.string().min(1) }))
    .max(20)
    .default([]),
  /** The database that the migrations speak to; `auto`: what the repository tells. */
  database: z.enum(['auto', 'postgresql', 'mysql', 'sqlite', 'sqlserver', 'oracle']).default('auto'),
  /** PostgreSQL's major version; `auto`: the oldest that compose files and CI name, else 14. */
  'postgres-version': z.union([z.literal('auto'), z.int().min(9).max(99)]).default('auto'),
  /** Globs over names of tables: what locks or rewrites one of these weighs more. */
  'large-tables': z.array(z.string().min(1)).max(200).default([]),
  /** Who sets `lock_timeout`: each migration, or the deployment (`ALTER ROLE … SET`, connection options). */
  'lock-timeout': z.enum(['set-by-the-migration', 'set-by-the-deployment']).default('set-by-the-migration'),
})

export type MigrationOptions = z.output<typeof migrationOptions>

/** What may be a migration: the content decides. */
export const MIGRATION_FILES = [
  '**/*.sql',
  '**/*.rb',
  '**/*.py',
  '**/*.{js,cjs,mjs,ts,cts,mts}',
  '**/*.php',
  '**/*.cs',
  '**/*.{ex,exs}',
  '**/*.rs',
  // goose's, which begin with their number.
  '**/[0-9]*_*.go',
  // Liquibase's changelogs: not every document of a repository.
  '**/*{changelog,changeset,change-log,change-set,liquibase,migrat,Changelog,ChangeLog,ChangeSet,Migrat}*/**/*.{xml,yaml,yml,json}',
  '**/*{changelog,changeset,change-log,change-set,liquibase,Changelog,ChangeLog,ChangeSet}*.{xml,yaml,yml,json}',
] as const

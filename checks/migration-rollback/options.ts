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
  // Liquibase's changelogs: not every document of a repository.
  '**/*{changelog,changeset,change-log,change-set,liquibase,migrat,Changelog,ChangeLog,ChangeSet,Migrat}*/**/*.{xml,yaml,yml,json}',
  '**/*{changelog,changeset,change-log,change-set,liquibase,Changelog,ChangeLog,ChangeSet}*.{xml,yaml,yml,json}',
] as const

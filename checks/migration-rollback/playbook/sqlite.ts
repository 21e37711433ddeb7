import { ident, type Plays } from './names.ts'

/** Playbooks for SQLite, which locks the whole database for every write: what counts there is that writes are short. */
export const sqlite: Plays = {
  'add-not-null-column': ({ table, column, type = '<type>', value = '<value>' }) => ({
    prose:
      'SQLite refuses a NOT NULL column without a constant default on a table that holds rows: give it one.',
    stages: [
      {
        title: 'expand',
        statements: [
          `ALTER TABLE ${ident(table)} ADD COLUMN ${ident(column)} ${type} NOT NULL DEFAULT ${value};`,
        ],
      },
    ],
  }),
  'rename-column': ({ table, column, to, type = '<type>' }) => ({
    prose:
      'Where old and new code run side by side, add the column under its new name and drop the old one later.',
    stages: [
      {
        title: 'expand and backfill',
        statements: [
          `ALTER TABLE ${ident(table)} ADD COLUMN ${ident(to)} ${type};`,
          `UPDATE ${ident(table)} SET ${ident(to)} = ${ident(column)};`,
        ],
      },
      { between: `Release code that writes both and reads ${to}, then code that uses ${to} only.` },
      { title: 'contract', statements: [`ALTER TABLE ${ident(table)} DROP COLUMN ${ident(column)};`] },
    ],
  }),
  'drop-column': ({ table, column }) => ({
    prose: 'Drop the column one release after the last code that uses it, and its indexes before it.',
    stages: [
      { between: `Release code that neither reads nor writes ${column}.` },
      { title: 'contract', statements: [`ALTER TABLE ${ident(table)} DROP COLUMN ${ident(column)};`] },
    ],
  }),
  backfill: ({ table, set = '<column> = <value>', where = '<rows that still need it>' }) => ({
    prose: 'Change the rows in batches: every write locks the whole database until it ends.',
    stages: [
      {
        title: 'backfill: run it until it changes no row',
        statements: [
          `UPDATE ${ident(table)} SET ${set} WHERE rowid IN (SELECT rowid FROM ${ident(table)} WHERE ${where} LIMIT 5000);`,
        ],
      },
    ],
  }),
}

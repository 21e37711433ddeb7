import { ident, madeName, type Plays } from './names.ts'
import { postgresColumns } from './postgres-columns.ts'
import { inBatches, LOCK_TIMEOUT } from './postgres-fill.ts'

/** Playbooks for PostgreSQL. */
export const postgres: Plays = {
  ...postgresColumns,
  'rename-table': ({ table, to }) => ({
    prose:
      'Rename it and leave a view under the old name in the same transaction: code that runs still reads and writes through it. Drop the view one release later.',
    stages: [
      {
        title: 'rename, with a view for those who know the old name',
        statements: [
          LOCK_TIMEOUT,
          `ALTER TABLE ${ident(table)} RENAME TO ${ident(to.slice(to.lastIndexOf('.') + 1))};`,
          `CREATE VIEW ${ident(table)} AS SELECT * FROM ${ident(sibling(table, to))};`,
        ],
      },
      {
        between: `Release code that uses ${to} only. INSERT … ON CONFLICT, locks and privileges do not go through the view unchanged: grant what the table has.`,
      },
      { title: 'contract', statements: [LOCK_TIMEOUT, `DROP VIEW ${ident(table)};`] },
    ],
  }),
  'add-foreign-key': ({ table, columns, references, name }) => {
    const constraint = ident(name ?? madeName(table, ...columns, 'fkey'))
    const target = references.columns.length > 0 ? ` (${list(references.columns)})` : ''
    return {
      prose:
        'Add it NOT VALID, which reads no rows, and validate it in a migration of its own, which lets reads and writes go on in both tables.',
      stages: [
        {
          title: 'new rows are checked from here on',
          statements: [
            LOCK_TIMEOUT,
            `ALTER TABLE ${ident(table)} ADD CONSTRAINT ${constraint}\n  FOREIGN KEY (${list(columns)}) REFERENCES ${ident(references.table)}${target} NOT VALID;`,
          ],
        },
        {
          title: 'check the rows that are there',
          statements: [`ALTER TABLE ${ident(table)} VALIDATE CONSTRAINT ${constraint};`],
        },
      ],
    }
  },
  'add-check': ({ table, expression = '<condition>', name }) => {
    const constraint = ident(name ?? madeName(table, 'check'))
    return {
      prose:
        'Add it NOT VALID, which reads no rows, and validate it in a migration of its own, which lets reads and writes go on.',
      stages: [
        {
          title: 'new rows are checked from here on',
          statements: [
            LOCK_TIMEOUT,
            `ALTER TABLE ${ident(table)} ADD CONSTRAINT ${constraint} CHECK (${expression}) NOT VALID;`,
          ],
        },
        {
          title: 'check the rows that are there',
          statements: [`ALTER TABLE ${ident(table)} VALIDATE CONSTRAINT ${constraint};`],
        },
      ],
    }
  },
  'add-unique': ({ table, columns, name }) => {
    const constraint = ident(name ?? madeName(table, ...columns, 'key'))
    return {
      prose:
        'Build the unique index CONCURRENTLY, in a migration without transaction, then make the constraint of it: that takes a lock for a moment only.',
      stages: [
        {
          title: 'the index',
          alone: true,
          statements: [
            `CREATE UNIQUE INDEX CONCURRENTLY ${constraint} ON ${ident(table)} (${list(columns)});`,
          ],
        },
        {
          between: `A build that failed on duplicates leaves an invalid index: DROP INDEX CONCURRENTLY it, mend the rows, and build again.`,
        },
        {
          title: 'the constraint',
          statements: [
            LOCK_TIMEOUT,
            `ALTER TABLE ${ident(table)} ADD CONSTRAINT ${constraint} UNIQUE USING INDEX ${constraint};`,
          ],
        },
      ],
    }
  },
  'create-index': ({ table, columns, name, unique, method, where }) => {
    const index = ident(name ?? madeName(table, ...columns, 'idx'))
    const using = method === undefined ? '' : ` USING ${method}`
    return {
      prose:
        'Build it CONCURRENTLY, alone in a migration that runs without transaction: writes go on meanwhile.',
      stages: [
        {
          title: 'the index',
          alone: true,
          statements: [
            `CREATE ${unique ? 'UNIQUE ' : ''}INDEX CONCURRENTLY ${index} ON ${ident(table)}${using} (${list(columns)})${where === undefined ? '' : ` WHERE ${where}`};`,
          ],
        },
        {
          between: `A build that failed leaves an invalid index: DROP INDEX CONCURRENTLY ${index} before the next attempt.`,
        },
      ],
    }
  },
  backfill: ({ table, set = '<column> = <value>', where = '<rows that still need it>' }) => ({
    prose:
      'Change the rows in batches that commit one by one, in a migration of its own without transaction: one long UPDATE holds its locks and its dead rows until the end.',
    stages: [{ title: 'backfill', alone: true, statements: [inBatches(table, set, where)] }],
  }),
}

function list(columns: readonly string[]): string {
  return columns.map((column) => (column.startsWith('(') ? column : ident(column))).join(', ')
}

/** A new name stays in the old one's schema unless it names one. */
function sibling(table: string, to: string): string {
  const dot = table.lastIndexOf('.')
  return to.includes('.') || dot < 0 ? to : `${table.slice(0, dot)}.${to}`
}

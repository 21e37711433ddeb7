import { backticked as ident, madeName, type Play, type Plays, type Stage } from './names.ts'

const ONLINE = 'ALGORITHM=INPLACE, LOCK=NONE'

/** Playbooks for MySQL and MariaDB. DDL commits by itself there, so each statement is a migration. */
export const mysql: Plays = {
  'add-not-null-column': ({ table, column, type = '<type>', value = '<value>' }) => ({
    prose:
      'Add it with a constant default, which MySQL 8.0.12 and MariaDB 10.3 do at once; drop the default later if the code is to give the value.',
    stages: [
      {
        title: 'expand: refused, not slow, where it cannot be instant',
        statements: [
          `ALTER TABLE ${ident(table)} ADD COLUMN ${ident(column)} ${type} NOT NULL DEFAULT ${value}, ALGORITHM=INSTANT;`,
        ],
      },
    ],
  }),
  'set-not-null': ({ table, column, value = '<value>', type = '<type>' }) => ({
    prose: 'Fill the column in batches first, then require it while reads and writes go on.',
    stages: [
      { between: `Release code that writes ${column} with every row.` },
      batches(table, `${ident(column)} = ${value}`, `${ident(column)} IS NULL`),
      {
        title: 'require the column; name its whole definition',
        statements: [`ALTER TABLE ${ident(table)} MODIFY ${ident(column)} ${type} NOT NULL, ${ONLINE};`],
      },
    ],
  }),
  'rename-column': ({ table, column, to, type = '<type>' }) => ({
    prose:
      'Add the column under its new name, let triggers keep both equal while old and new code run, then drop the old one.',
    stages: expandAndContract(table, column, to, type, `NEW.${ident(column)}`, true),
  }),
  'change-type': ({ table, column, type = '<type>', using }) => {
    const to = `${column}_new`
    const stages = expandAndContract(table, column, to, type, using ?? `NEW.${ident(column)}`, false)
    return {
      prose:
        'Add a column of the new type, keep it equal, fill it, then swap the names; or let gh-ost or pt-online-schema-change copy the table. MODIFY to another type copies the table and blocks writes.',
      stages: [
        ...stages.slice(0, -1),
        {
          title: 'swap the names, then contract in a later release',
          statements: [
            ...dropTriggers(table, to),
            `ALTER TABLE ${ident(table)} RENAME COLUMN ${ident(column)} TO ${ident(`${column}_old`)}, RENAME COLUMN ${ident(to)} TO ${ident(column)};`,
          ],
        },
        {
          title: 'contract',
          statements: [`ALTER TABLE ${ident(table)} DROP COLUMN ${ident(`${column}_old`)}, ${ONLINE};`],
        },
      ],
    }
  },
  'rename-table': ({ table, to }) => ({
    prose:
      'Rename it and leave a view under the old name, for code that still runs; drop the view a release later.',
    stages: [
      {
        title: 'rename; between the two statements the old name is gone for a moment',
        statements: [
          `RENAME TABLE ${ident(table)} TO ${ident(to)};`,
          `CREATE VIEW ${ident(table)} AS SELECT * FROM ${ident(to)};`,
        ],
      },
      { between: `Release code that uses ${to} only.` },
      { title: 'contract', statements: [`DROP VIEW ${ident(table)};`] },
    ],
  }),
  'drop-column': ({ table, column, notNull }) => ({
    prose:
      'Drop the column one release after the last code that uses it: ORMs name every column they know in each SELECT and INSERT.',
    stages: [
      {
        between: `Release code that neither reads nor writes ${column}${notNull ? ', after giving it a default or making it nullable' : ''}.`,
      },
      {
        title: 'contract',
        statements: [`ALTER TABLE ${ident(table)} DROP COLUMN ${ident(column)}, ${ONLINE};`],
      },
    ],
  }),
  'add-foreign-key': ({ table, columns, references, name }) => {
    const constraint = ident(name ?? madeName(table, ...columns, 'fk'))
    const key = columns.map(ident).join(', ')
    return {
      prose:
        'MySQL checks the rows that are there only by copying the table. Look for orphans first, then add the key without that check, which blocks nobody.',
      stages: [
        {
          between: `SELECT COUNT(*) FROM ${ident(table)} c LEFT JOIN ${ident(references.table)} p ON ${columns.map((column, i) => `p.${ident(references.columns[i] ?? 'id')} = c.${ident(column)}`).join(' AND ')} WHERE p.${ident(references.columns[0] ?? 'id')} IS NULL AND c.${ident(columns[0] ?? '')} IS NOT NULL; has to give 0.`,
        },
        {
          title: 'the key',
          statements: [
            'SET SESSION foreign_key_checks = 0;',
            `ALTER TABLE ${ident(table)} ADD CONSTRAINT ${constraint}\n  FOREIGN KEY (${key}) REFERENCES ${ident(references.table)} (${references.columns.map(ident).join(', ')}), ${ONLINE};`,
            'SET SESSION foreign_key_checks = 1;',
          ],
        },
      ],
    }
  },
  'add-unique': ({ table, columns, name }) =>
    online(
      table,
      `UNIQUE INDEX ${ident(name ?? madeName(table, ...columns, 'key'))} (${columns.map(ident).join(', ')})`,
    ),
  'create-index': ({ table, columns, name, unique }) =>
    online(
      table,
      `${unique ? 'UNIQUE ' : ''}INDEX ${ident(name ?? madeName(table, ...columns, 'idx'))} (${columns.map((one) => (one.startsWith('(') ? one : ident(one))).join(', ')})`,
    ),
  backfill: ({ table, set = '<column> = <value>', where = '<rows that still need it>', key }) => ({
    prose:
      'Change the rows in batches that commit one by one, apart from the migration that changes the table.',
    stages: [batches(table, set, where, key)],
  }),
}

function batches(table: string, set: string, where: string, key = 'id'): Stage {
  return {
    title: 'backfill: run it until it changes no row',
    statements: [`UPDATE ${ident(table)} SET ${set} WHERE ${where} ORDER BY ${ident(key)} LIMIT 5000;`],
  }
}

function online(table: string, what: string): Play {
  return {
    prose: `Say LOCK=NONE: MySQL then refuses instead of blocking writes where it cannot build it while they go on.`,
    stages: [{ title: 'the index', statements: [`ALTER TABLE ${ident(table)} ADD ${what}, ${ONLINE};`] }],
  }
}

function dropTriggers(table: string, to: string): string[] {
  return ['insert', 'update'].map((event) => `DROP TRIGGER ${ident(madeName(table, to, event))};`)
}

function expandAndContract(
  table: string,
  column: string,
  to: string,
  type: string,
  convert: string,
  both: boolean,
): Play['stages'] {
  const [old, copy] = [ident(column), ident(to)]
  const body = {
    insert: both
      ? `SET NEW.${copy} = COALESCE(NEW.${copy}, ${convert}), NEW.${old} = COALESCE(NEW.${old}, NEW.${copy})`
      : `SET NEW.${copy} = ${convert}`,
    update: both
      ? `SET NEW.${old} = IF(NEW.${copy} <=> OLD.${copy}, NEW.${old}, NEW.${copy}), NEW.${copy} = NEW.${old}`
      : `SET NEW.${copy} = ${convert}`,
  }
  return [
    {
      title: 'expand: a second column',
      statements: [`ALTER TABLE ${ident(table)} ADD COLUMN ${copy} ${type} NULL, ALGORITHM=INSTANT;`],
    },
    {
      title: 'keep both equal',
      statements: (['insert', 'update'] as const).map(
        (event) =>
          `CREATE TRIGGER ${ident(madeName(table, to, event))} BEFORE ${event.toUpperCase()} ON ${ident(table)}\n  FOR EACH ROW ${body[event]};`,
      ),
    },
    batches(table, `${copy} = ${convert.replaceAll('NEW.', '')}`, `${copy} IS NULL AND ${old} IS NOT NULL`),
    {
      between: `Make the indexes and constraints of ${column} on ${to} too. Release code that uses ${to} only.`,
    },
    {
      title: 'contract',
      statements: [...dropTriggers(table, to), `ALTER TABLE ${ident(table)} DROP COLUMN ${old}, ${ONLINE};`],
    },
  ]
}

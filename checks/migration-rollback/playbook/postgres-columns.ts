import { ident, madeName, type Play, type PlaybookNames, type Plays, type Stage } from './names.ts'
import { inBatches, keptEqual, LOCK_TIMEOUT, requiredAfterCheck } from './postgres-fill.ts'

/** Validates and requires; VALIDATE lets writers on, so it stands in a migration of its own. */
function required(table: string, column: string): Stage[] {
  const {
    add,
    rest: [validate = '', ...last],
  } = requiredAfterCheck(table, column)
  return [
    { title: `refuse new rows without ${column}`, statements: [LOCK_TIMEOUT, add] },
    { title: 'check the rows that are there, without blocking writes', statements: [validate] },
    {
      title: 'require the column: the valid check spares the scan',
      statements: [LOCK_TIMEOUT, ...last],
    },
  ]
}

function changeType({
  table,
  column,
  type = '<type>',
  using,
  notNull,
  default: own,
}: PlaybookNames['change-type']): Play {
  const to = `${column}_new`
  const cast = (name: string): string =>
    using === undefined ? `${name}::${type}` : using.replaceAll(wordOf(column), name)
  const sync = keptEqual(table, { from: column, to, convert: cast(`NEW.${ident(column)}`) })
  const [first, ...rest] = notNull ? required(table, to) : []
  const outgoing = `${column}_old`
  return {
    prose:
      'Add a column of the new type, keep it equal to the old one, fill it, then swap their names. ALTER COLUMN … TYPE rewrites the table, and nobody reads or writes it meanwhile.',
    stages: [
      {
        title: 'expand: a second column, kept equal',
        statements: [
          LOCK_TIMEOUT,
          `ALTER TABLE ${ident(table)} ADD COLUMN ${ident(to)} ${type};`,
          ...(own === undefined
            ? []
            : [`ALTER TABLE ${ident(table)} ALTER COLUMN ${ident(to)} SET DEFAULT ${own};`]),
          ...sync.create,
        ],
      },
      {
        title: 'backfill',
        alone: true,
        statements: [
          inBatches(
            table,
            `${ident(to)} = ${cast(ident(column))}`,
            `${ident(to)} IS NULL AND ${ident(column)} IS NOT NULL`,
          ),
        ],
      },
      ...(first ? [first, ...rest] : []),
      {
        between: `Make the indexes and constraints of ${column} on ${to} too, CONCURRENTLY and NOT VALID.`,
      },
      {
        title: 'swap the names in one transaction',
        statements: [
          LOCK_TIMEOUT,
          ...sync.drop,
          `ALTER TABLE ${ident(table)} RENAME COLUMN ${ident(column)} TO ${ident(outgoing)};`,
          `ALTER TABLE ${ident(table)} RENAME COLUMN ${ident(to)} TO ${ident(column)};`,
          `ALTER TABLE ${ident(table)} ALTER COLUMN ${ident(outgoing)} DROP NOT NULL;`,
        ],
      },
      { between: 'Wait until nobody needs the old values any more.' },
      {
        title: 'contract',
        statements: [LOCK_TIMEOUT, `ALTER TABLE ${ident(table)} DROP COLUMN ${ident(outgoing)};`],
      },
    ],
  }
}

/** Playbooks for columns in PostgreSQL. */
export const postgresColumns = {
  'add-not-null-column': ({ table, column, type = '<type>', value = '<value>' }) => ({
    prose:
      'Expand, backfill, contract, as separate migrations. Where every row gets the same constant, one statement does: ADD COLUMN … NOT NULL DEFAULT constant rewrites nothing since PostgreSQL 11.',
    stages: [
      {
        title: 'expand: the column may be empty, and new rows get a value',
        statements: [
          LOCK_TIMEOUT,
          `ALTER TABLE ${ident(table)} ADD COLUMN ${ident(column)} ${type};`,
          `ALTER TABLE ${ident(table)} ALTER COLUMN ${ident(column)} SET DEFAULT ${value};`,
        ],
      },
      {
        title: 'backfill',
        alone: true,
        statements: [inBatches(table, `${ident(column)} = ${value}`, `${ident(column)} IS NULL`)],
      },
      ...required(table, column),
    ],
  }),
  'set-not-null': ({ table, column, value = '<value>' }) => ({
    prose:
      'Fill the column and prove it full by a CHECK first: SET NOT NULL then reads no rows while the table is locked (PostgreSQL 12 and later).',
    stages: [
      { between: `Release code that writes ${column} with every row.` },
      {
        title: 'backfill',
        alone: true,
        statements: [inBatches(table, `${ident(column)} = ${value}`, `${ident(column)} IS NULL`)],
      },
      ...required(table, column),
    ],
  }),
  'rename-column': ({ table, column, to, type = '<type>' }) => {
    const sync = keptEqual(table, {
      from: column,
      to,
      convert: `NEW.${ident(column)}`,
      back: `NEW.${ident(to)}`,
    })
    return {
      prose:
        'Add the column under its new name, keep both equal while old and new code run, then drop the old one. A rename alone breaks every process that still uses the old name.',
      stages: [
        {
          title: 'expand: both names, kept equal',
          statements: [
            LOCK_TIMEOUT,
            `ALTER TABLE ${ident(table)} ADD COLUMN ${ident(to)} ${type};`,
            ...sync.create,
          ],
        },
        {
          title: 'backfill',
          alone: true,
          statements: [
            inBatches(
              table,
              `${ident(to)} = ${ident(column)}`,
              `${ident(to)} IS NULL AND ${ident(column)} IS NOT NULL`,
            ),
          ],
        },
        {
          between: `Make the indexes and constraints of ${column} on ${to} too. Release code that uses ${to} only.`,
        },
        {
          title: 'contract',
          statements: [
            LOCK_TIMEOUT,
            ...sync.drop,
            `ALTER TABLE ${ident(table)} DROP COLUMN ${ident(column)};`,
          ],
        },
      ],
    }
  },
  'change-type': changeType,
  'drop-column': ({ table, column, notNull }) => ({
    prose: `Drop the column one release after the last code that uses it: ORMs name every column they know in each SELECT and INSERT.`,
    stages: [
      ...(notNull
        ? [
            {
              title: 'let new rows do without it',
              statements: [
                LOCK_TIMEOUT,
                `ALTER TABLE ${ident(table)} ALTER COLUMN ${ident(column)} DROP NOT NULL;`,
              ],
            },
          ]
        : []),
      { between: `Release code that neither reads nor writes ${column}.` },
      {
        title: 'contract',
        statements: [LOCK_TIMEOUT, `ALTER TABLE ${ident(table)} DROP COLUMN ${ident(column)};`],
      },
    ],
  }),
  'remove-enum-value': ({
    type,
    value,
    table = '<table>',
    column = '<column>',
    values,
    instead = '<value>',
  }) => {
    const fresh = madeName(type, 'new')
    const labels = values?.map((one) => `'${one.replaceAll("'", "''")}'`).join(', ') ?? '<values that stay>'
    const constraint = ident(madeName(table, column, 'without', value))
    const old = `'${value.replaceAll("'", "''")}'`
    const plan = changeType({
      table,
      column,
      type: ident(schemaLike(type, fresh)),
      using: `${column}::text::${ident(schemaLike(type, fresh))}`,
    })
    return {
      prose:
        'PostgreSQL cannot remove a value from an enum. Refuse the value by a CHECK first, which is often enough; else move the column to a new type.',
      stages: [
        { between: `Release code that does not write ${value}.` },
        {
          title: 'refuse the value',
          statements: [
            LOCK_TIMEOUT,
            `ALTER TABLE ${ident(table)} ADD CONSTRAINT ${constraint} CHECK (${ident(column)} <> ${old}) NOT VALID;`,
          ],
        },
        {
          title: 'change the rows that hold it',
          alone: true,
          statements: [inBatches(table, `${ident(column)} = ${instead}`, `${ident(column)} = ${old}`)],
        },
        {
          title: 'check the rows, without blocking writes. Stop here if the value may stay in the type',
          statements: [`ALTER TABLE ${ident(table)} VALIDATE CONSTRAINT ${constraint};`],
        },
        {
          title: 'the type without the value',
          statements: [`CREATE TYPE ${ident(schemaLike(type, fresh))} AS ENUM (${labels});`],
        },
        ...plan.stages,
        {
          title: 'the new type takes the name',
          statements: [
            LOCK_TIMEOUT,
            `DROP TYPE ${ident(type)};`,
            `ALTER TYPE ${ident(schemaLike(type, fresh))} RENAME TO ${ident(type.slice(type.lastIndexOf('.') + 1))};`,
          ],
        },
      ],
    }
  },
} satisfies Plays

function wordOf(column: string): RegExp {
  return new RegExp(
    `(?<![\\w".'])"?${column.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}"?(?![\\w"'])`,
    'g',
  )
}

/** A name in the schema of another. */
function schemaLike(name: string, other: string): string {
  const dot = name.lastIndexOf('.')
  return dot < 0 ? other : `${name.slice(0, dot)}.${other}`
}

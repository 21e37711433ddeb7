import { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { type PlaybookKind, type PlaybookNames, playbook, playOf } from './playbook.ts'

const db = await PGlite.create()
afterAll(() => db.close())

beforeEach(async () => {
  await db.exec(`DROP SCHEMA public CASCADE; CREATE SCHEMA public;
    CREATE TYPE state AS ENUM ('new', 'odd', 'done');
    CREATE TABLE teams (id bigint PRIMARY KEY);
    CREATE TABLE "user" (id bigserial PRIMARY KEY, email text, age int NOT NULL DEFAULT 7, team_id bigint, state state);
    INSERT INTO teams SELECT generate_series(1, 5);
    INSERT INTO "user" (email, team_id, state) SELECT i || '@example.org', 1 + i % 5, CASE i % 2 WHEN 0 THEN 'odd' ELSE 'new' END::state FROM generate_series(1, 3000) i;
    INSERT INTO "user" (email) VALUES (NULL);
    ANALYZE`)
})

const user = 'user'
const CASES: { [Kind in PlaybookKind]: { names: PlaybookNames[Kind]; after: string } } = {
  'add-not-null-column': {
    names: { table: user, column: 'name', type: 'text', value: "'unknown'" },
    after: `SELECT bool_and(name = 'unknown') AND (SELECT attnotnull FROM pg_attribute WHERE attrelid = '"user"'::regclass AND attname = 'name') AS ok FROM "user"`,
  },
  'set-not-null': {
    names: { table: user, column: 'email', value: "''" },
    after: `SELECT bool_and(email IS NOT NULL) AND (SELECT attnotnull FROM pg_attribute WHERE attrelid = '"user"'::regclass AND attname = 'email') AND NOT EXISTS (SELECT FROM pg_constraint WHERE conrelid = '"user"'::regclass AND contype = 'c') AS ok FROM "user"`,
  },
  'rename-column': {
    names: { table: user, column: 'email', to: 'mail', type: 'text' },
    after: `SELECT count(mail) = 3000 AND NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = '"user"'::regclass AND attname = 'email') AND NOT EXISTS (SELECT FROM pg_trigger WHERE tgname LIKE '%sync%') AS ok FROM "user"`,
  },
  'rename-table': {
    names: { table: user, to: 'accounts' },
    after: `SELECT count(*) = 3001 AND to_regclass('"user"') IS NULL AS ok FROM accounts`,
  },
  'change-type': {
    names: { table: user, column: 'age', type: 'bigint', notNull: true, default: '7' },
    after: `SELECT bool_and(age = 7 AND pg_typeof(age) = 'bigint'::regtype) AND (SELECT attnotnull AND atthasdef FROM pg_attribute WHERE attrelid = '"user"'::regclass AND attname = 'age') AND NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = '"user"'::regclass AND attname LIKE 'age\\__%') AS ok FROM "user"`,
  },
  'drop-column': {
    names: { table: user, column: 'age', notNull: true },
    after: `SELECT NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = '"user"'::regclass AND attname = 'age') AS ok`,
  },
  'add-foreign-key': {
    names: { table: user, columns: ['team_id'], references: { table: 'teams', columns: ['id'] } },
    after: `SELECT convalidated AND confrelid = 'teams'::regclass AS ok FROM pg_constraint WHERE conrelid = '"user"'::regclass AND contype = 'f'`,
  },
  'add-check': {
    names: { table: user, expression: 'age > 0', name: 'of age' },
    after: `SELECT convalidated AND conname = 'of age' AS ok FROM pg_constraint WHERE conrelid = '"user"'::regclass AND contype = 'c'`,
  },
  'add-unique': {
    names: { table: user, columns: ['email'] },
    after: `SELECT convalidated AS ok FROM pg_constraint WHERE conrelid = '"user"'::regclass AND contype = 'u'`,
  },
  'create-index': {
    names: { table: user, columns: ['email', '(lower(email))'], where: 'age > 5', method: 'btree' },
    after: `SELECT indisvalid AND indnatts = 2 AND indpred IS NOT NULL AS ok FROM pg_index WHERE indexrelid = 'user_email_lower_email_idx'::regclass`,
  },
  'remove-enum-value': {
    names: {
      type: 'state',
      value: 'odd',
      table: user,
      column: 'state',
      values: ['new', 'done'],
      instead: "'done'",
    },
    after: `SELECT count(*) FILTER (WHERE state = 'done') = 1500 AND (SELECT string_agg(enumlabel, ',' ORDER BY enumsortorder) = 'new,done' FROM pg_enum WHERE enumtypid = 'state'::regtype) AS ok FROM "user"`,
  },
  backfill: {
    names: { table: user, set: 'age = age + 1', where: 'age < 8' },
    after: `SELECT bool_and(age = 8) AS ok FROM "user"`,
  },
}

describe('on PostgreSQL every playbook', () => {
  test.each(Object.entries(CASES))('%s ends in what was wanted and rewrites no table', async (kind, one) => {
    const play = playOf(kind as PlaybookKind, one.names as never)
    for (const stage of play?.stages ?? []) {
      if ('between' in stage) continue
      const before = await files()
      if (stage.alone) for (const statement of stage.statements) await db.exec(statement)
      else await db.exec(`BEGIN;\n${stage.statements.join('\n')}\nCOMMIT;`)
      const now = await files()
      for (const [table, file] of before)
        if (now.has(table)) expect([stage.title, now.get(table)]).toEqual([stage.title, file])
    }
    expect((await db.query<{ ok: boolean }>(one.after)).rows).toEqual([{ ok: true }])
  })

  test('keeps a renamed column equal for old and new code', async () => {
    const [expand] = playOf('rename-column', CASES['rename-column'].names)?.stages ?? []
    await db.exec(expand && 'statements' in expand ? expand.statements.join('\n') : '')
    await db.exec(`INSERT INTO "user" (email) VALUES ('old'); INSERT INTO "user" (mail) VALUES ('new');
      UPDATE "user" SET email = 'older' WHERE email = 'old'; UPDATE "user" SET mail = 'newer' WHERE mail = 'new'`)
    const { rows } = await db.query(`SELECT email, mail FROM "user" WHERE mail IS NOT NULL ORDER BY id`)
    expect(rows).toEqual([
      { email: 'older', mail: 'older' },
      { email: 'newer', mail: 'newer' },
    ])
  })
})

/** The files of tables, by the identity that a rename leaves alone: a rewrite makes another. */
async function files(): Promise<Map<number, number>> {
  const { rows } = await db.query<{ oid: number; file: number }>(
    `SELECT oid::int, relfilenode::int AS file FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`,
  )
  return new Map(rows.map(({ oid, file }) => [oid, file]))
}

test('is a sentence and then code, which is how a fix is written', () => {
  expect(
    playbook('add-foreign-key', {
      table: 'shop.orders',
      columns: ['a'],
      references: { table: 'b', columns: [] },
    }),
  ).toMatchInlineSnapshot(`
    "Add it NOT VALID, which reads no rows, and validate it in a migration of its own, which lets reads and writes go on in both tables.

    -- Migration 1: new rows are checked from here on
    SET lock_timeout = '2s';
    ALTER TABLE shop.orders ADD CONSTRAINT orders_a_fkey
      FOREIGN KEY (a) REFERENCES b NOT VALID;
    -- Migration 2: check the rows that are there
    ALTER TABLE shop.orders VALIDATE CONSTRAINT orders_a_fkey;"
  `)
})

test('says nothing where the dialect has no other way', () => {
  expect(playbook('create-index', { dialect: 'sqlite', table: 't', columns: ['a'] })).toBe('')
  expect(playbook('create-index', { dialect: 'oracle', table: 't', columns: ['a'] })).toBe('')
})

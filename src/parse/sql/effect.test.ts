import { describe, expect, test } from 'vitest'
import { effectsOf } from './effect.ts'
import { parseSql } from './parse.ts'

async function effects(sql: string): Promise<ReturnType<typeof effectsOf>> {
  const { statements } = await parseSql(sql)
  return statements.flatMap((statement) => effectsOf(statement))
}

describe('what a statement changes', () => {
  test.each([
    ['CREATE TABLE t (a int)', 'creates table t', 'DROP TABLE t'],
    ['CREATE TABLE IF NOT EXISTS t (a int)', 'creates table t', undefined],
    ['CREATE TABLE `t` (`a` int) ENGINE=InnoDB', 'creates table t', 'DROP TABLE `t`'],
    ['CREATE TABLE "Order" (a int)', 'creates table Order', 'DROP TABLE "Order"'],
    ['ALTER TABLE s.t ADD COLUMN c int', 'adds column s.t.c', 'ALTER TABLE s.t DROP COLUMN c'],
    ['ALTER TABLE `t` ADD COLUMN `c` int AFTER `b`', 'adds column t.c', 'ALTER TABLE `t` DROP COLUMN `c`'],
    ['ALTER TABLE `t` ADD `c` int, ADD `d` int AFTER c', 'adds column t.c', undefined],
    ['ALTER TABLE t DROP COLUMN c', 'drops column t.c', undefined],
    ['CREATE INDEX CONCURRENTLY i ON s.t (c)', 'creates index i on s.t', 'DROP INDEX CONCURRENTLY s.i'],
    ['ALTER TABLE t RENAME COLUMN a TO b', 'renames column t.a to b', 'ALTER TABLE t RENAME COLUMN b TO a'],
    ['ALTER TABLE t RENAME TO u', 'renames table t to u', 'ALTER TABLE u RENAME TO t'],
    [
      "ALTER TYPE e RENAME VALUE 'a' TO 'b'",
      "renames value 'a' of type e to 'b'",
      "ALTER TYPE e RENAME VALUE 'b' TO 'a'",
    ],
    ["ALTER TYPE e ADD VALUE 'a'", "adds value 'a' to type e", undefined],
    ['DROP TRIGGER g ON s.t', 'drops trigger g of s.t', undefined],
    ['UPDATE t SET a = 1', 'updates rows of t', undefined],
    ["SELECT setval('s', 1)", 'calls setval()', undefined],
    ['DO $$ BEGIN EXECUTE 1; END $$', 'runs a DO block', undefined],
  ])('%s', async (sql, what, inverse) => {
    expect(await effects(sql)).toMatchObject([{ what, ...(inverse !== undefined && { inverse }) }])
    if (inverse === undefined) expect((await effects(sql))[0]?.inverse).toBeUndefined()
  })

  test.each([
    'SELECT 1',
    "SELECT 'down SQL query'",
    'BEGIN; COMMIT;',
    'SET lock_timeout = 1',
    'SELECT * FROM t',
    "SELECT pg_catalog.set_config('search_path', '', false)",
    'VACUUM ANALYZE t',
    'DO $$ BEGIN NULL; END $$',
    "DO $$ BEGIN IF (SELECT count(*) FROM t) > 0 THEN RAISE EXCEPTION 'delete it'; END IF; END $$",
    'SELECT 1 FROM `t`',
    '-- only words',
    '',
  ])('%s changes nothing', async (sql) => {
    expect(await effects(sql)).toEqual([])
  })

  test('a block that does nothing but raise refuses, with its reason', async () => {
    expect(await effects("DO $$ BEGIN RAISE EXCEPTION 'no way back'; END $$")).toMatchObject([
      { kind: 'raises', reason: 'no way back' },
    ])
  })

  test('every inverse parses, and what it undoes is not undone by nothing', async () => {
    const sql =
      'CREATE TABLE "T-1" (a int); CREATE SCHEMA "select"; CREATE VIEW v AS SELECT 1; CREATE SEQUENCE s; CREATE TYPE e AS ENUM (\'a\')'
    for (const effect of await effects(sql)) {
      const [inverse] = await effects(effect.inverse ?? '')
      expect(inverse?.what).toMatch(/^drops /)
    }
  })
})

describe('parseSql', () => {
  test('finds statements behind characters of several bytes', async () => {
    const sql = "-- é𝄞\nSELECT 'é'; -- x\nCREATE TABLE ü (a int)"
    const { statements } = await parseSql(sql)
    expect(statements.map((statement) => sql.slice(statement.start, statement.end))).toEqual([
      "SELECT 'é'",
      'CREATE TABLE ü (a int)',
    ])
    expect(statements.every((statement) => statement.node)).toBe(true)
  })

  test('one statement of another dialect does not spoil its neighbours', async () => {
    const { statements } = await parseSql('ALTER TABLE `a` ADD `b` int; DROP TABLE c')
    expect(statements.map((statement) => statement.node !== undefined)).toEqual([false, true])
  })

  test.each([
    ['parentheses', `select ${'('.repeat(100_000)}1`],
    ['a sum', `select ${'1+'.repeat(60_000)}1`],
    ['many statements', 'create table `t` (a int);'.repeat(10_000)],
    ['open quotes', '\'$a$ " ` /* '.repeat(10_000)],
    ['white space', ` ${' '.repeat(200_000)}x`],
    ['a NUL', 'select 1;\0 drop table t'],
  ])('survives %s', async (_, sql) => {
    const { statements } = await parseSql(sql)
    expect(statements.flatMap((statement) => effectsOf(statement)).length).toBeLessThan(20_000)
  })
})

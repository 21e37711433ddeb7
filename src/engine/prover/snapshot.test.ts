import { afterAll, beforeAll, expect, test } from 'vitest'
import { Database } from './database.ts'
import { differencesOf } from './differences.ts'
import { takeSnapshot } from './snapshot.ts'

let database: Database

beforeAll(async () => {
  database = await Database.open(new Set(), () => {})
  await database.exec(`CREATE TABLE a (id int PRIMARY KEY, name text NOT NULL); CREATE INDEX a_name ON a (name);
    CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a, n int); CREATE TYPE mood AS ENUM ('sad', 'ok');
    CREATE SEQUENCE s; CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'`)
})

afterAll(() => database.close())

test.for([
  ['ALTER TABLE a ALTER name SET STORAGE external', 'column', 'public.a.name'],
  ['ALTER TABLE a ALTER name SET STATISTICS 500', 'column', 'public.a.name'],
  ['ALTER TABLE a CLUSTER ON a_name', 'index', 'public.a.a_name'],
  ['ALTER TABLE a ALTER name SET DEFAULT 1', 'column', 'public.a.name'],
  ['ALTER TABLE b ALTER CONSTRAINT b_a_fkey DEFERRABLE', 'constraint', 'public.b.b_a_fkey'],
  ["ALTER TYPE mood ADD VALUE 'well'", 'enum', 'public.mood'],
  ['ALTER SEQUENCE s MAXVALUE 9', 'sequence settings', 'public.s'],
  ['ALTER FUNCTION f() IMMUTABLE', 'function', 'public.f()'],
  ['ALTER TABLE a ENABLE ROW LEVEL SECURITY', 'table', 'public.a'],
])('tells %s', async ([sql = '', kind, name]) => {
  await database.exec('BEGIN')
  try {
    const before = await takeSnapshot(database)
    await database.exec(sql)
    const differences = differencesOf(before, await takeSnapshot(database))
    expect(differences).toMatchObject([{ kind, name, change: 'changed' }])
  } finally {
    await database.exec('ROLLBACK')
  }
})

test('the order of columns and of creation is quiet', async () => {
  await database.exec('BEGIN')
  try {
    const before = await takeSnapshot(database)
    await database.exec(`ALTER TABLE b DROP COLUMN a; ALTER TABLE b ADD COLUMN a int REFERENCES a;
      DROP INDEX a_name; CREATE INDEX a_name ON a (name)`)
    expect(differencesOf(before, await takeSnapshot(database))).toEqual([])
  } finally {
    await database.exec('ROLLBACK')
  }
})

test('what goes without saying, and how an expression was put together, is quiet', async () => {
  await database.exec('BEGIN')
  try {
    await database.exec(`CREATE VIEW v AS SELECT id FROM a; ALTER TABLE b ADD m int, ADD l varchar(9) DEFAULT 'x',
      ADD CONSTRAINT positive CHECK (n > 0 AND (m > 0 AND id > 0))`)
    const before = await takeSnapshot(database)
    await database.exec(`ALTER VIEW v SET (security_invoker = true); ALTER VIEW v SET (security_invoker = false);
      ALTER TABLE b ALTER l TYPE text; ALTER TABLE b ALTER l TYPE varchar(9);
      CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS '  SELECT -- the one
      1'; ALTER TABLE b DROP CONSTRAINT positive, ADD CONSTRAINT positive CHECK (n > 0 AND m > 0 AND id > 0)`)
    expect(differencesOf(before, await takeSnapshot(database))).toEqual([])
  } finally {
    await database.exec('ROLLBACK')
  }
})

test('a view of all columns is the same whatever order they have; another column, or name, is not', async () => {
  await database.exec('BEGIN')
  try {
    await database.exec(
      'CREATE VIEW v AS SELECT b.*, a.name FROM b JOIN a ON a.id = b.a WHERE n > 1 AND b.id > 2',
    )
    const before = await takeSnapshot(database)
    await database.exec(`DROP VIEW v; ALTER TABLE b DROP n; ALTER TABLE b DROP a; ALTER TABLE b ADD n int;
      ALTER TABLE b ADD a int REFERENCES a;
      CREATE VIEW v AS SELECT b.*, a.name FROM b JOIN a ON a.id = b.a WHERE n > 1 AND b.id > 2`)
    expect(differencesOf(before, await takeSnapshot(database))).toEqual([])
    for (const select of ['b.id, b.a, b.n', 'b.*, a.name AS called', 'b.*, b.n + 1 AS name']) {
      await database.exec(`DROP VIEW v; CREATE VIEW v AS SELECT ${select} FROM b JOIN a ON a.id = b.a
        WHERE n > 1 AND b.id > 2`)
      expect(differencesOf(before, await takeSnapshot(database)).length).toBeGreaterThan(0)
    }
  } finally {
    await database.exec('ROLLBACK')
  }
})

test('long definitions are shown where they differ', () => {
  const [before, after] = ['a', 'b'].map(
    (end) => new Map([['function:f', `${'SELECT 1; '.repeat(200)}${end}`]]),
  )
  const [difference] = differencesOf(before ?? new Map(), after ?? new Map())
  expect(difference?.before).toMatch(/^….*a$/)
  expect(difference?.after).toMatch(/^….*b$/)
})

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { ProofVerdict } from '../../model/index.ts'
import { Database } from './database.ts'
import { proveSteps } from './prove.ts'

let database: Database

beforeAll(async () => {
  database = await Database.open(new Set(), () => {})
})

beforeEach(() => database.exec('DROP SCHEMA public CASCADE; CREATE SCHEMA public'))

afterAll(() => database.close())

async function verdictOf(up: string, down: string, base = BASE): Promise<ProofVerdict | undefined> {
  await database.exec(base)
  const steps = [{ id: '1', framework: 'golang-migrate', up, down }]
  const { verdicts } = await proveSteps(database, steps, (dump) => Database.open(new Set(), () => {}, dump))
  return verdicts[0]?.verdict
}

const BASE = `CREATE TABLE t (id int PRIMARY KEY, kind text, size bigint, flag boolean, note varchar(4) UNIQUE);
  CREATE TABLE log (at timestamptz DEFAULT now(), what text);`

test.each([
  ["INSERT INTO log (what) VALUES ('a')", "DELETE FROM log WHERE what = 'a'"],
  ["INSERT INTO log (what) SELECT 'a' WHERE NOT EXISTS (SELECT FROM log WHERE what = 'a')", ''],
  ["INSERT INTO t (id, kind) VALUES (7, 'a') ON CONFLICT DO NOTHING", ''],
  ['CREATE TABLE n (a int); INSERT INTO n VALUES (1)', 'DROP TABLE n'],
  ["UPDATE t SET kind = 'b' WHERE kind = 'a'", "UPDATE t SET kind = 'a' WHERE kind = 'b'"],
  ["UPDATE t SET kind = NULL WHERE kind = ''", "UPDATE t SET kind = '' WHERE kind IS NULL"],
  ["UPDATE t SET kind = 'x' WHERE kind IS NULL", ''],
  // Made-up rows beside the first are no reason to call a migration faulty.
  ['UPDATE t SET size = 0 WHERE size IS NULL; CREATE UNIQUE INDEX u ON t (flag)', 'DROP INDEX u'],
])('the rollback of %s is proven by %s', async (up, down) => {
  expect(await verdictOf(up, down)).toMatchObject({ kind: 'proven' })
})

test('rows that the way up puts in a second time are left over, those of a trigger are not', async () => {
  expect(await verdictOf("INSERT INTO log (what) VALUES ('a')", '')).toMatchObject({
    kind: 'differs',
    differences: [{ kind: 'rows', name: 'public.log', change: 'left-over' }],
  })
  const logged = `${BASE}
    CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO log (what) VALUES ('f'); RETURN NEW; END $$;
    CREATE TRIGGER g AFTER UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f()`
  await database.exec('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
  expect(await verdictOf('UPDATE t SET id = id', '', logged)).toMatchObject({ kind: 'proven' })
})

test('a key that is left over stops the second way up', async () => {
  expect(
    await verdictOf("INSERT INTO t (id, note) SELECT coalesce(max(id), 0) + 1, 'n' FROM t", ''),
  ).toMatchObject({
    kind: 'fails',
    failure: { way: 'up again', code: '23505', line: 1 },
  })
})

test.each([
  ["UPDATE t SET kind = NULL WHERE kind = ''", 'kind'],
  ['UPDATE t SET size = 0 WHERE size > 2147483647', 'size'],
  ["UPDATE t SET kind = replace(kind, 'git-lab', 'gitlab')", 'kind'],
  ["UPDATE public.t SET kind = 'b' WHERE t.kind LIKE 'old%'", 'kind'],
])('rows of one content alone are there to be lost: %s', async (up, column) => {
  expect(await verdictOf(up, '')).toEqual({
    kind: 'loses-data',
    losses: [{ table: 'public.t', columns: [column] }],
  })
})

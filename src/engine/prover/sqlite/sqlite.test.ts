import { expect, test } from 'vitest'
import type { ProofAnswer, ProofVerdict } from '../../../model/index.ts'
import { answerOnSqlite } from './answer.ts'

const HISTORY = `
  CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT, email TEXT NOT NULL UNIQUE, age INT CHECK (age > 18), mood VARCHAR(9) DEFAULT 'sad');
  CREATE TABLE posts (id TEXT PRIMARY KEY NOT NULL, user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('post', 'page')), made DATETIME DEFAULT CURRENT_TIMESTAMP);
  CREATE INDEX posts_user ON posts (user_id);
  CREATE VIEW authors AS SELECT DISTINCT user_id FROM posts;
  CREATE TRIGGER older AFTER UPDATE ON users BEGIN UPDATE users SET mood = CASE WHEN NEW.age > 60 THEN 'wise' ELSE mood END; END;`

function prove(steps: [up: string, down?: string][], framework = 'golang-migrate'): Promise<ProofAnswer> {
  return answerOnSqlite(
    {
      dialect: 'sqlite',
      history: [{ id: '1', framework, up: HISTORY }],
      steps: steps.map(([up, down], index) => ({
        id: `${index + 2}`,
        framework,
        up,
        ...(down !== undefined && { down }),
      })),
    },
    () => {},
  )
}

async function verdict(up: string, down: string, framework?: string): Promise<ProofVerdict | undefined> {
  const answer = await prove([[up, down]], framework)
  expect(answer.history).toBeUndefined()
  return answer.verdicts[0]?.verdict
}

const REBUILD = (columns: string, kept: string): string => `
  PRAGMA foreign_keys = OFF;
  BEGIN TRANSACTION;
  CREATE TABLE "users_new" (${columns});
  INSERT INTO users_new (${kept}) SELECT ${kept} FROM users;
  DROP TABLE users;
  ALTER TABLE users_new RENAME TO users;
  CREATE TRIGGER older AFTER UPDATE ON users BEGIN UPDATE users SET mood = CASE WHEN NEW.age > 60 THEN 'wise' ELSE mood END; END;
  COMMIT;
  PRAGMA foreign_keys = ON;`
const ALL =
  "[id] integer PRIMARY KEY autoincrement, age int check(age>18), mood varchar(9) default 'sad', email text not null, constraint u unique (email)"

test.each([
  ['a column', 'ALTER TABLE users ADD name TEXT', 'ALTER TABLE users DROP COLUMN name'],
  ['a table', 'CREATE TABLE t (a INT); CREATE INDEX i ON t (a)', 'DROP TABLE t'],
  ['a rename', 'ALTER TABLE users RENAME mood TO feeling', 'ALTER TABLE users RENAME feeling TO mood'],
  ['a rebuilt table', `ALTER TABLE users ADD name TEXT`, REBUILD(ALL, 'id, email, age, mood')],
  ['a view', 'DROP VIEW authors', 'create view "authors" as select distinct user_id from posts -- again'],
  ['an index', 'DROP INDEX posts_user', 'CREATE INDEX IF NOT EXISTS posts_user ON "posts"(`user_id`)'],
  ['rows', "INSERT INTO users (email) VALUES ('a'), ('b')", "DELETE FROM users WHERE email IN ('a', 'b')"],
  ['bookkeeping', 'INSERT INTO schema_migrations VALUES (7, 0)', 'DELETE FROM schema_migrations'],
  ['a search table', 'CREATE VIRTUAL TABLE found USING fts5(body)', 'DROP TABLE found'],
  ['settings', 'PRAGMA journal_mode = WAL; VACUUM', 'PRAGMA journal_mode = DELETE'],
])('%s that is undone is proven', async (_, up, down) => {
  expect(await verdict(up, down)).toEqual({ kind: 'proven' })
})

test.each([
  ['a column left', 'ALTER TABLE users ADD name TEXT', 'SELECT 1', 'left-over column users.name'],
  [
    'another index',
    'DROP INDEX posts_user',
    'CREATE INDEX posts_user ON posts (kind)',
    'changed index posts.posts_user',
  ],
  [
    'an index of another name',
    'DROP INDEX posts_user',
    'CREATE INDEX p ON posts (user_id)',
    'renamed index posts.posts_user',
  ],
  ['a trigger gone', 'DROP TRIGGER older', 'SELECT 1', 'missing trigger users.older'],
  ['a view gone', 'DROP VIEW authors', '', 'missing view authors'],
  [
    'a rebuild without default',
    'ALTER TABLE users ADD name TEXT',
    REBUILD(ALL.replace("default 'sad'", ''), 'id, email, age, mood'),
    'changed column users.mood',
  ],
  [
    'a rebuild without unique',
    'ALTER TABLE users ADD name TEXT',
    REBUILD(ALL.replace(', constraint u unique (email)', ''), 'id, email, age, mood'),
    'missing constraint users.UNIQUE (email)',
  ],
  [
    'a rebuild without check',
    'ALTER TABLE users ADD name TEXT',
    REBUILD(ALL.replace('check(age>18)', ''), 'id, email, age, mood'),
    'missing constraint users.CHECK (age > 18)',
  ],
  [
    'a rebuild that lets nulls in',
    'ALTER TABLE users ADD name TEXT',
    REBUILD(ALL.replace('email text not null', 'email text'), 'id, email, age, mood'),
    'changed column users.email',
  ],
])('%s is named', async (_, up, down, words) => {
  const found = await verdict(up, down)
  const differences = found?.kind === 'differs' ? found.differences : []
  expect(differences.map(({ change, kind, name }) => `${change} ${kind} ${name}`)).toEqual([words])
})

test('rows that do not come back are a loss', async () => {
  expect(
    await verdict(
      'ALTER TABLE users DROP COLUMN mood',
      "ALTER TABLE users ADD mood VARCHAR(9) DEFAULT 'sad'",
    ),
  ).toMatchObject({ kind: 'fails' })
  expect(
    await verdict(
      'DROP TRIGGER older; ALTER TABLE users DROP COLUMN mood',
      "ALTER TABLE users ADD mood VARCHAR(9) DEFAULT 'sad'; CREATE TRIGGER older AFTER UPDATE ON users BEGIN UPDATE users SET mood = CASE WHEN NEW.age > 60 THEN 'wise' ELSE mood END; END",
    ),
  ).toEqual({ kind: 'loses-data', losses: [{ table: 'users', columns: ['mood'] }] })
  expect(await verdict('DELETE FROM posts', 'SELECT 1')).toEqual({
    kind: 'loses-data',
    losses: [{ table: 'posts' }],
  })
})

test('a rebuild cascades where foreign keys are enforced inside of a transaction', async () => {
  const down = REBUILD(ALL, 'id, email, age, mood').replace('BEGIN TRANSACTION;', '').replace('COMMIT;', '')
  expect(await verdict('ALTER TABLE users ADD name TEXT', down, 'sqlx')).toEqual({
    kind: 'loses-data',
    losses: [{ table: 'posts' }],
  })
  expect(await verdict('ALTER TABLE users ADD name TEXT', down, 'diesel')).toEqual({ kind: 'proven' })
})

test('what fails is named with its line', async () => {
  const missing = await verdict('ALTER TABLE users ADD name TEXT', '-- back\nDROP INDEX nope')
  expect(missing).toMatchObject({
    kind: 'fails',
    failure: { way: 'down', code: '42P01', line: 2, onRows: false },
  })
  const again = await verdict('ALTER TABLE users ADD name TEXT', '')
  expect(again).toMatchObject({ kind: 'differs', again: { way: 'up again', code: '42701', line: 1 } })
  const onRows = await verdict(
    'SELECT 1;\nALTER TABLE users ADD name TEXT NOT NULL',
    'ALTER TABLE users DROP name',
  )
  expect(onRows).toMatchObject({
    kind: 'fails',
    failure: { way: 'up', code: '23502', line: 2, onRows: true },
  })
})

test('what this SQLite does not have is not held against a script', async () => {
  expect(await verdict('SELECT of_the_application(1)', 'SELECT 1')).toMatchObject({ kind: 'not-provable' })
})

test.each([
  ["ATTACH '/tmp/stolen.db' AS x", 'ATTACH'],
  ["VACUUM INTO '/tmp/stolen.db'", 'VACUUM INTO'],
  [
    "CREATE TRIGGER t AFTER INSERT ON users BEGIN SELECT load_extension('/tmp/x'); END; INSERT INTO users (email) VALUES ('a')",
    'not authorized',
  ],
  ['PRAGMA writable_schema = ON', 'not authorized'],
  ["PRAGMA temp_store_directory = '/tmp'", 'not authorized'],
  ['PRAGMA hard_heap_limit = 0', 'not authorized'],
  ['CREATE TABLE z AS SELECT zeroblob(1000000000)', 'too big'],
  ["CREATE TABLE z AS SELECT replace(hex(zeroblob(4000000)), '0', 'xxxxxxxxxxxx')", 'too big'],
  ["SELECT writefile('/tmp/stolen.db', 'x')", 'no such function'],
  ['.shell touch /tmp/stolen.db', 'shell'],
])('%s reaches nothing', async (up, why) => {
  const found = await verdict(up, 'SELECT 1')
  expect(found?.kind === 'not-provable' ? found.why : JSON.stringify(found)).toContain(why)
})

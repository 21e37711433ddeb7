import { expect, test } from 'vitest'
import type { ProofAnswer, ProofRequest, ProofVerdict, ToolAnswer } from '../../model/index.ts'
import { runTool } from '../tools/run-tool.ts'

const HISTORY = `
  CREATE TYPE mood AS ENUM ('sad', 'happy');
  CREATE TABLE users (id bigserial PRIMARY KEY, email text NOT NULL UNIQUE, age int CHECK (age > 18), mood mood);
  CREATE TABLE posts (id uuid PRIMARY KEY, user_id bigint NOT NULL REFERENCES users (id), kind varchar(4) NOT NULL CHECK (kind IN ('post', 'page')));
  CREATE INDEX posts_user ON posts (user_id);
  COMMENT ON TABLE posts IS 'what users wrote';
  CREATE FUNCTION twice(i int) RETURNS int LANGUAGE sql AS 'SELECT i * 2';
  CREATE VIEW authors AS SELECT DISTINCT user_id FROM posts;`

function ask(request: ProofRequest): Promise<ToolAnswer> {
  return runTool({ tool: 'prove-postgres', files: { 'request.json': JSON.stringify(request) } })
}

async function prove(steps: [up: string, down?: string][], history = HISTORY): Promise<ProofAnswer> {
  const answer = await ask({
    history: [{ id: '1', framework: 'golang-migrate', up: history }],
    steps: steps.map(([up, down], index) => ({
      id: `${index + 2}`,
      framework: 'golang-migrate',
      up,
      ...(down !== undefined && { down }),
    })),
  })
  if (answer.kind !== 'ran' || answer.exitCode !== 0) throw new Error(JSON.stringify(answer).slice(0, 2000))
  return JSON.parse(answer.stdout) as ProofAnswer
}

/** Verdicts of migrations that have nothing to do with one another. */
async function verdicts(...steps: [up: string, down?: string][]): Promise<ProofVerdict[]> {
  return (await prove(steps)).verdicts.map(({ verdict }) => verdict)
}

test('what is undone completely is proven, whatever it is', async () => {
  const answer = await prove([
    [
      'ALTER TABLE users ADD name text; CREATE INDEX CONCURRENTLY users_name ON users (name)',
      'ALTER TABLE users DROP name',
    ],
    ['CREATE VIEW adults AS SELECT * FROM users WHERE age > 20', 'DROP VIEW adults'],
    // The column comes back at the end.
    ['ALTER TABLE users RENAME mood TO feeling', 'ALTER TABLE users RENAME feeling TO mood'],
    ['BEGIN; GRANT SELECT ON posts TO reporting; COMMIT;', 'REVOKE ALL ON posts FROM reporting'],
    [
      'CREATE EXTENSION pg_trgm; CREATE INDEX t ON users USING gin (email gin_trgm_ops)',
      'DROP INDEX t; DROP EXTENSION pg_trgm',
    ],
    ['INSERT INTO schema_migrations VALUES (7, false)', 'DELETE FROM schema_migrations'],
    ['', ''],
  ])
  expect(answer.verdicts.map(({ verdict }) => verdict)).toEqual(
    answer.verdicts.map(() => ({ kind: 'proven' })),
  )
  expect(answer.rows).toEqual({ tables: 2, without: [] })
})

test('what is not as it was is named', async () => {
  const found = await verdicts(
    ['ALTER TABLE users ALTER email DROP NOT NULL', 'SELECT 1'],
    ["ALTER TABLE posts ALTER kind SET DEFAULT 'post'", ''],
    ['DROP INDEX posts_user', 'CREATE INDEX posts_by_user ON posts (user_id)'],
    ['ALTER TABLE users DROP CONSTRAINT users_age_check', ''],
    ["ALTER TYPE mood ADD VALUE IF NOT EXISTS 'tired'", ''],
    ['CREATE OR REPLACE FUNCTION twice(i int) RETURNS int LANGUAGE sql AS $$SELECT i + i$$', ''],
    ['CREATE OR REPLACE VIEW authors AS SELECT user_id FROM posts', ''],
    ["COMMENT ON TABLE posts IS 'x'", ''],
    ['GRANT SELECT ON users TO auditor', ''],
    ['CREATE TABLE IF NOT EXISTS tags (id int PRIMARY KEY, name text)', ''],
  )
  const words = found.map((verdict) =>
    verdict.kind === 'differs'
      ? verdict.differences.map(({ change, kind, name }) => `${change} ${kind} ${name}`)
      : verdict,
  )
  expect(words).toEqual([
    ['changed column public.users.email'],
    ['changed column public.posts.kind'],
    ['renamed index public.posts.posts_user'],
    ['missing constraint public.users.users_age_check'],
    ['changed enum public.mood'],
    ['changed function public.twice(i integer)'],
    ['changed view public.authors'],
    ['changed comment public.posts (table)'],
    ['left-over privileges public.users'],
    ['left-over table public.tags'],
  ])
})

test('what the way up cannot do twice is told with the difference', async () => {
  const [found] = await verdicts(['CREATE TABLE tags (id int)', 'SELECT 1'])
  expect(found).toMatchObject({
    kind: 'differs',
    differences: [{ change: 'left-over', kind: 'table', name: 'public.tags' }],
    again: { way: 'up again', code: '42P07', line: 1 },
  })
})

test('what fails is told with its statement', async () => {
  expect(
    await verdicts(['CREATE TABLE tags (id int);', '-- away\nDROP TABLE tags;\n\nDROP TABLE tagz;']),
  ).toEqual([
    {
      kind: 'fails',
      failure: { way: 'down', code: '42P01', message: 'table "tagz" does not exist', line: 4, onRows: false },
    },
  ])
  expect(await verdicts(['ALTER TABLE nowhere ADD x int', ''], ['SELECT 1', ''])).toEqual([
    { kind: 'fails', failure: expect.objectContaining({ way: 'up', code: '42P01' }) },
    { kind: 'not-provable', why: '2 of this change fails' },
  ])
})

test('what rows alone show is seen', async () => {
  const found = await verdicts(
    ['ALTER TABLE users DROP COLUMN mood', 'ALTER TABLE users ADD COLUMN mood mood'],
    ["UPDATE users SET email = 'x'", ''],
    ['DELETE FROM posts', ''],
    [
      'DROP VIEW authors; DROP TABLE posts',
      `${HISTORY.match(/CREATE TABLE posts.*\n.*\n.*/)?.[0]}; CREATE VIEW authors AS SELECT DISTINCT user_id FROM posts`,
    ],
  )
  expect(found).toEqual([
    { kind: 'loses-data', losses: [{ table: 'public.users', columns: ['mood'] }] },
    { kind: 'loses-data', losses: [{ table: 'public.users', columns: ['email'] }] },
    { kind: 'loses-data', losses: [{ table: 'public.posts' }] },
    { kind: 'proven' },
  ])
  expect(
    await verdicts([
      'ALTER TABLE users DROP COLUMN email',
      'ALTER TABLE users ADD email text NOT NULL UNIQUE',
    ]),
  ).toEqual([
    { kind: 'fails', failure: expect.objectContaining({ way: 'down', code: '23502', onRows: true }) },
  ])
})

test('what rows stopped before its end is proven on empty tables alone, and said to be', async () => {
  const found = await verdicts(
    ['ALTER TABLE users ADD plan text NOT NULL', 'ALTER TABLE users DROP plan'],
    ['ALTER TABLE users DROP COLUMN mood', 'ALTER TABLE users ADD mood mood'],
  )
  expect(found).toEqual([
    { kind: 'fails', failure: expect.objectContaining({ way: 'up', code: '23502', onRows: true }) as object },
    { kind: 'proven', withoutRows: true },
  ])
})

test('a migration without a way back parts the change', async () => {
  expect(
    await verdicts(
      ['CREATE TABLE a (id int)', 'DROP TABLE a'],
      ['CREATE TABLE b (id int)'],
      ['ALTER TABLE b ADD x int', ''],
    ),
  ).toMatchObject([
    { kind: 'proven' },
    { kind: 'not-provable', why: 'it has no way back' },
    { kind: 'differs', differences: [{ name: 'public.b.x' }] },
  ])
})

test('a history that does not apply is named', async () => {
  const { history } = await prove([['SELECT 1', '']], 'CREATE TABLE a (id int);\nSELECT * FROM nowhere;')
  expect(history).toEqual({ id: '1', why: 'line 2: 42P01 relation "nowhere" does not exist' })
})

test('base = head needs no proof', async () => {
  expect(await verdicts()).toEqual([])
})

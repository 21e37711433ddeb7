import { tmpdir } from 'node:os'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { startPostgres } from '../../../../test/faults/postgres.ts'
import type { ProofAnswer, ProofRequest, ToolAnswer } from '../../../model/index.ts'
import { PROGRAMS } from '../../tools/programs.ts'
import { runTool } from '../../tools/run-tool.ts'
import { VARIABLE } from './role.ts'
import { sampled } from '../../../../test/sampled.ts'

// As docs/operating.md says.
const ROLE = `CREATE ROLE roadmap_prover LOGIN CREATEDB CONNECTION LIMIT 40 PASSWORD 'pass:w''ord';
  GRANT SET ON PARAMETER session_replication_role TO roadmap_prover;`

/** As in a review, with less patience. */
const IMPATIENT = {
  ...PROGRAMS,
  'prove-postgres': { ...PROGRAMS['prove-postgres'], silence: { first: 60_000, later: 2500 } },
}

let server: Awaited<ReturnType<typeof startPostgres>>
let admin: pg.Client

beforeAll(async () => {
  server = await startPostgres()
  admin = new pg.Client({ connectionString: server.databaseUrl })
  await admin.connect()
  await admin.query(ROLE)
})

afterAll(async () => {
  await admin.end()
  await server[Symbol.asyncDispose]()
})

afterEach(() => {
  delete process.env[VARIABLE]
})

function urlOf(user: string, password: string): string {
  const url = new URL(server.databaseUrl)
  Object.assign(url, { username: user, password: encodeURIComponent(password) })
  return url.href
}

async function ask(
  request: ProofRequest,
  url = urlOf('roadmap_prover', "pass:w'ord"),
  programs: typeof PROGRAMS = PROGRAMS,
): Promise<ToolAnswer> {
  process.env[VARIABLE] = url
  return runTool({ tool: 'prove-postgres', files: { 'request.json': JSON.stringify(request) } }, { programs })
}

async function prove(
  history: string,
  steps: [up: string, down?: string][],
  more: Partial<ProofRequest> = {},
): Promise<ProofAnswer> {
  const framework = 'golang-migrate'
  const answer = await ask({
    history: [{ id: '1', framework, up: history }],
    steps: steps.map(([up, down], index) => ({
      id: `${index + 2}`,
      framework,
      up,
      ...(down !== undefined && { down }),
    })),
    ...more,
  })
  if (answer.kind !== 'ran' || answer.exitCode !== 0) throw new Error(JSON.stringify(answer).slice(0, 2000))
  return JSON.parse(answer.stdout) as ProofAnswer
}

async function databases(): Promise<string[]> {
  const { rows } = await admin.query<{ datname: string }>(
    `SELECT datname FROM pg_database WHERE datname ~ '^roadmap'`,
  )
  return rows.map(({ datname }) => datname)
}

const HISTORY = `CREATE TABLE users (id bigserial PRIMARY KEY, email text NOT NULL UNIQUE);
  CREATE TABLE posts (id uuid PRIMARY KEY, user_id bigint NOT NULL REFERENCES users (id));
  CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$;
  CREATE TRIGGER no BEFORE INSERT ON posts FOR EACH ROW EXECUTE FUNCTION no();`

test('rollbacks are proven on the server, and nothing of them stays there', async () => {
  const { verdicts, rows, passedOver } = await prove(HISTORY, [
    ['ALTER TABLE users ADD name text', 'ALTER TABLE users DROP name'],
    ['CREATE INDEX CONCURRENTLY ON posts (user_id)', 'SELECT 1'],
    ['ALTER TABLE users DROP email', "ALTER TABLE users ADD email text NOT NULL UNIQUE DEFAULT ''"],
  ])
  expect(verdicts.map(({ verdict }) => verdict)).toMatchObject([
    { kind: 'proven' },
    { kind: 'differs', differences: [{ change: 'left-over', kind: 'index' }], losses: [] },
    { kind: 'differs', losses: [{ table: 'public.users', columns: ['email'] }] },
  ])
  expect(rows).toEqual({ tables: 2, without: [] })
  expect(passedOver).toBeUndefined()
  expect(await databases()).toEqual([])
})

test('a failure has its line, and a missing way back is written and run there', async () => {
  const { verdicts, inverses } = await prove(
    HISTORY,
    [
      ['ALTER TABLE users DROP CONSTRAINT users_email_key'],
      ['CREATE TABLE t (i int)', 'DROP TABLE t;\n\nDROP TABLE u;'],
    ],
    { inverse: true },
  )
  expect(verdicts[1]?.verdict).toMatchObject({
    kind: 'fails',
    failure: { way: 'down', code: '42P01', line: 3 },
  })
  expect(inverses?.[0]?.down).toMatch(/ADD CONSTRAINT users_email_key UNIQUE/)
})

test('what the role may not do is done by PGlite, and that is said', async () => {
  const { verdicts, passedOver } = await prove(HISTORY, [
    ['GRANT SELECT ON users TO reporting', 'REVOKE SELECT ON users FROM reporting'],
  ])
  expect(verdicts[0]?.verdict).toEqual({ kind: 'proven' })
  expect(passedOver).toBe('42704 role "reporting" does not exist')
})

test.each([
  ['SUPERUSER', "CREATE ROLE bad LOGIN SUPERUSER PASSWORD 'x'"],
  ['CREATEROLE', "CREATE ROLE bad LOGIN CREATEDB CREATEROLE PASSWORD 'x'"],
  ['REPLICATION', "CREATE ROLE bad LOGIN CREATEDB REPLICATION PASSWORD 'x'"],
  [
    'member of pg_execute_server_program',
    "CREATE ROLE bad LOGIN CREATEDB PASSWORD 'x' IN ROLE pg_execute_server_program",
  ],
  ['lacks CREATEDB', "CREATE ROLE bad LOGIN PASSWORD 'x'"],
  ['GRANT SET ON PARAMETER', "CREATE ROLE bad LOGIN CREATEDB PASSWORD 'x'"],
])('a role is refused: %s', async (why, sql) => {
  await admin.query(sql)
  try {
    expect(await ask({ history: [], steps: [] }, urlOf('bad', 'x'))).toMatchObject({
      kind: 'stopped',
      why: expect.stringContaining(why) as string,
    })
  } finally {
    await admin.query('DROP ROLE bad')
  }
})

test('a server that cannot be reached is said, without the password', async () => {
  for (const url of ['postgres://a:geheim@127.0.0.1:9/x', 'geheim', urlOf('roadmap_prover', 'geheim')]) {
    const answer = await ask({ history: [], steps: [] }, url)
    expect(answer).toMatchObject({ kind: 'stopped', why: expect.stringContaining(VARIABLE) as string })
    expect(JSON.stringify(answer)).not.toContain('geheim')
  }
})

const hidden = (sql: string): string => `DO $x$ BEGIN EXECUTE $y$${sql}$y$; END $x$`

/** What becomes of a way up. */
async function fateOf(up: string, programs = PROGRAMS): Promise<string> {
  const request = { history: [], steps: [{ id: '1', framework: 'goose', up, down: '' }] }
  const answer = await ask(request, undefined, programs)
  if (answer.kind !== 'ran') return answer.kind
  if (answer.exitCode !== 0) return 'crashed'
  const { passedOver, verdicts } = JSON.parse(answer.stdout) as ProofAnswer
  return passedOver ?? verdicts[0]?.verdict.kind ?? 'nothing'
}

test.each(
  sampled(
    [
      [
        'a loop that no timer of the server ends',
        `SET client_connection_check_interval = 0; SET statement_timeout = 0;
        DO $$ BEGIN LOOP BEGIN PERFORM pg_sleep(1); EXCEPTION WHEN OTHERS THEN NULL; END; END LOOP; END $$`,
      ],
      ['a loop', 'SET statement_timeout = 0; DO $$ BEGIN LOOP END LOOP; END $$'],
      [
        'a table without end',
        'CREATE TABLE t AS SELECT repeat(md5(i::text), 100) FROM generate_series(1, 1e9) i',
      ],
    ],
    99,
  ),
)(
  '%s is ended, and its databases with it',
  async (_, up) => {
    expect(['stopped', 'not-provable']).toContain(await fateOf(up, IMPATIENT))
    expect(await databases()).toEqual([])
    const { rows } = await admin.query("SELECT query FROM pg_stat_activity WHERE usename = 'roadmap_prover'")
    expect(rows).toEqual([])
  },
  60_000,
)

test.each(
  sampled(
    [
      ['files', "SELECT pg_read_file('/etc/passwd')"],
      ['a file', "COPY (SELECT 1) TO '/tmp/roadmap-prover-was-here'"],
      ['an extension that is not trusted', 'CREATE EXTENSION dblink'],
      ['another role', 'SET ROLE postgres'],
    ],
    99,
  ),
)(
  'the server itself refuses %s',
  async (_, sql) => {
    expect(await fateOf(hidden(sql))).toMatch(/^(?:42501|0A000|58P01) /)
  },
  60_000,
)

test('the next run sets back a password that a migration changed, and sweeps what a killed run left', async () => {
  const changes = ["PASSWORD 'mine'", 'SET search_path = nowhere'].map(
    (what) => `ALTER ROLE CURRENT_USER ${what}`,
  )
  expect(await fateOf(changes.map(hidden).join(';'))).toBe('proven')
  const named = (age: number): string =>
    `roadmap_${Math.floor(Date.now() / 1000 - age).toString(36)}_0123456789ab_1`
  const [old, fresh] = [named(7200), named(60)]
  for (const name of [old, fresh, 'roadmap_mine'])
    await admin.query(`CREATE DATABASE ${name} OWNER roadmap_prover`)
  expect(await fateOf('CREATE TABLE t (i int)')).toBe('differs')
  expect((await databases()).toSorted()).toEqual([fresh, 'roadmap_mine'].toSorted())
  for (const name of [fresh, 'roadmap_mine']) await admin.query(`DROP DATABASE ${name}`)
})

test('another dialect asks nothing of it', async () => {
  const work = tmpdir()
  process.env[VARIABLE] = 'postgres://127.0.0.1:9/x'
  const files = { 'request.json': JSON.stringify({ history: [], steps: [], dialect: 'sqlite' }) }
  expect(await PROGRAMS['prove-postgres'].beside?.(work, files)).toBeUndefined()
})

import { existsSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { ProofAnswer, ProofVerdict } from '../../model/index.ts'
import { PROGRAMS } from '../tools/programs.ts'
import { runTool } from '../tools/run-tool.ts'
import { sampled } from '../../../test/sampled.ts'

/** As in a review, with less patience. */
const IMPATIENT = {
  ...PROGRAMS,
  'prove-postgres': { ...PROGRAMS['prove-postgres'], silence: { first: 60_000, later: 2500 } },
}
const mark = join(tmpdir(), `prover-was-here-${process.pid}`)

/** The verdict on a migration whose way up this is, or why there is none. */
async function run(
  up: string,
): Promise<ProofVerdict | { kind: 'stopped' | 'crashed'; why: string } | undefined> {
  const request = { history: [], steps: [{ id: '1', framework: 'goose', up, down: '' }] }
  const answer = await runTool(
    { tool: 'prove-postgres', files: { 'request.json': JSON.stringify(request) } },
    { programs: IMPATIENT },
  )
  if (answer.kind !== 'ran') return { kind: 'stopped', why: answer.why }
  if (answer.exitCode !== 0) return { kind: 'crashed', why: answer.stderr }
  return (JSON.parse(answer.stdout) as ProofAnswer).verdicts[0]?.verdict
}

const hidden = (sql: string): string => `DO $x$ BEGIN EXECUTE $y$${sql}$y$; END $x$`

test.each(
  sampled(
    [
      ['a loop', 'DO $$ BEGIN LOOP END LOOP; END $$'],
      [
        'a query without end',
        'WITH RECURSIVE r AS (SELECT 1 UNION ALL SELECT 1 FROM r) SELECT count(*) FROM r',
      ],
      ['a sleep', 'SELECT pg_sleep(1000000)'],
      ['many short sleeps', 'SELECT pg_sleep(2);'.repeat(30)],
      [
        'triggers that call each other',
        `CREATE TABLE a (i int); CREATE TABLE b (i int);
      CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO b VALUES (1); RETURN NEW; END $$;
      CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO a VALUES (1); RETURN NEW; END $$;
      CREATE TRIGGER t AFTER INSERT ON a FOR EACH ROW EXECUTE FUNCTION f();
      CREATE TRIGGER t AFTER INSERT ON b FOR EACH ROW EXECUTE FUNCTION g(); INSERT INTO a VALUES (1)`,
      ],
      ['a cross join', 'SELECT count(*) FROM pg_class a, pg_class b, pg_class c, pg_class d, pg_class e'],
      ['a lock that nobody gives back', 'DO $$ BEGIN LOOP PERFORM pg_advisory_lock(1); END LOOP; END $$'],
      ['a program', hidden(`COPY (SELECT 1) TO PROGRAM 'touch ${mark}'`)],
    ],
    3,
  ),
)('%s is ended', async (_, sql) => {
  const verdict = await run(sql)
  expect(['stopped', 'crashed', 'fails', 'not-provable']).toContain(verdict?.kind)
  expect(existsSync(mark)).toBe(false)
})

test.each(
  sampled(
    [
      ['endless rows', 'CREATE TABLE big AS SELECT md5(i::text) FROM generate_series(1, 10000000000) i'],
      ['a huge text', "SELECT repeat(repeat('x', 100000000), 10)"],
      ['a huge array', 'SELECT array_agg(repeat(md5(i::text), 1000)) FROM generate_series(1, 10000000) i'],
      [
        'a file without end',
        hidden(`COPY (SELECT repeat('x', 1000000) FROM generate_series(1, 100000)) TO '/tmp/big'`),
      ],
      [
        'a recursion',
        'CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN f() + 1; END $$; SELECT f()',
      ],
      ['deep brackets', `SELECT ${'('.repeat(200_000)}1${')'.repeat(200_000)}`],
      ['a file of 50 MB', `SELECT 1; -- ${'x'.repeat(50_000_000)}`],
      ['half a character', `SELECT '\ud800'; SELECT E'\\xff\\x00'`],
      ['a NUL', "SELECT 'a\0b'"],
      ['notices without end', "DO $$ BEGIN LOOP RAISE NOTICE '%', repeat('x', 100000); END LOOP; END $$"],
      [
        'notifications without end',
        "DO $$ BEGIN LOOP PERFORM pg_notify('c', md5(random()::text)); END LOOP; END $$",
      ],
      [
        'tables without end',
        'DO $$ BEGIN FOR i IN 1..10000000 LOOP EXECUTE format($f$CREATE TABLE t%s (i int)$f$, i); END LOOP; END $$',
      ],
      ['a huge list', `SELECT 1 IN (${'1,'.repeat(1_000_000)}1)`],
      [
        'the catalogue itself',
        'SET allow_system_table_mods = on; DELETE FROM pg_class; DROP SCHEMA pg_catalog CASCADE',
      ],
      ['a prepared transaction', "BEGIN; CREATE TABLE t (i int); PREPARE TRANSACTION 'x'; SELECT 1/0"],
    ],
    3,
  ),
)('%s ends in bounded memory, and is no proof', async (_, sql) => {
  const verdict = await run(sql)
  expect(['stopped', 'crashed', 'fails', 'not-provable']).toContain(verdict?.kind)
})

test.each(
  sampled(
    [
      ['LOAD', "LOAD 'x'"],
      ['C', "CREATE FUNCTION f() RETURNS int LANGUAGE c AS 'x', 'y'"],
      ['untrusted languages', 'CREATE FUNCTION f() RETURNS int LANGUAGE plpython3u AS $$ return 1 $$'],
      ['ALTER SYSTEM', "ALTER SYSTEM SET work_mem = '1GB'"],
      ['COPY to a file', `COPY (SELECT 1) TO '${mark}'`],
      ['COPY from a program', "COPY pg_class FROM PROGRAM 'id'"],
      ['files', "SELECT pg_read_file('/etc/passwd')"],
      ['large objects', "SELECT lo_import('/etc/passwd')"],
      ['dblink', "SELECT dblink_connect('host=127.0.0.1')"],
      ['other servers', 'CREATE EXTENSION postgres_fdw'],
      ['subscriptions', "CREATE SUBSCRIPTION s CONNECTION 'host=127.0.0.1' PUBLICATION p"],
    ],
    3,
  ),
)('%s is not provable, and said to be', async (_, sql) => {
  expect(await run(sql)).toMatchObject({ kind: 'not-provable' })
  expect(existsSync(mark)).toBe(false)
})

test('a trigger that refuses everything is left over, and no more', async () => {
  const verdict =
    await run(`CREATE FUNCTION no() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$;
    CREATE EVENT TRIGGER no ON ddl_command_start EXECUTE FUNCTION no()`)
  expect(verdict).toMatchObject({ kind: 'differs' })
})

test('the files of this machine are not those of the database', async () => {
  for (const sql of [
    hidden(`COPY (SELECT 1) TO '${mark}'`),
    hidden("CREATE TABLE t (x text); COPY t FROM '/etc/hostname'"),
    hidden("PERFORM lo_export(lo_creat(-1), '/tmp/prover-was-here')"),
    hidden("SELECT pg_read_file('/proc/self/environ')"),
  ]) {
    const verdict = await run(`${sql}; RESET ROLE; SET SESSION AUTHORIZATION DEFAULT`)
    expect(JSON.stringify(verdict)).not.toMatch(/HOME=|PATH=/)
  }
  expect(existsSync(mark) || existsSync('/tmp/prover-was-here')).toBe(false)
  rmSync(mark, { force: true })
})

test('what was ended leaves nothing behind, and the next proof is not harmed', async () => {
  expect((await run('DO $$ BEGIN LOOP END LOOP; END $$'))?.kind).toBe('stopped')
  expect(
    readdirSync(tmpdir()).filter((name) => name.startsWith(`roadmap-review-tool-${process.pid}-`)),
  ).toEqual([])
  expect(await run('SELECT 1')).toEqual({ kind: 'proven' })
})

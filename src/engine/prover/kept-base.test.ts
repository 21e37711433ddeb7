import { expect, test } from 'vitest'
import type { ProofAnswer, ProofStep } from '../../model/index.ts'
import { runTool } from '../tools/run-tool.ts'
import { provePostgres } from './program.ts'

async function kindsOf(history: ProofStep[], up: string, down: string): Promise<string[]> {
  const steps = [{ id: 'change', framework: 'goose', up, down }]
  const answer = await runTool({
    tool: 'prove-postgres',
    files: { 'request.json': JSON.stringify({ history, steps }) },
  })
  if (answer.kind !== 'ran') throw new Error(answer.why)
  const { history: failed, verdicts } = JSON.parse(answer.stdout) as ProofAnswer
  return failed ? [failed.why] : verdicts.map(({ verdict }) => verdict.kind)
}

// Shorter histories are not kept.
const later = Array.from({ length: 20 }, (_, index) => `CREATE TABLE later_${index} (id int)`)
const base = (up: string): ProofStep[] =>
  [up, ...later].map((each, index) => ({ id: `${index}`, framework: 'goose', up: each }))

test('what a change does to the database of its review, no other review finds', async () => {
  // Of this run alone: what earlier runs kept is not theirs.
  const mine = `CREATE TABLE t (id int); COMMENT ON TABLE t IS 'of ${process.pid} at ${Date.now()}'`
  const hostile = `DROP TABLE t; CREATE ROLE evil SUPERUSER; ALTER ROLE postgres SET search_path = evil;
    CREATE SCHEMA evil; CREATE TABLE evil.t (id int); COMMIT; CREATE TABLE left_over (id int)`
  await kindsOf(base(mine), hostile, '')
  const change = [
    `ALTER TABLE t ADD a int; CREATE TABLE left_over (id int); CREATE ROLE evil`,
    `ALTER TABLE t DROP a; DROP TABLE left_over; DROP ROLE evil`,
  ] as const
  expect(await kindsOf(base(mine), ...change)).toEqual(['proven'])
  // The history of another repository, which does all that itself.
  await kindsOf(base(`${mine}; ${hostile}`), 'SELECT 1', '')
  expect(await kindsOf(base(`${mine} `), ...change)).toEqual(['proven'])
}, 120_000)

test('a session sees the kept schema as the one that made it did, whatever the history sets for sessions', async () => {
  const mine = `CREATE SCHEMA app; CREATE TABLE app.u (id int PRIMARY KEY); CREATE TABLE app.t (u int REFERENCES app.u);
    ALTER ROLE postgres SET quote_all_identifiers = on; COMMENT ON TABLE app.t IS 'of ${process.pid} at ${Date.now()}'`
  for (const column of ['a', 'b'])
    expect(
      await kindsOf(base(mine), `ALTER TABLE app.t ADD ${column} int`, `ALTER TABLE app.t DROP ${column}`),
    ).toEqual(['proven'])
}, 120_000)

test('a kept database is that of its history, its frameworks and its extensions, and of no other', () => {
  const key = (history: ProofStep[], steps: ProofStep[] = []): string =>
    provePostgres.keep?.[0]?.key({ 'request.json': JSON.stringify({ history, steps }) }) ?? ''
  const one = key(base('CREATE TABLE a (b int)'))
  const step = { id: 'x', framework: 'goose', up: 'SELECT 1' }
  expect(key(base('CREATE TABLE a (b int)'), [step])).toBe(one)
  const others = [
    key(base('CREATE TABLE a (b int);')),
    key([...base('CREATE TABLE a (b int)'), ...base('')]),
    key(base('CREATE TABLE a (b int)'), [{ ...step, framework: 'diesel' }]),
    key(base('CREATE TABLE a (b int)'), [{ ...step, up: 'CREATE EXTENSION citext' }]),
  ]
  expect(new Set([one, ...others]).size).toBe(5)
})

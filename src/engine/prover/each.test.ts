import { expect, test } from 'vitest'
import type { ProofAnswer, ProofRequest } from '../../model/index.ts'
import { runTool } from '../tools/run-tool.ts'

async function proveEach(steps: [up: string, down?: string][]): Promise<ProofAnswer['verdicts']> {
  const request: ProofRequest = {
    history: [],
    steps: steps.map(([up, down], index) => ({
      id: `${index + 1}`,
      framework: 'goose',
      up,
      ...(down !== undefined && { down }),
    })),
    each: true,
  }
  const answer = await runTool({ tool: 'prove-postgres', files: { 'request.json': JSON.stringify(request) } })
  if (answer.kind !== 'ran' || answer.exitCode !== 0) throw new Error(JSON.stringify(answer).slice(0, 2000))
  return (JSON.parse(answer.stdout) as ProofAnswer).verdicts
}

test('each migration of a history is judged by itself, whatever the ways back before it did', async () => {
  const verdicts = await proveEach([
    ['CREATE TABLE users (id int PRIMARY KEY, email text)', 'DROP TABLE users'],
    // Its way back takes what the next ones stand on.
    ['ALTER TABLE users ADD name text', 'DROP TABLE users'],
    ['ALTER TABLE users ADD age int', 'ALTER TABLE users DROP age'],
    ['CREATE INDEX users_name ON users (name)'],
    ['CREATE VIEW names AS SELECT name FROM users', 'DROP VIEW name'],
    ['CREATE VIEW ages AS SELECT age FROM users', 'DROP VIEW ages'],
    ["INSERT INTO users VALUES (1, 'a@b.c')", 'DELETE FROM users'],
  ])
  expect(verdicts.map(({ verdict }) => verdict.kind)).toEqual([
    'proven',
    // The table is gone when the migration runs again.
    'differs',
    'proven',
    'not-provable',
    'fails',
    'proven',
    'loses-data',
  ])
})

test('what fails after one that does not apply is not held against it; the others are judged', async () => {
  const verdicts = await proveEach([
    ['CREATE TABLE a (id int)', 'DROP TABLE a'],
    ['ALTER TABLE b ADD c int', 'ALTER TABLE b DROP c'],
    ['CREATE TABLE d (id int)', 'DROP TABLE d'],
    ['CREATE INDEX b_c ON b (c)', 'DROP INDEX b_c'],
  ])
  expect(verdicts.map(({ verdict }) => verdict)).toMatchObject([
    { kind: 'proven' },
    { kind: 'fails', failure: { way: 'up', code: '42P01' } },
    { kind: 'proven' },
    { kind: 'not-provable', why: expect.stringMatching(/^2 before it .*line 1 .*42P01/) as string },
  ])
})

import { expect, test } from 'vitest'
import { memoryChangeSet } from '../../../src/changeset/memory.ts'
import { runRule, type RuleResult } from '../../../src/engine/run-rule.ts'
import type { ProofRequest, RunTool } from '../../../src/model/index.ts'
import rollbackDiffers from '../rollback-differs/rule.ts'
import rollbackFails from '../rollback-fails/rule.ts'

type Files = Record<string, string>

function run(base: Files, head: Files, rule = rollbackFails, tool?: RunTool): Promise<RuleResult> {
  const changeSet = memoryChangeSet(base, head)
  return runRule({
    rule: { ...rule, id: 'migration-rollback/x', family: 'migration-rollback' },
    changeSet,
    changes: changeSet.changes,
    options: rule.options.parse({}),
    now: new Date('2026-01-15T12:00:00Z'),
    signal: AbortSignal.timeout(60_000),
    ...(tool && { tool }),
  })
}

const places = ({ reports }: RuleResult): string[] =>
  reports.map(({ location: { path, region } }) => `${path}:${region?.startLine ?? 0}`)

const first = '-- +goose Up\nCREATE TABLE a (id bigserial PRIMARY KEY);\n-- +goose Down\nDROP TABLE a;\n'

test('in a file with sections the line is that of the file', async () => {
  const second =
    '-- +goose Up\nALTER TABLE a\n  ADD COLUMN b int;\n\n-- +goose Down\n-- gone\nALTER TABLE a\n  DROP COLUMN c;\n'
  const found = await run({ 'm/1_a.sql': first }, { 'm/1_a.sql': first, 'm/2_b.sql': second })
  expect(places(found)).toEqual(['m/2_b.sql:7'])
  expect(found.reports[0]?.message).toContain('42703')
})

test('a rollback that is mended in the middle of the history is proven on what came before it', async () => {
  const second = (column: string): string =>
    `-- +goose Up\nALTER TABLE a ADD COLUMN b int;\n-- +goose Down\nALTER TABLE a DROP COLUMN ${column};\n`
  const third = '-- +goose Up\nCREATE VIEW v AS SELECT b FROM a;\n-- +goose Down\nDROP VIEW v;\n'
  const files = (column: string): Files => ({
    'm/1_a.sql': first,
    'm/2_b.sql': second(column),
    'm/3_c.sql': third,
  })
  const mended = await run(files('c'), files('b'))
  expect(mended.reports).toEqual([])
  expect(mended.remarks.map(({ message }) => message).join()).toContain('m/2_b.sql')
  expect(mended.remarks.map(({ message }) => message)).toContain(
    'Seen as it ran on PostgreSQL: `m/2_b.sql:2` locked public.a (ACCESS EXCLUSIVE)',
  )
  expect(places(await run(files('b'), files('c')))).toEqual(['m/2_b.sql:4'])
})

test('the unit is the change: what an earlier migration of it made, a later one may drop', async () => {
  const second =
    '-- +goose Up\nALTER TABLE a ADD COLUMN b int;\n-- +goose Down\nALTER TABLE a DROP COLUMN b;\n'
  const third = '-- +goose Up\nCREATE INDEX i ON a (b);\n-- +goose Down\nSELECT 1;\n'
  const head = { 'm/1_a.sql': first, 'm/2_b.sql': second, 'm/3_c.sql': third }
  // The index goes with its column.
  expect((await run({ 'm/1_a.sql': first }, head, rollbackDiffers)).reports).toEqual([])
})

test('a script that PostgreSQL cannot read, in a set that it does, fails on its line', async () => {
  const second =
    '-- +goose Up\nALTER TABLE a ADD COLUMN b int;\n-- +goose Down\nALTER TABLE a\n  DROP COLUMN b\n\nDROP INDEX i;\n'
  const refused: RunTool = () => {
    const verdict = { kind: 'not-provable', why: 'PostgreSQL cannot parse it (syntax error)' }
    const answer = { verdicts: [{ id: 'm/2_b.sql', verdict }], rows: { tables: 0, without: [] } }
    return Promise.resolve({ kind: 'ran', exitCode: 0, stdout: JSON.stringify(answer), stderr: '' })
  }
  const found = await run(
    { 'm/1_a.sql': first },
    { 'm/1_a.sql': first, 'm/2_b.sql': second },
    rollbackFails,
    refused,
  )
  expect(places(found)).toEqual(['m/2_b.sql:7'])
})

test('a prover that keeps its network is said to', async () => {
  const open: RunTool = () => {
    const answer = {
      verdicts: [{ id: 'm/1_a.sql', verdict: { kind: 'proven' } }],
      rows: { tables: 0, without: [] },
    }
    return Promise.resolve({
      kind: 'ran',
      exitCode: 0,
      stdout: JSON.stringify(answer),
      stderr: '',
      network: 'not confined',
    })
  }
  const { remarks } = await run({}, { 'm/1_a.sql': first }, rollbackFails, open)
  expect(remarks.map(({ message }) => message).join()).toContain('without a network namespace')
})

const asked: ProofRequest[] = []
const stopped: RunTool = ({ files }) => {
  asked.push(JSON.parse(files['request.json'] ?? '') as ProofRequest)
  return Promise.resolve({ kind: 'stopped', why: 'prove-postgres took too long' })
}

test('a prover that does not answer makes the rule incomplete; the order is that of the framework', async () => {
  const up = (name: string): string => first.replaceAll(' a', ` ${name}`)
  const base = { 'm/10_k.sql': up('k'), 'm/9_j.sql': up('j') }
  const found = await run(
    base,
    { ...base, 'm/12_m.sql': up('m'), 'm/11_l.sql': up('l') },
    rollbackFails,
    stopped,
  )
  expect(found.notLookedAt).toHaveLength(2)
  expect(found.notLookedAt[0]).toContain('took too long')
  const [request] = asked
  expect(request?.history.map(({ id }) => id)).toEqual(['m/9_j.sql', 'm/10_k.sql'])
  expect(request?.steps.map(({ id }) => id)).toEqual(['m/11_l.sql', 'm/12_m.sql'])
})

test.each([
  ['another database', { 'oracle/1_a.sql': first }, 'oracle'],
  [
    'code',
    {
      'db/migrate/20240101000000_a.rb':
        'class A < ActiveRecord::Migration[7.1]\n  def up\n    add_column :a, :b, :text\n  end\n\n  def down\n    remove_column :a, :b\n  end\nend\n',
    },
    'Rails',
  ],
])('what is not run is said, and nothing is incomplete: %s', async (_, head: Files, why) => {
  const never: RunTool = () => Promise.reject(new Error('it was run'))
  const found = await run({}, head, rollbackFails, never)
  expect(found.reports).toEqual([])
  expect(found.notLookedAt).toEqual([])
  expect(found.remarks.map(({ message }) => message).join()).toContain(why)
})

test('a history that does not apply is named with its line', async () => {
  const broken = '-- +goose Up\n\nALTER TABLE nowhere ADD COLUMN x int;\n-- +goose Down\nSELECT 1;\n'
  const found = await run({ 'm/1_a.sql': broken }, { 'm/1_a.sql': broken, 'm/2_a.sql': first })
  expect(found.reports).toEqual([])
  expect(found.remarks.map(({ message }) => message).join()).toMatch(/m\/1_a\.sql .*line 3/)
})

test('a history is run without a migration in code, and the remark says so', async () => {
  const files: Files = { 'm/1_a.sql': first }
  for (let at = 2; at < 14; at++)
    files[`m/${at}_x.sql`] =
      `-- +goose Up\nALTER TABLE a ADD c${at} int;\n-- +goose Down\nALTER TABLE a DROP c${at};\n`
  files['m/14_code.go'] =
    'package m\nimport ("database/sql"; "github.com/pressly/goose/v3")\nfunc init() { goose.AddMigration(up, down) }\nfunc up(tx *sql.Tx) error { return fill(tx) }\nfunc down(tx *sql.Tx) error { return empty(tx) }\n'
  const change = (down: string): Files => ({
    ...files,
    'm/15_b.sql': `-- +goose Up\nALTER TABLE a ADD d int;\n-- +goose Down\n${down};\n`,
  })
  const good = await run(files, change('ALTER TABLE a DROP d'), rollbackDiffers)
  expect(good.reports).toEqual([])
  expect(good.remarks.map(({ message }) => message).join()).toMatch(
    /proven by running.*without m\/14_code\.go/,
  )
  const failing = await run(files, change('DROP TABLE made_by_code'))
  expect(failing.reports).toEqual([])
  expect(failing.remarks.map(({ message }) => message).join()).toContain('m/14_code.go before it runs code')
})

test('what is written for SQLite runs on SQLite', async () => {
  const base = {
    'migrations/sqlite/1_a/up.sql': 'CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT, b BLOB);\n',
    'migrations/sqlite/1_a/down.sql': 'DROP TABLE a;\n',
  }
  const head = (down: string): Files => ({
    ...base,
    'migrations/sqlite/2_c/up.sql': 'ALTER TABLE a ADD COLUMN c DATETIME;\n',
    'migrations/sqlite/2_c/down.sql': `-- back\n${down};\n`,
  })
  const proven = await run(base, head('ALTER TABLE a DROP COLUMN c'))
  expect(proven.remarks.map(({ message }) => message).join()).toContain('up again on SQLite')
  expect(proven.reports).toEqual([])
  expect(places(await run(base, head('ALTER TABLE a DROP COLUMN d')))).toEqual([
    'migrations/sqlite/2_c/down.sql:2',
  ])
})

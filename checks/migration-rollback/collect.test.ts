import { describe, expect, test } from 'vitest'
import { memoryChangeSet, memorySnapshot } from '../../src/changeset/memory.ts'
import { runRule } from '../../src/engine/run-rule.ts'
import type { ChangeSet, FileContent, Report, RuleDefinition, Snapshot } from '../../src/model/index.ts'
import duplicateVersion from './duplicate-version/rule.ts'
import editedAppliedMigration from './edited-applied-migration/rule.ts'
import missingDown from './missing-down/rule.ts'

async function run(
  definition: RuleDefinition,
  changeSet: ChangeSet,
  options: unknown = {},
  changes = changeSet.changes,
): Promise<{ reports: Report[]; notLookedAt: string[] }> {
  return runRule({
    rule: { ...definition, id: 'migration-rollback/x', family: 'migration-rollback' },
    changeSet,
    changes,
    options: definition.options.parse(options),
    now: new Date('2026-01-15T12:00:00Z'),
    signal: AbortSignal.timeout(20_000),
  })
}

const UP = 'CREATE TABLE t (a int);\n'

describe('pairs', () => {
  test('golang-migrate pairs by version, whatever the names', async () => {
    const head = { 'm/1_add_t.up.sql': UP, 'm/1_added_t.down.sql': 'DROP TABLE t;\n' }
    expect((await run(missingDown, memoryChangeSet({}, head))).reports).toEqual([])
    const { reports } = await run(missingDown, memoryChangeSet(head, { 'm/1_add_t.up.sql': UP }))
    expect(reports.map(({ location }) => location.path)).toEqual(['m/1_added_t.down.sql'])
  })

  test('a rollback that comes later mends it', async () => {
    const base = { 'm/1_t.up.sql': UP }
    expect(
      (await run(missingDown, memoryChangeSet(base, { ...base, 'm/1_t.down.sql': 'DROP TABLE t;' }))).reports,
    ).toEqual([])
  })

  test('a migration and its rollback may be removed together', async () => {
    const base = { 'm/1_t.up.sql': UP, 'm/1_t.down.sql': 'DROP TABLE t;' }
    expect((await run(missingDown, memoryChangeSet(base, { 'x.sql': '' }))).reports).toEqual([])
  })
})

describe('options', () => {
  const flyway = memoryChangeSet({}, { 'db/V1__t.sql': UP })

  test('flyway-undo: required expects an undo script, ignored and auto do not', async () => {
    expect((await run(missingDown, flyway, { 'flyway-undo': 'required' })).reports).toHaveLength(1)
    expect((await run(missingDown, flyway, { 'flyway-undo': 'ignored' })).reports).toEqual([])
    expect((await run(missingDown, flyway)).reports).toEqual([])
  })

  test('flyway-undo: auto still knows the undo script that this change removes', async () => {
    const base = { 'db/V1__t.sql': UP, 'db/U1__t.sql': 'DROP TABLE t;' }
    expect((await run(missingDown, memoryChangeSet(base, { 'db/V1__t.sql': UP }))).reports).toHaveLength(1)
  })

  test('templates find a layout of its own', async () => {
    const templates = [{ up: 'sql/deploy/{name}.sql', down: 'sql/revert/{name}.sql' }]
    const { reports } = await run(missingDown, memoryChangeSet({}, { 'sql/deploy/t.sql': UP }), { templates })
    expect(reports[0]?.message).toContain('`sql/revert/t.sql`')
    const both = memoryChangeSet({}, { 'sql/deploy/t.sql': UP, 'sql/revert/t.sql': 'DROP TABLE t;' })
    expect((await run(missingDown, both, { templates })).reports).toEqual([])
  })

  test('templates with versions take part in the other rules', async () => {
    const templates = [{ up: '{dir}/v{version}-{name}.do.sql', down: '{dir}/v{version}-{name}.undo.sql' }]
    const change = memoryChangeSet({ 'a/v1-x.do.sql': UP }, { 'a/v1-x.do.sql': UP, 'a/v01-y.do.sql': UP })
    expect((await run(duplicateVersion, change, { templates })).reports).toHaveLength(1)
  })
})

describe('what cannot be read', () => {
  test.each(['binary', 'oversized', 'symlink', 'unavailable'] as const)('%s is named', async (reason) => {
    const changeSet = memoryChangeSet({}, { 'm/1_t.up.sql': UP })
    const content: FileContent = { kind: 'unread', reason }
    const head: Snapshot = {
      ...memorySnapshot({ 'm/1_t.up.sql': UP }),
      readMany: (paths) => Promise.resolve(new Map(paths.map((path) => [path, content]))),
    }
    const { reports, notLookedAt } = await run(missingDown, { ...changeSet, head })
    expect(reports).toEqual([])
    expect(notLookedAt).toEqual([`m/1_t.up.sql: a migration that was not read (${reason})`])
  })

  test('a migration whose code does not parse is named', async () => {
    const text = 'class X < ActiveRecord::Migration[8.0] def change ( end'
    const { notLookedAt } = await run(missingDown, memoryChangeSet({}, { 'db/migrate/1_x.rb': text }))
    expect(notLookedAt).toHaveLength(1)
  })
})

test('what the configuration ignores is not reported', async () => {
  const changeSet = memoryChangeSet({}, { 'a/1_t.up.sql': UP, 'b/1_t.up.sql': UP })
  const changes = changeSet.changes.filter((change) => change.path.startsWith('b/'))
  const { reports } = await run(missingDown, changeSet, {}, changes)
  expect(reports.map(({ location }) => location.path)).toEqual(['b/1_t.up.sql'])
})

test('line ends do not count for a checksum, all else does', async () => {
  const edit = async (text: string): Promise<number> =>
    (await run(editedAppliedMigration, memoryChangeSet({ 'db/V1__t.sql': UP }, { 'db/V1__t.sql': text })))
      .reports.length
  expect(await edit(UP.replaceAll('\n', '\r\n'))).toBe(0)
  expect(await edit(`${UP}-- done\n`)).toBe(1)
})

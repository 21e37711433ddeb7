import { expect, test } from 'vitest'
import { memoryChangeSet, memorySnapshot } from '../../src/changeset/memory.ts'
import { runRule } from '../../src/engine/run-rule.ts'
import type { Report, RuleDefinition } from '../../src/model/index.ts'
import duplicateVersion from './duplicate-version/rule.ts'
import outOfOrderVersion from './out-of-order-version/rule.ts'

type Files = Record<string, string>

const SQL = 'CREATE TABLE t (a int);\n'
const BASE = { 'm/42_a.up.sql': SQL, 'm/42_a.down.sql': 'DROP TABLE t;\n' }

/** What is said of a branch when the base branch has gone on to `tip`. */
async function said(definition: RuleDefinition, added: Files, merged: Files): Promise<Report[]> {
  const changeSet = {
    ...memoryChangeSet(BASE, { ...BASE, ...added }),
    tip: memorySnapshot({ ...BASE, ...merged }),
  }
  const { reports } = await runRule({
    rule: { ...definition, id: 'migration-rollback/x', family: 'migration-rollback' },
    changeSet,
    changes: changeSet.changes,
    options: definition.options.parse({}),
    now: new Date('2026-01-15T12:00:00Z'),
    signal: AbortSignal.timeout(20_000),
  })
  return reports
}

test('two branches that took the same number: the second hears of it, though neither tree holds both', async () => {
  const [report, ...others] = await said(
    duplicateVersion,
    { 'm/43_b.up.sql': SQL },
    { 'm/043_c.up.sql': SQL },
  )
  expect(others).toEqual([])
  expect(report).toMatchObject({ location: { side: 'head', path: 'm/43_b.up.sql' } })
  expect(report?.message).toContain('`m/043_c.up.sql` came to the base branch meanwhile')
})

test('a number that is free in the tip is free, and a migration that is there already is no other', async () => {
  await expect(said(duplicateVersion, { 'm/43_b.up.sql': SQL }, { 'm/44_c.up.sql': SQL })).resolves.toEqual(
    [],
  )
  await expect(said(duplicateVersion, { 'm/43_b.up.sql': SQL }, { 'm/43_b.up.sql': SQL })).resolves.toEqual(
    [],
  )
  // What the name promises, the content does not keep.
  await expect(said(duplicateVersion, { 'm/43_b.up.sql': SQL }, { 'm/43_c.down.sql': SQL })).resolves.toEqual(
    [],
  )
})

test('a version that the tip has gone past is named', async () => {
  const [report] = await said(outOfOrderVersion, { 'm/43_b.up.sql': SQL }, { 'm/44_c.up.sql': SQL })
  expect(report?.message).toContain('older than 44')
  await expect(said(outOfOrderVersion, { 'm/45_b.up.sql': SQL }, { 'm/44_c.up.sql': SQL })).resolves.toEqual(
    [],
  )
})

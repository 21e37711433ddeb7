import { expect, test } from 'vitest'
import { rules } from '../../index.ts'
import { memoryChangeSet } from '../../../src/changeset/memory.ts'
import { runRule, SharedValues } from '../../../src/engine/run-rule.ts'

/** The stable rules of the family, without those that run the migrations. */
const hazards = rules.filter(
  ({ id, status }) => /^migration-rollback\/(?!rollback-|migration-fails)/.test(id) && status === 'stable',
)

/** Every rule of the family over one change, as a review runs them: with what they share. */
async function review(head: Record<string, string>, base: Record<string, string> = {}) {
  const changeSet = memoryChangeSet(base, head, {})
  const shared = new SharedValues()
  const found: string[] = []
  const notLookedAt: string[] = []
  for (const rule of hazards) {
    const answer = await runRule({
      rule,
      changeSet,
      changes: changeSet.changes,
      options: rule.options.parse({}),
      criticalPaths: [],
      now: new Date('2026-01-15T12:00:00Z'),
      signal: AbortSignal.timeout(20_000),
      shared,
    })
    found.push(
      ...answer.reports.map(({ location }) => `${rule.id.split('/')[1]} ${location.region?.startLine}`),
    )
    notLookedAt.push(...answer.notLookedAt)
  }
  return { found, notLookedAt }
}

test.for<[string, string]>([
  ['statements that each ask whether an unknown table is new', 'UPDATE t SET a = 1;\n'],
  ['blocks that may make any table', 'DO $$ BEGIN EXECUTE x; END $$;\nCREATE INDEX ON t (a);\n'],
  ['locks in one transaction', 'ALTER TABLE t ADD COLUMN a int;\nDELETE FROM u;\n'],
  ['dropped indexes', 'DROP INDEX i;\n'],
])('thousands of %s come to an end, and what is too much is named', async ([, sql]) => {
  const { notLookedAt } = await review({ 'db/migrations/0001_x.up.sql': `BEGIN;\n${sql.repeat(3100)}` })
  expect(notLookedAt.some((what) => what.includes('hazards'))).toBe(true)
})

test('a migration beside a base of which nothing is known makes no claim that needs to know it', async () => {
  const { found } = await review({
    'db/migrations/0009_x.up.sql':
      'ALTER TABLE elsewhere ALTER COLUMN a TYPE text;\nDROP INDEX i;\nDROP TABLE z;\n',
    'db/migrations/0009_x.down.sql': 'SELECT 1;\n',
  })
  expect(found.filter((one) => !/-down/.test(one))).toEqual([])
})

test('the order in which files are listed changes nothing', async () => {
  const files = {
    'db/migrations/0001_a.up.sql': 'CREATE TABLE a (id bigint PRIMARY KEY);\n',
    'db/migrations/0002_b.up.sql': 'CREATE INDEX i ON a (id);\nALTER TABLE b ADD COLUMN c int NOT NULL;\n',
  }
  const one = await review(files)
  const other = await review(Object.fromEntries(Object.entries(files).toReversed()))
  expect(other).toEqual(one)
  expect(one.found).toContain('not-null-column-without-default 2')
  expect(one.found).not.toContain('index-blocks-writes 1')
})
